package live.understudy.hls;

import java.util.List;

/**
 * A complete Media Segment.
 *
 * @param msn its Media Sequence Number
 * @param init the init section it needs
 * @param discontinuity whether {@code EXT-X-DISCONTINUITY} stands before it
 * @param discontinuitySequence its Discontinuity Sequence Number, its own tag counted
 * @param programDateTimeMs wall-clock time of its first picture, milliseconds since 1970 UTC
 * @param startUs its first decode time on its own timeline, microseconds
 * @param durationUs its video's duration, microseconds ({@code EXTINF})
 * @param independent whether it begins with a keyframe
 * @param parts its parts; their bytes in this order are the segment's bytes
 */
public record Segment(
    long msn,
    InitSection init,
    boolean discontinuity,
    long discontinuitySequence,
    long programDateTimeMs,
    long startUs,
    long durationUs,
    boolean independent,
    List<Part> parts) {

  public Segment {
    parts = List.copyOf(parts);
  }

  /** Total bytes of all parts. */
  public long sizeBytes() {
    long size = 0;
    for (Part part : parts) {
      size += part.bytes().length;
    }
    return size;
  }

  /** The name under which it is listed. */
  public String name() {
    return msn + ".m4s";
  }
}
