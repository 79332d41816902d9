package live.understudy.failover;

import live.understudy.media.Leg;
import org.jspecify.annotations.Nullable;

/**
 * One change of the leg on air.
 *
 * @param atMs when it was decided, wall clock
 * @param from the leg that was on air; null at the start and after an interruption
 * @param to the leg that is on air now
 * @param trigger why
 * @param splice how they were joined
 * @param programTimeMs where the joint lies on the program's timeline
 * @param gapMs time at the joint for which there is no picture; 0 for a cut
 */
public record SwitchRecord(
    long atMs,
    @Nullable Leg from,
    Leg to,
    Trigger trigger,
    Splice splice,
    long programTimeMs,
    long gapMs) {

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
    GAP
  }
}
