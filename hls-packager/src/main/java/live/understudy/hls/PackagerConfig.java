package live.understudy.hls;

import live.understudy.media.CodecConfig;
import live.understudy.media.Timescale;

/**
 * How a packager cuts, fixed for the life of one playlist.
 *
 * @param targetDurationS {@code EXT-X-TARGETDURATION}: no segment's duration rounds to more
 * @param segmentTargetUs a segment ends at the first keyframe from here on
 * @param partTargetUs no part is longer than this
 * @param minSegmentUs a keyframe before this does not end a segment, so that a splice leaves no
 *     runt
 * @param earlyParts whether a part is complete with its last frame, when frames come at a constant
 *     rate, and not only when the frame after it has come
 */
public record PackagerConfig(
    int targetDurationS,
    long segmentTargetUs,
    long partTargetUs,
    long minSegmentUs,
    boolean earlyParts) {

  /** The limits of what can be asked for; seconds. */
  public static final int MIN_TARGET_DURATION_S = 1;

  public static final int MAX_TARGET_DURATION_S = 30;

  /**
   * A segment cut by force is shorter than this at its longest, so that it rounds to the target.
   */
  private static final long ROUNDING_MARGIN_US = 490_000;

  /** A part of whole frames may be so much longer than what was asked for. */
  private static final long PART_ROUNDING_US = 2_000;

  /** RFC 8216bis, 4.4.4.9: a part's duration "MUST be at least 85% of the Part Target Duration". */
  private static final double MIN_PART_FILL = 0.85;

  /** Throws {@link IllegalArgumentException} when the numbers do not fit each other. */
  public PackagerConfig {
    if (targetDurationS < MIN_TARGET_DURATION_S || targetDurationS > MAX_TARGET_DURATION_S) {
      throw new IllegalArgumentException("target duration out of range: " + targetDurationS);
    }
    long targetUs = (long) targetDurationS * Timescale.MICROS_PER_SECOND;
    if (segmentTargetUs <= 0 || segmentTargetUs > targetUs) {
      throw new IllegalArgumentException("a segment's target lies within the target duration");
    }
    if (partTargetUs <= 0 || partTargetUs > segmentTargetUs) {
      throw new IllegalArgumentException("a part's target lies within a segment's");
    }
    if (minSegmentUs < 0 || minSegmentUs > ROUNDING_MARGIN_US) {
      throw new IllegalArgumentException("a runt must fit into the next segment's rounding");
    }
  }

  /** The usual cuts for segments of {@code segmentTargetUs} under a given target duration. */
  public static PackagerConfig of(int targetDurationS, long segmentTargetUs, long partTargetUs) {
    // A playlist keeps its target duration when it goes on under longer settings.
    long segmentUs =
        Math.min(segmentTargetUs, (long) targetDurationS * Timescale.MICROS_PER_SECOND);
    return new PackagerConfig(
        targetDurationS, segmentUs, Math.min(partTargetUs, segmentUs), 300_000, false);
  }

  /** The same cuts with parts that are published as soon as they can be. */
  public PackagerConfig withEarlyParts() {
    return new PackagerConfig(targetDurationS, segmentTargetUs, partTargetUs, minSegmentUs, true);
  }

  /**
   * {@code PART-TARGET} for streams like {@code lead}: what was asked for, or what whole frames
   * make of it when that is a little longer (0.501 s for 15 frames at 30000/1001 a second), or when
   * they would not fill it (0.4 s for 2 frames at 5 a second).
   */
  public static long partTargetUs(long askedUs, CodecConfig lead) {
    if (lead.frameTicks() == 0) {
      return askedUs;
    }
    double frameUs = 1e6 * lead.frameTicks() / lead.timescale();
    long frames = Math.max(1, Math.round(askedUs / frameUs));
    long roundedUs = (long) Math.ceil(frames * frameUs / 1000 - 1e-6) * 1000;
    if (roundedUs > askedUs && roundedUs <= askedUs + PART_ROUNDING_US) {
      return roundedUs;
    }
    double wholeUs = Math.max(1, Math.floor(askedUs / frameUs + 1e-9)) * frameUs;
    boolean filled = wholeUs <= askedUs && wholeUs >= MIN_PART_FILL * askedUs;
    return filled ? askedUs : (long) Math.ceil(wholeUs / 1000 - 1e-6) * 1000;
  }

  /**
   * The longest duration a segment may have. RFC 8216bis, 4.4.3.1: "The EXTINF duration of each
   * Media Segment in a Playlist file, when rounded to the nearest integer, MUST be less than or
   * equal to the Target Duration."
   */
  public long maxSegmentUs() {
    return (long) targetDurationS * Timescale.MICROS_PER_SECOND + ROUNDING_MARGIN_US;
  }
}
