package live.understudy.hls;

/**
 * How much of a playlist is listed, and how much longer it is served.
 *
 * @param listedUs segments older than this behind the newest leave the list, microseconds
 * @param listedSegmentsMin never fewer than this many are listed once there were as many
 * @param listedSegmentsMax never more than this many
 */
public record WindowConfig(long listedUs, int listedSegmentsMin, int listedSegmentsMax) {

  /**
   * Throws {@link IllegalArgumentException} for a window that players can't live with. RFC 8216bis,
   * 6.2.2: "The server MUST NOT remove a Media Segment from a Playlist file ... if the duration of
   * the Playlist ... is less than three times the target duration."
   */
  public WindowConfig {
    if (listedSegmentsMin < 4 || listedSegmentsMax < listedSegmentsMin) {
      throw new IllegalArgumentException("a live window lists at least four segments");
    }
    if (listedUs <= 0) {
      throw new IllegalArgumentException("a live window has a duration");
    }
  }
}
