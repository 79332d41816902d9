package live.understudy.failover;

import live.understudy.hls.WindowConfig;

/**
 * How one program is published and when it changes legs.
 *
 * @param segmentTargetUs a segment ends at the first keyframe from here on, microseconds
 * @param partTargetUs length of a part, microseconds
 * @param holdUs how long what has arrived is held before it is published, microseconds; negative
 *     for the default: one target duration, the time to suspect a leg and a little for jitter
 * @param suspicionNs relative lag from which the last safe cut is taken when it is due, nanoseconds
 * @param lagNs relative lag from which the leg on air is left, nanoseconds
 * @param minSwitchIntervalNs between two automatic switches unless the leg on air is dead,
 *     nanoseconds
 * @param window how much the playlist lists
 */
public record ProgramConfig(
    long segmentTargetUs,
    long partTargetUs,
    long holdUs,
    long suspicionNs,
    long lagNs,
    long minSwitchIntervalNs,
    WindowConfig window) {

  /** A group of pictures longer than this is cut by force: players would wait too long for it. */
  static final int MAX_TARGET_DURATION_S = 10;

  private static final long JITTER_NS = 200 * Nanos.PER_MS;

  public ProgramConfig {
    if (segmentTargetUs <= 0 || partTargetUs <= 0 || partTargetUs > segmentTargetUs) {
      throw new IllegalArgumentException("a part's target lies within a segment's");
    }
    if (suspicionNs <= 0 || lagNs < suspicionNs || minSwitchIntervalNs < 0) {
      throw new IllegalArgumentException("a leg is suspected before it is left");
    }
  }

  /** Two-second segments, half-second parts, the default hold, half a minute of window. */
  public static ProgramConfig defaults() {
    return new ProgramConfig(
        2_000_000,
        500_000,
        -1,
        300 * Nanos.PER_MS,
        1000 * Nanos.PER_MS,
        10 * Nanos.PER_SECOND,
        new WindowConfig(30_000_000, 6, 60));
  }

  /** {@code EXT-X-TARGETDURATION} for legs whose longest group of pictures is {@code gopNs}. */
  int targetDurationS(long gopNs) {
    long segmentNs = Math.max(segmentTargetUs * 1000, gopNs - 450 * Nanos.PER_MS);
    long seconds = (segmentNs + Nanos.PER_SECOND - 1) / Nanos.PER_SECOND;
    return Math.clamp(seconds, 1, MAX_TARGET_DURATION_S);
  }

  /** The hold that goes with a target duration, nanoseconds. */
  long holdNs(int targetDurationS) {
    return holdUs >= 0
        ? holdUs * 1000
        : targetDurationS * Nanos.PER_SECOND + suspicionNs + JITTER_NS;
  }
}
