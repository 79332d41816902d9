package live.understudy.hls.store;

import java.util.List;
import live.understudy.hls.OpenSegment;
import live.understudy.hls.SegmentInfo;

/**
 * What is known of a segment when its first part is.
 *
 * @param msn its Media Sequence Number
 * @param initNumber number of the init section it needs
 * @param discontinuity whether {@code EXT-X-DISCONTINUITY} stands before it
 * @param discontinuitySequence its Discontinuity Sequence Number, its own tag counted
 * @param programDateTimeMs wall-clock time of its first picture, milliseconds since 1970 UTC
 * @param startUs its first decode time on its own timeline, microseconds
 * @param independent whether it begins with a keyframe
 */
public record SegmentHead(
    long msn,
    int initNumber,
    boolean discontinuity,
    long discontinuitySequence,
    long programDateTimeMs,
    long startUs,
    boolean independent) {

  /** The head of {@code segment}. */
  public static SegmentHead of(OpenSegment segment) {
    return new SegmentHead(
        segment.msn(),
        segment.init().number(),
        segment.discontinuity(),
        segment.discontinuitySequence(),
        segment.programDateTimeMs(),
        segment.startUs(),
        segment.independent());
  }

  /** The segment when it ends with {@code parts}; nobody knows whether captions were in it. */
  public SegmentInfo closed(List<PartEntry> parts) {
    long durationUs = parts.stream().mapToLong(PartEntry::durationUs).sum();
    long sizeBytes = parts.stream().mapToLong(PartEntry::sizeBytes).sum();
    return new SegmentInfo(
        msn,
        initNumber,
        discontinuity,
        discontinuitySequence,
        programDateTimeMs,
        startUs,
        durationUs,
        independent,
        false,
        sizeBytes);
  }
}
