package live.understudy.hls;

import java.util.List;

/**
 * A segment that still grows, as low-latency playlists list it: by its parts (RFC 8216bis, 3.2).
 *
 * @param msn the Media Sequence Number it will have
 * @param init the init section it needs
 * @param discontinuity whether {@code EXT-X-DISCONTINUITY} stands before it
 * @param discontinuitySequence its Discontinuity Sequence Number, its own tag counted
 * @param programDateTimeMs wall-clock time of its first picture, milliseconds since 1970 UTC
 * @param startUs its first decode time on its own timeline, microseconds
 * @param independent whether it begins with a keyframe
 * @param parts its parts so far, at least one
 * @param endsHere whether, as keyframes have come so far, the next part begins the next segment
 */
public record OpenSegment(
    long msn,
    InitSection init,
    boolean discontinuity,
    long discontinuitySequence,
    long programDateTimeMs,
    long startUs,
    boolean independent,
    List<Part> parts,
    boolean endsHere) {

  /** A segment that is expected to go on. */
  public OpenSegment(
      long msn,
      InitSection init,
      boolean discontinuity,
      long discontinuitySequence,
      long programDateTimeMs,
      long startUs,
      boolean independent,
      List<Part> parts) {
    this(
        msn,
        init,
        discontinuity,
        discontinuitySequence,
        programDateTimeMs,
        startUs,
        independent,
        parts,
        false);
  }

  public OpenSegment {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a segment is listed from its first part on");
    }
  }

  /** The segment that it becomes when no further part comes. */
  public Segment closed() {
    long durationUs = 0;
    long sizeBytes = 0;
    for (Part part : parts) {
      durationUs += part.durationUs();
      sizeBytes += part.bytes().length();
    }
    SegmentInfo info =
        new SegmentInfo(
            msn,
            init.number(),
            discontinuity,
            discontinuitySequence,
            programDateTimeMs,
            startUs,
            durationUs,
            independent,
            false,
            sizeBytes);
    return new Segment(info, init, parts);
  }
}
