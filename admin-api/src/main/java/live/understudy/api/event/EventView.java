package live.understudy.api.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import live.understudy.media.ProgramId;
import org.jspecify.annotations.Nullable;

/**
 * One event as it is stored and shown; immutable.
 *
 * @param id see {@link ProgramId#isEventId}
 * @param title 1 to 200 characters
 * @param languages lower-case BCP 47 tags, unique, in the order that the viewer's menu has
 * @param latencyMode how far viewers are behind; fixed once live, as {@code dvr}
 * @param dvr how far back viewers can go
 * @param createdAtMs wall clock, milliseconds since 1970 UTC, as the other times
 * @param liveAtMs null until live
 * @param endedAtMs null until ended
 * @param backupOnly whether it went live with the operator's leave to do so without a primary
 */
public record EventView(
    String id,
    String title,
    Phase phase,
    List<String> languages,
    LatencyMode latencyMode,
    Dvr dvr,
    long createdAtMs,
    @Nullable Long liveAtMs,
    @Nullable Long endedAtMs,
    boolean backupOnly) {

  public EventView {
    languages = List.copyOf(languages);
  }

  /** A new event, {@code SCHEDULED}, with classic latency and no rewind. */
  public static EventView scheduled(String id, String title, List<String> languages, long nowMs) {
    return scheduled(id, title, languages, LatencyMode.CLASSIC, Dvr.OFF, nowMs);
  }

  /** A new event, {@code SCHEDULED}. */
  public static EventView scheduled(
      String id,
      String title,
      List<String> languages,
      LatencyMode latencyMode,
      Dvr dvr,
      long nowMs) {
    return new EventView(
        id, title, Phase.SCHEDULED, languages, latencyMode, dvr, nowMs, null, null, false);
  }

  /** The page that viewers open, as a path on this server. */
  @JsonProperty
  public String watchUrl() {
    return "/watch/" + id;
  }

  /** The programs of this event, in the order of its languages. */
  public List<ProgramId> programs() {
    return languages.stream().map(language -> new ProgramId(id, language)).toList();
  }

  /** The event gone live; throws {@link WrongPhaseException} unless it is scheduled. */
  public EventView live(long nowMs, boolean withBackupOnly) {
    return become(Phase.LIVE, nowMs, endedAtMs, withBackupOnly);
  }

  /** The event stopped; throws {@link WrongPhaseException} unless it is live. */
  public EventView ended(long nowMs) {
    return become(Phase.ENDED, liveAtMs, nowMs, backupOnly);
  }

  /** The event on demand; throws {@link WrongPhaseException} unless it has ended. */
  public EventView onDemand() {
    return become(Phase.ON_DEMAND, liveAtMs, endedAtMs, backupOnly);
  }

  /**
   * The event with other properties; throws {@link WrongPhaseException} when latency or rewind
   * would change and it is not scheduled any more, because players and playlists rely on them.
   */
  public EventView changed(String newTitle, LatencyMode newLatencyMode, Dvr newDvr) {
    if (phase != Phase.SCHEDULED && (newLatencyMode != latencyMode || !newDvr.equals(dvr))) {
      throw new WrongPhaseException(
          "The event is " + phase + "; latencyMode and dvr change only while it is SCHEDULED.");
    }
    return new EventView(
        id,
        newTitle,
        phase,
        languages,
        newLatencyMode,
        newDvr,
        createdAtMs,
        liveAtMs,
        endedAtMs,
        backupOnly);
  }

  /** The one door through which a phase changes. */
  private EventView become(
      Phase next, @Nullable Long newLiveAtMs, @Nullable Long newEndedAtMs, boolean newBackupOnly) {
    if (!phase.canBecome(next)) {
      throw new WrongPhaseException("The event is " + phase + " and can't become " + next + ".");
    }
    return new EventView(
        id,
        title,
        next,
        languages,
        latencyMode,
        dvr,
        createdAtMs,
        newLiveAtMs,
        newEndedAtMs,
        newBackupOnly);
  }
}
