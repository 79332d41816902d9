package live.understudy.api.event;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import live.understudy.media.Leg;
import live.understudy.media.LegId;
import live.understudy.media.ProgramId;
import org.jspecify.annotations.Nullable;

/**
 * Whether an event can go live now, judged from snapshots of its legs.
 *
 * <p>Each language needs its primary. With the operator's leave the backup will do where the
 * primary is missing. A backup that is missing beside a primary is no reason to refuse.
 */
public final class Readiness {
  private Readiness() {}

  /**
   * One reason not to go live.
   *
   * @param code {@code primary-missing}, {@code backup-missing}: no encoder sends; {@code
   *     no-signal}: one is connected and sends nothing
   */
  public record Reason(String code, String language, String text) {}

  /** The reasons not to go live, in the order of the languages; empty when ready. */
  public static List<Reason> check(
      EventView event, boolean backupOnly, Function<LegId, LegStatus> legs) {
    List<Reason> reasons = new ArrayList<>();
    for (ProgramId program : event.programs()) {
      Reason primary = missing(program, Leg.PRIMARY, legs);
      if (primary == null) {
        continue;
      }
      if (!backupOnly) {
        reasons.add(primary);
        continue;
      }
      Reason backup = missing(program, Leg.BACKUP, legs);
      if (backup != null) {
        reasons.add(primary);
        reasons.add(backup);
      }
    }
    return List.copyOf(reasons);
  }

  private static @Nullable Reason missing(
      ProgramId program, Leg leg, Function<LegId, LegStatus> legs) {
    String name = leg == Leg.PRIMARY ? "primary" : "backup";
    String language = program.language();
    return switch (legs.apply(new LegId(program, leg)).state()) {
      case RECEIVING -> null;
      case OFFLINE ->
          new Reason(
              name + "-missing",
              language,
              "No " + name + " encoder is connected for " + language + ".");
      case CONNECTING ->
          new Reason(
              "no-signal",
              language,
              "The "
                  + name
                  + " encoder for "
                  + language
                  + " is connected, no picture has come yet.");
      case STALLED ->
          new Reason(
              "no-signal",
              language,
              "The "
                  + name
                  + " encoder for "
                  + language
                  + " is connected but has stopped sending.");
    };
  }
}
