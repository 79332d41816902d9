package live.understudy.server.config;

/**
 * How legs are cut into HLS segments and parts.
 *
 * @param segmentTargetMs a segment ends at the first keyframe at or after this
 * @param partTargetMs the longest a part may be
 * @param windowSegments how many segments a live playlist lists
 */
public record PackagingConfig(
    @Range(min = 500, max = 10_000) int segmentTargetMs,
    @Range(min = 100, max = 5_000) int partTargetMs,
    @Range(min = 4, max = 1_000) int windowSegments) {

  /** Throws {@link IllegalArgumentException} when a part is not well below a segment. */
  public PackagingConfig {
    if (partTargetMs * 2L > segmentTargetMs) {
      throw new IllegalArgumentException(
          "`packaging.partTargetMs` ("
              + partTargetMs
              + ") must be at most half of `packaging.segmentTargetMs` ("
              + segmentTargetMs
              + ")");
    }
  }
}
