package live.understudy.failover.health;

import live.understudy.media.Timescale;

/**
 * From where on a signal counts as bad.
 *
 * @param bucketNs what is counted is counted in pieces of this
 * @param buckets of the window over which rates are judged
 * @param settleNs a session is not judged before: encoders begin with a backlog
 * @param audioLostMinNs pictures are this much newer than the newest sound, where it comes evenly
 * @param audioLostNs the same where it comes as it likes
 * @param minGopNs keyframes may always be so far apart
 * @param gopFactorPercent of the longest usual distance, from where on a keyframe is overdue
 * @param lowRatePercent of the rate that it had
 * @param frozenPercent of the bytes between keyframes that it had
 * @param frozenMaxBytesPerSecond and not more than this
 * @param silentBytesPerChannel sound frames up to this are silence
 * @param standingPercent media time passes less than this of real time
 * @param racingPercent or more than this
 * @param slowPercent less than this, steadily
 */
record QualityLimits(
    long bucketNs,
    int buckets,
    long settleNs,
    long audioLostMinNs,
    long audioLostNs,
    long minGopNs,
    int gopFactorPercent,
    int lowRatePercent,
    int frozenPercent,
    int frozenMaxBytesPerSecond,
    int silentBytesPerChannel,
    int standingPercent,
    int racingPercent,
    int slowPercent) {

  private static final long MS = Timescale.NANOS_PER_SECOND / 1000;

  static final QualityLimits DEFAULTS =
      new QualityLimits(
          500 * MS,
          6,
          4_000 * MS,
          200 * MS,
          450 * MS,
          3_000 * MS,
          150,
          70,
          5,
          12_000,
          12,
          50,
          150,
          85);

  QualityLimits {
    boolean ordered = standingPercent < slowPercent && slowPercent < 100 && racingPercent > 100;
    boolean positive = bucketNs > 0 && buckets >= 2 && audioLostMinNs > 0 && minGopNs > 0;
    if (!ordered
        || !positive
        || audioLostMinNs > audioLostNs
        || gopFactorPercent <= 100
        || lowRatePercent >= 100) {
      throw new IllegalArgumentException("the limits contradict each other");
    }
  }

  long windowNs() {
    return bucketNs * buckets;
  }
}
