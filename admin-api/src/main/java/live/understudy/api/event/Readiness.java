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
   *     no-signal}: one is connected and sends nothing; {@code not-aligned}: by how much one is
   *     ahead of the other is not known exactly
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

  /**
   * What is not as it should be but keeps nobody from going live: languages of which both encoders
   * send, and where they stand to each other is guessed from when their pictures arrive.
   */
  public static List<Reason> warnings(
      EventView event,
      Function<LegId, LegStatus> legs,
      Function<ProgramId, ProgramStatus> programs) {
    List<Reason> warnings = new ArrayList<>();
    for (ProgramId program : event.programs()) {
      boolean both =
          missing(program, Leg.PRIMARY, legs) == null && missing(program, Leg.BACKUP, legs) == null;
      ProgramStatus.Alignment alignment = programs.apply(program).alignment();
      if (both && alignment == ProgramStatus.Alignment.ARRIVAL_TIME) {
        warnings.add(
            new Reason(
                "not-aligned",
                program.language(),
                "It is not known yet by how much one encoder for "
                    + program.language()
                    + " is ahead of the other; a change between them may repeat or lose"
                    + " pictures. Both need the same sound for some seconds."));
      }
    }
    return List.copyOf(warnings);
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
