package live.understudy.failover.signal;

/**
 * From when on something is an issue.
 *
 * @param longKeyframeIntervalMs keyframes further apart than this
 * @param wantedKeyframeIntervalMs what encoders are told to use
 * @param stoppedMs one track is silent for so long while the other one goes on
 * @param lagMs what is due arrives so much later than it did at best
 * @param avOffsetMs sound and picture of one time arrive so far apart
 * @param lowFrameRate measured over declared
 * @param uneven the longest keyframe interval over the shortest
 * @param reconnects so many sessions within {@code reconnectsMs}
 * @param reconnectsMs see {@code reconnects}
 * @param settledMs a session is so old before its rates are judged
 */
public record IssueLimits(
    long longKeyframeIntervalMs,
    long wantedKeyframeIntervalMs,
    long stoppedMs,
    long lagMs,
    long avOffsetMs,
    double lowFrameRate,
    double uneven,
    int reconnects,
    long reconnectsMs,
    long settledMs) {

  /** Of an event whose segments are that long, so that a keyframe lies in each. */
  public static IssueLimits forKeyframesWithin(long longKeyframeIntervalMs) {
    return new IssueLimits(
        longKeyframeIntervalMs, 2_000, 2_000, 1_000, 500, 0.9, 1.5, 3, 300_000, 6_000);
  }
}
