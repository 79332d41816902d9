package live.understudy.failover;

import live.understudy.failover.health.QualityFault;
import live.understudy.media.Leg;
import org.jspecify.annotations.Nullable;

/**
 * One change of what is on air.
 *
 * @param epoch 1 for the first one of a program, then one more each
 * @param atMs when it was decided, wall clock
 * @param inputs how much the engine had been told by then: sessions, what they sent, moments
 * @param from the leg that was on air; null at the start and after an interruption
 * @param to the leg that is on air now; null when none is
 * @param trigger why
 * @param fault what was wrong, where quality was the trigger
 * @param detectionMs from when the next picture of the leg that was left was expected, to the
 *     decision; 0 where nothing had failed
 * @param cost what it cost the viewers
 * @param offset what was known of where the legs stand to each other
 * @param place where the leg was put into the program
 */
public record SwitchRecord(
    long epoch,
    long atMs,
    long inputs,
    @Nullable Leg from,
    @Nullable Leg to,
    Trigger trigger,
    @Nullable QualityFault fault,
    long detectionMs,
    Cost cost,
    Offset offset,
    SwitchPlace place) {

  /**
   * What a joint costs, computed from the times of what was joined.
   *
   * @param splice how they were joined
   * @param programTimeMs where the joint lies on the program's timeline
   * @param gapMs time at the joint for which there is no picture; 0 for a cut
   * @param framesLost pictures of that time
   * @param framesRepeated pictures that players get a second time, in place of the first
   * @param audioGapMs time at the joint for which there is no sound
   */
  public record Cost(
      Splice splice,
      long programTimeMs,
      long gapMs,
      int framesLost,
      int framesRepeated,
      long audioGapMs) {

    static Cost none(Splice splice, long atNs) {
      return new Cost(splice, atNs / Nanos.PER_MS, 0, 0, 0, 0);
    }
  }

  /**
   * The offset by which the legs were joined.
   *
   * @param alignment how it is known
   * @param backupBehindMs how much later a picture arrives by the backup; null when not known
   * @param confidence 0 to 1
   */
  public record Offset(Alignment alignment, @Nullable Double backupBehindMs, double confidence) {
    static final Offset UNKNOWN = new Offset(Alignment.NONE, null, 0);
  }

  /** What was wanted. */
  SwitchIntent intent() {
    return new SwitchIntent(to, trigger, fault, false, detectionMs * Nanos.PER_MS);
  }

  public Splice splice() {
    return cost.splice();
  }

  public long programTimeMs() {
    return cost.programTimeMs();
  }

  public long gapMs() {
    return cost.gapMs();
  }

  /** Why a switch was made. */
  public enum Trigger {
    /** The program began. */
    START,
    /** The leg on air disconnected. */
    DISCONNECT,
    /** The leg on air fell behind the other one by more than the limit. */
    LAG,
    /** The leg on air was late when the last keyframe to cut at was about to be published. */
    LAST_SAFE_CUT,
    /** The leg on air was bad in a way in which the other one was not. */
    QUALITY,
    /** An operator wanted it. */
    OPERATOR,
    /** The primary had been clean for long enough to go back to it. */
    REVERT,
    /** No leg delivers: viewers see the last picture. */
    SLATE,
    /** A leg came back after both were gone. */
    RETURN
  }

  /** How two legs were joined. */
  public enum Splice {
    /** Nothing was there before. */
    NONE,
    /** Both legs carry one encode: the next frame of the one follows the last of the other. */
    IDENTICAL,
    /** The old leg ends where a keyframe of the new one begins. */
    EXACT_CUT,
    /** The new leg begins at a keyframe before the end of what was published, without a tag. */
    OVERLAP,
    /** No keyframe lay in what was not yet published: the picture stood until the next one. */
    GAP,
    /** The last picture goes on, with silence. */
    SLATE
  }
}
