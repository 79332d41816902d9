package live.understudy.failover.signal;

import java.util.Arrays;

/**
 * The least of (arrival minus presentation time) over some time: jitter and congestion only add to
 * it, so it is what encoder and path cost when all is well.
 */
final class DelayFloor {
  private static final long NONE = Long.MAX_VALUE;

  private final long bucketNs;
  private final long[] leastNs;
  private long currentBucket = Long.MIN_VALUE;

  /** Looks back over {@code buckets} times of {@code bucketNs}. */
  DelayFloor(long bucketNs, int buckets) {
    this.bucketNs = bucketNs;
    this.leastNs = new long[buckets];
    reset();
  }

  void add(long ptsNs, long arrivedNs) {
    long bucket = Math.floorDiv(arrivedNs, bucketNs);
    if (currentBucket == Long.MIN_VALUE || bucket - currentBucket >= leastNs.length) {
      reset();
      currentBucket = bucket;
    }
    while (currentBucket < bucket) {
      currentBucket++;
      leastNs[index(currentBucket)] = NONE;
    }
    int at = index(currentBucket);
    leastNs[at] = Math.min(leastNs[at], arrivedNs - ptsNs);
  }

  boolean isKnown() {
    return currentBucket != Long.MIN_VALUE;
  }

  /** Nanoseconds to add to a presentation time to get when it arrives at best. */
  long delayNs() {
    return Arrays.stream(leastNs).min().orElse(NONE);
  }

  /** The timestamps began anew. */
  void reset() {
    Arrays.fill(leastNs, NONE);
    currentBucket = Long.MIN_VALUE;
  }

  private int index(long bucket) {
    return (int) Math.floorMod(bucket, (long) leastNs.length);
  }
}
