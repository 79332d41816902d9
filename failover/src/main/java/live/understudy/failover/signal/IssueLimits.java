package live.understudy.failover.signal;

/**
 * From when on something is an issue, and until when.
 *
 * @param keyframeIntervalMs between two keyframes
 * @param wantedKeyframeIntervalMs what encoders are told to use
 * @param stoppedMs one track is silent for so long while the other one goes on
 * @param lagMs how much later than it did at best what is due arrives
 * @param avOffsetMs how far apart sound and picture of one time arrive
 * @param lowFrameRate measured over declared
 * @param uneven the longest keyframe interval over the shortest
 * @param sessions within {@code reconnectsMs}
 * @param reconnectsMs see {@code sessions}
 * @param settledMs a session is so old before its rates are judged
 * @param heldMs what comes and goes by its nature stays an issue until it is well for so long
 */
public record IssueLimits(
    Threshold keyframeIntervalMs,
    long wantedKeyframeIntervalMs,
    long stoppedMs,
    Threshold lagMs,
    Threshold avOffsetMs,
    Threshold lowFrameRate,
    Threshold uneven,
    Threshold sessions,
    long reconnectsMs,
    long settledMs,
    long heldMs) {

  /** Of an event whose segments are that long, so that a keyframe lies in each. */
  public static IssueLimits forKeyframesWithin(long longKeyframeIntervalMs) {
    return new IssueLimits(
        new Threshold(longKeyframeIntervalMs, longKeyframeIntervalMs * 0.95),
        2_000,
        2_000,
        new Threshold(1_000, 700),
        new Threshold(500, 400),
        new Threshold(0.9, 0.95),
        new Threshold(1.5, 1.3),
        new Threshold(2, 1),
        300_000,
        6_000,
        5_000);
  }
}
