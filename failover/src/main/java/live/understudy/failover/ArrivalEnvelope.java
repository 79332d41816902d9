package live.understudy.failover;

/**
 * The quickest way from media time to arrival seen lately: the lower envelope of (arrival minus
 * presentation time) over the last one to two {@link #BUCKET_NS}. Jitter only ever delays, so the
 * minimum is what the path and the encoder really cost.
 */
final class ArrivalEnvelope {

  /**
   * Long enough to remember through some seconds of a link that is too slow how far apart two legs
   * are, short enough to follow clock drift and a path that stays slower.
   */
  static final long BUCKET_NS = 12_000_000_000L;

  private static final long NONE = Long.MAX_VALUE;

  private long bucketStartNs;
  private long previousMin = NONE;
  private long currentMin = NONE;

  void add(long ptsNs, long arrivedNs) {
    if (currentMin == NONE) {
      bucketStartNs = arrivedNs;
    } else if (arrivedNs - bucketStartNs >= BUCKET_NS) {
      previousMin = currentMin;
      currentMin = NONE;
      bucketStartNs = arrivedNs;
    }
    currentMin = Math.min(currentMin, arrivedNs - ptsNs);
  }

  boolean isKnown() {
    return currentMin != NONE;
  }

  /** Nanoseconds to add to a presentation time to get the time at which it arrives undelayed. */
  long delayNs() {
    if (!isKnown()) {
      throw new IllegalStateException("nothing has arrived yet");
    }
    return Math.min(previousMin, currentMin);
  }
}
