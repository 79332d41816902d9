package live.understudy.hls;

/**
 * How much of a playlist is listed, how much of it is in memory, and how much longer it is served.
 *
 * @param listedUs segments older than this behind the newest leave the list, microseconds
 * @param listedSegmentsMin never fewer than this many are listed once there were as many
 * @param listedSegmentsMax never more than this many
 * @param memoryUs segments older than this behind the newest leave the memory when they are stored;
 *     those that are not stored leave the list with it
 * @param memoryBytes beyond this they leave it sooner
 */
public record WindowConfig(
    long listedUs, int listedSegmentsMin, int listedSegmentsMax, long memoryUs, long memoryBytes) {

  /** Far above any half minute of a stream that networks carry. */
  private static final long DEFAULT_MEMORY_BYTES = 192L << 20;

  /**
   * Throws {@link IllegalArgumentException} for a window that players can't live with. RFC 8216bis,
   * 6.2.2: "The server MUST NOT remove a Media Segment from a Playlist file ... if the duration of
   * the Playlist ... is less than three times the target duration."
   */
  public WindowConfig {
    if (listedSegmentsMin < 4 || listedSegmentsMax < listedSegmentsMin) {
      throw new IllegalArgumentException("a live window lists at least four segments");
    }
    if (listedUs <= 0 || memoryUs <= 0 || memoryBytes <= 0) {
      throw new IllegalArgumentException("a live window has a duration");
    }
  }

  /** A window that is in memory as far as it is listed. */
  public WindowConfig(long listedUs, int listedSegmentsMin, int listedSegmentsMax) {
    this(listedUs, listedSegmentsMin, listedSegmentsMax, listedUs, DEFAULT_MEMORY_BYTES);
  }

  /** The same memory with another, longer list. */
  public WindowConfig listing(long otherListedUs, int otherSegmentsMax) {
    return new WindowConfig(
        Math.max(otherListedUs, listedUs),
        listedSegmentsMin,
        Math.max(otherSegmentsMax, listedSegmentsMax),
        memoryUs,
        memoryBytes);
  }
}
