package live.understudy.server.store;

/**
 * What recordings may take.
 *
 * @param quotaBytes all recordings together; 0 for no quota
 * @param minFreeBytes so much stays free on the disk for everything else
 * @param volumeBytes a file of a recording that is longer is followed by another
 * @param maxPendingBytes of one recording, given and not yet written; one segment always is taken
 * @param maxPendingTotalBytes of all of them
 * @param maxSegmentsPerRecording beyond this a recording stops
 * @param maxVolumesPerRecording beyond this a recording stops
 * @param retryMs how long after a failure it is tried again, at first
 */
public record StoreConfig(
    long quotaBytes,
    long minFreeBytes,
    long volumeBytes,
    long maxPendingBytes,
    long maxPendingTotalBytes,
    int maxSegmentsPerRecording,
    int maxVolumesPerRecording,
    int retryMs) {

  /** No quota, 1 GiB free, and half a minute of a usual stream may wait for a slow disk. */
  public static final StoreConfig DEFAULTS =
      new StoreConfig(0, 1L << 30, 1L << 30, 16L << 20, 512L << 20, 1_000_000, 10_000, 3_000);

  /** Throws {@link IllegalArgumentException} when the numbers contradict each other. */
  public StoreConfig {
    require(quotaBytes >= 0 && minFreeBytes >= 0, "quotaBytes and minFreeBytes");
    require(quotaBytes == 0 || quotaBytes >= volumeBytes, "quotaBytes holds a volume");
    require(volumeBytes > 0 && maxPendingBytes > 0, "volumeBytes and maxPendingBytes");
    require(maxPendingTotalBytes >= maxPendingBytes, "maxPendingTotalBytes holds a recording's");
    require(maxSegmentsPerRecording > 0 && maxVolumesPerRecording > 0, "maxPerRecording");
    require(retryMs > 0 && retryMs <= 600_000, "retryMs");
  }

  private static void require(boolean condition, String what) {
    if (!condition) {
      throw new IllegalArgumentException("store limits: " + what);
    }
  }
}
