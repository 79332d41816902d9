package live.understudy.hls.store;

import java.util.List;
import java.util.Map;
import live.understudy.hls.InitSection;
import live.understudy.hls.PlaylistShape;
import live.understudy.hls.SegmentInfo;

/**
 * Where a recorded playlist stands, so that another process can continue it.
 *
 * @param shape what never changes in it
 * @param zeroWallMs wall-clock time of the program's time zero, milliseconds since 1970 UTC
 * @param ended whether it has its {@code EXT-X-ENDLIST}
 * @param certain whether all numbers that were ever published are known; where not, leave some out
 * @param segments consecutive ones up to the newest number, all of them on disk; empty when the
 *     newest is not there. Of an ended playlist: up to the newest that is there
 * @param inits the init sections these need, by number
 * @param nextMsn no segment of this number was published
 * @param nextInitNumber no init section of this number was published
 * @param discontinuitySequence Discontinuity Sequence Number of the newest segment
 * @param publishedEndUs the newest segment's end on its own timeline, microseconds
 * @param lastWallMs the newest segment's end, milliseconds since 1970 UTC
 */
public record Recovered(
    PlaylistShape shape,
    long zeroWallMs,
    boolean ended,
    boolean certain,
    List<SegmentInfo> segments,
    Map<Integer, InitSection> inits,
    long nextMsn,
    int nextInitNumber,
    long discontinuitySequence,
    long publishedEndUs,
    long lastWallMs) {

  public Recovered {
    segments = List.copyOf(segments);
    inits = Map.copyOf(inits);
  }
}
