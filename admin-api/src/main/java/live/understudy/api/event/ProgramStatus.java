package live.understudy.api.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import live.understudy.media.Leg;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one program at one moment; immutable.
 *
 * @param onAir the leg that viewers get, or null when none
 * @param mediaSequence MSN of the first segment in the playlist
 * @param targetDurationS the playlist's target duration
 * @param offsetMs how far the backup's pictures are behind the primary's (negative: ahead), or null
 *     when not known
 * @param alignmentConfidence how sure that is, 0 to 1
 * @param driftPpm how fast the offset changes, parts per million
 * @param slate whether viewers get the last picture because no leg delivers
 * @param held whether only a dead leg is left without an operator
 * @param switchingTo the leg that an operator wants, while its next keyframe is waited for
 * @param switches the latest ones, newest last
 * @param latencyMode as the event has it
 * @param switchLog how the switches are kept
 */
public record ProgramStatus(
    State state,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Leg onAir,
    long mediaSequence,
    int targetDurationS,
    Alignment alignment,
    @Nullable Double offsetMs,
    double alignmentConfidence,
    double driftPpm,
    boolean slate,
    boolean held,
    @Nullable Leg switchingTo,
    List<SwitchEntry> switches,
    LatencyMode latencyMode,
    RecordingStatus recording,
    SwitchLogStatus switchLog) {

  /** A program with classic latency that is not recorded. */
  public ProgramStatus(
      State state,
      @Nullable Leg onAir,
      long mediaSequence,
      int targetDurationS,
      Alignment alignment,
      @Nullable Double offsetMs,
      List<SwitchEntry> switches) {
    this(
        state,
        onAir,
        mediaSequence,
        targetDurationS,
        alignment,
        offsetMs,
        0,
        0,
        false,
        false,
        null,
        switches,
        LatencyMode.CLASSIC,
        RecordingStatus.off(0),
        SwitchLogStatus.EMPTY);
  }

  public ProgramStatus {
    switches = List.copyOf(switches);
  }

  /** A program of an event that is not live yet. */
  public static ProgramStatus off(int targetDurationS) {
    return new ProgramStatus(State.OFF, null, 0, targetDurationS, Alignment.NONE, null, List.of());
  }

  /** What a program does. */
  public enum State {
    /** Not live yet. */
    OFF,
    /** Live, and nothing has been published yet. */
    WAITING,
    /** Viewers get a leg. */
    ON_AIR,
    /** Both legs are gone; the program is kept open. */
    INTERRUPTED,
    /** Stopped for good. */
    ENDED
  }

  /** How it is known where the legs stand to each other. */
  public enum Alignment {
    NONE,
    ARRIVAL_TIME,
    SOUND,
    TIMECODE,
    IDENTICAL
  }
}
