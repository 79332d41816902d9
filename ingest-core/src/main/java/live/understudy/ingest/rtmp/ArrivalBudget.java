package live.understudy.ingest.rtmp;

import live.understudy.ingest.IngestLimits;

/**
 * Bounds what one publisher sends by the time that passes: timestamps that run ahead would let it
 * send as much as the line takes. A bucket that is full at the start.
 */
final class ArrivalBudget {
  private static final long NANOS_PER_US = 1_000;
  private static final long US_PER_SECOND = 1_000_000;

  /** More time than it takes to fill any bucket at a bitrate that somebody would set. */
  private static final long MAX_PASSED_US = 60 * US_PER_SECOND;

  private final IngestLimits.Arrival limits;
  private long leftBytes;
  private long sinceNs;

  ArrivalBudget(IngestLimits.Arrival limits, long nowNs) {
    this.limits = limits;
    this.leftBytes = limits.burstBytes();
    this.sinceNs = nowNs;
  }

  /** Accounts for bytes that arrived at {@code nowNs}; false when they are too many. */
  boolean spend(long bytes, long nowNs) {
    long passedUs = Math.max(0, (nowNs - sinceNs) / NANOS_PER_US);
    // What is less than a microsecond counts the next time.
    sinceNs += passedUs * NANOS_PER_US;
    long earnedBytes =
        Math.min(MAX_PASSED_US, passedUs) * limits.maxBytesPerSecond() / US_PER_SECOND;
    leftBytes = Math.min(limits.burstBytes(), leftBytes + earnedBytes) - bytes;
    return leftBytes >= 0;
  }
}
