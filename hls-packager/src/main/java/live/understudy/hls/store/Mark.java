package live.understudy.hls.store;

import live.understudy.hls.OpenSegment;
import live.understudy.hls.SegmentInfo;

/**
 * How far a playlist may have been published: what must not be used again, whether its bytes are on
 * disk or not.
 *
 * @param msn the newest Media Sequence Number; -1 when there is none
 * @param parts how many of its parts
 * @param complete whether all of it
 * @param nextInitNumber no init section has this number or a later one
 * @param discontinuitySequence Discontinuity Sequence Number of the newest segment
 * @param endUs its end on its own timeline, microseconds
 * @param endWallMs its end, milliseconds since 1970 UTC
 * @param ended whether the playlist has its {@code EXT-X-ENDLIST}
 */
public record Mark(
    long msn,
    int parts,
    boolean complete,
    int nextInitNumber,
    long discontinuitySequence,
    long endUs,
    long endWallMs,
    boolean ended) {

  /** Nothing was published. */
  public static final Mark NOTHING = new Mark(-1, 0, true, 0, 0, 0, 0, false);

  public Mark {
    if (msn < -1 || parts < 0 || nextInitNumber < 0 || discontinuitySequence < 0) {
      throw new IllegalArgumentException("numbers of a playlist are not negative");
    }
  }

  /** Up to the end of a complete segment. */
  public static Mark after(SegmentInfo info, int parts, int nextInitNumber) {
    return new Mark(
        info.msn(),
        parts,
        true,
        Math.max(nextInitNumber, info.initNumber() + 1),
        info.discontinuitySequence(),
        info.startUs() + info.durationUs(),
        wallMs(info.programDateTimeMs(), info.durationUs()),
        false);
  }

  /** Up to the last part of a segment that grows. */
  public static Mark after(OpenSegment segment, int nextInitNumber) {
    long durationUs = segment.parts().stream().mapToLong(part -> part.durationUs()).sum();
    return new Mark(
        segment.msn(),
        segment.parts().size(),
        false,
        Math.max(nextInitNumber, segment.init().number() + 1),
        segment.discontinuitySequence(),
        segment.startUs() + durationUs,
        wallMs(segment.programDateTimeMs(), durationUs),
        false);
  }

  /** The same place, and nothing follows it. */
  public Mark withEnd() {
    return new Mark(
        msn, parts, complete, nextInitNumber, discontinuitySequence, endUs, endWallMs, true);
  }

  /** Whether it says more than {@code other}. */
  public boolean isBeyond(Mark other) {
    if (msn != other.msn) {
      return msn > other.msn;
    }
    if (complete != other.complete) {
      return complete;
    }
    return parts > other.parts || (ended && !other.ended);
  }

  private static long wallMs(long startMs, long durationUs) {
    return startMs + (durationUs + 500) / 1000;
  }
}
