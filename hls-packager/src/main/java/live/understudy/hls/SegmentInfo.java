package live.understudy.hls;

/**
 * All that a playlist says of a complete Media Segment, without its bytes.
 *
 * @param msn its Media Sequence Number
 * @param initNumber number of the init section it needs
 * @param discontinuity whether {@code EXT-X-DISCONTINUITY} stands before it
 * @param discontinuitySequence its Discontinuity Sequence Number, its own tag counted
 * @param programDateTimeMs wall-clock time of its first picture, milliseconds since 1970 UTC
 * @param startUs its first decode time on its own timeline, microseconds
 * @param durationUs its leading track's duration, microseconds ({@code EXTINF})
 * @param independent whether it begins with a keyframe
 * @param captions whether CEA-608/708 captions came with it
 * @param sizeBytes the bytes of all its parts
 */
public record SegmentInfo(
    long msn,
    int initNumber,
    boolean discontinuity,
    long discontinuitySequence,
    long programDateTimeMs,
    long startUs,
    long durationUs,
    boolean independent,
    boolean captions,
    long sizeBytes) {

  /** The name under which it is listed. */
  public String name() {
    return msn + ".m4s";
  }
}
