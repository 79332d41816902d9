package live.understudy.api.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import live.understudy.media.Leg;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a program's switch log; {@code from} is null at the start, {@code to} is null when
 * both legs are gone.
 *
 * @param epoch 1 for the first one of a program, then one more each, across restarts
 * @param atMs when it was decided, milliseconds since 1970 UTC
 * @param fault what was wrong with the leg that was left, where that was the trigger
 * @param detectionMs from when its next picture was expected to the decision
 * @param programTimeMs where the joint lies on the program's timeline
 * @param gapMs time at the joint without a picture
 * @param framesLost pictures of that time
 * @param framesRepeated pictures that players get again in place of the first ones
 * @param audioGapMs time at the joint without sound
 * @param alignment what the joint went by
 * @param offsetMs how far the backup was behind the primary then; null when not known
 * @param confidence how sure that was, 0 to 1
 * @param place where the leg was put into the program
 */
public record SwitchEntry(
    long epoch,
    long atMs,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Leg from,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Leg to,
    String trigger,
    @Nullable String fault,
    String splice,
    long detectionMs,
    long programTimeMs,
    long gapMs,
    int framesLost,
    int framesRepeated,
    long audioGapMs,
    ProgramStatus.Alignment alignment,
    @Nullable Double offsetMs,
    double confidence,
    Place place) {

  /**
   * With the units of the leg's session, all that decides the program from here on.
   *
   * @param inputs how much the engine had been told when it was decided
   * @param msn first segment that can carry the leg; what came before was published
   * @param part first part of it
   * @param session number of the leg's session within the program; 0 where no leg is taken
   * @param keyframeTicks presentation time of its first picture, in the session
   * @param leadOffsetTicks program time = session time + this, for the leading track
   * @param audioOffsetTicks the same for the sound
   * @param reorderTicks taken out of the composition offsets
   * @param atNs program time of the first picture, nanoseconds, as are all below
   * @param cutNs what was to be decoded from here on made way; null for nothing
   * @param gapNs time before the first picture without one
   * @param overlapNs how far it lies before the end of what was published
   * @param slateUntilNs where the slate made way; null where there was none
   * @param discontinuity whether the joint carries {@code EXT-X-DISCONTINUITY}
   */
  public record Place(
      long inputs,
      long msn,
      int part,
      long session,
      long keyframeTicks,
      long leadOffsetTicks,
      long audioOffsetTicks,
      int reorderTicks,
      long atNs,
      @Nullable Long cutNs,
      long gapNs,
      long overlapNs,
      @Nullable Long slateUntilNs,
      boolean discontinuity) {}

  /** The same entry under another number. */
  public SwitchEntry withEpoch(long other) {
    return new SwitchEntry(
        other,
        atMs,
        from,
        to,
        trigger,
        fault,
        splice,
        detectionMs,
        programTimeMs,
        gapMs,
        framesLost,
        framesRepeated,
        audioGapMs,
        alignment,
        offsetMs,
        confidence,
        place);
  }

  /** The same in English. */
  @JsonProperty
  public String text() {
    return SwitchSentence.of(this);
  }
}
