package live.understudy.failover;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import live.understudy.hls.InitSection;
import live.understudy.hls.OpenSegment;
import live.understudy.hls.PackagerResume;
import live.understudy.hls.PlaylistShape;
import live.understudy.hls.Segment;
import live.understudy.hls.SegmentInfo;
import live.understudy.hls.WindowSnapshot;

/**
 * What a program needs in order to go on after its engine, or its whole process, ended. It holds no
 * bytes: the engine that goes on takes them before the one that ended is closed.
 *
 * @param playlist where the playlist stands
 * @param shape what never changes in it
 * @param zeroWallMs wall-clock time of the program's time zero
 * @param publishedEndNs program time up to which it was published
 * @param left what left the list lately and is in {@code inMemory}, oldest first
 * @param listed what the playlist lists, oldest first; all of it is stored or in {@code inMemory}
 * @param inits the init sections of these, by number
 * @param inMemory those of them whose bytes are in memory, oldest first
 */
public record ProgramResume(
    PackagerResume playlist,
    PlaylistShape shape,
    long zeroWallMs,
    long publishedEndNs,
    List<SegmentInfo> left,
    List<SegmentInfo> listed,
    Map<Integer, InitSection> inits,
    List<Segment> inMemory) {

  public ProgramResume {
    left = List.copyOf(left);
    listed = List.copyOf(listed);
    inits = Map.copyOf(inits);
    inMemory = List.copyOf(inMemory);
  }

  /**
   * Goes on after what readers have seen last; a segment that was growing ends with the parts it
   * has, because they are known under its number.
   *
   * @param nextInitNumber at least this is the next init section's number
   */
  public static ProgramResume after(WindowSnapshot seen, long zeroWallMs, int nextInitNumber) {
    List<SegmentInfo> listed = new ArrayList<>(seen.listed());
    Map<Integer, InitSection> inits = new HashMap<>(seen.inits());
    List<Segment> inMemory = new ArrayList<>(left(seen));
    List<SegmentInfo> left = inMemory.stream().map(Segment::info).toList();
    for (SegmentInfo segment : listed) {
      Segment bytes = seen.inMemory().get(segment.msn());
      if (bytes != null) {
        inMemory.add(bytes);
      }
    }
    OpenSegment open = seen.open();
    if (open != null) {
      Segment closed = open.closed();
      listed.add(closed.info());
      inMemory.add(closed);
      inits.put(open.init().number(), open.init());
    }
    SegmentInfo last = listed.getLast();
    int nextInit = nextInitNumber;
    for (int number : inits.keySet()) {
      nextInit = Math.max(nextInit, number + 1);
    }
    return new ProgramResume(
        new PackagerResume(last.msn() + 1, nextInit, last.discontinuitySequence(), true),
        seen.shape(),
        zeroWallMs,
        (last.startUs() + last.durationUs()) * 1000,
        left,
        listed,
        inits,
        inMemory);
  }

  /** Viewers may be about to fetch these from a list that they got before. */
  private static List<Segment> left(WindowSnapshot seen) {
    ArrayDeque<Segment> left = new ArrayDeque<>();
    if (!seen.listed().isEmpty()) {
      long msn = seen.listed().getFirst().msn() - 1;
      Segment older = seen.inMemory().get(msn);
      while (older != null) {
        left.addFirst(older);
        older = seen.inMemory().get(older.msn() - 1);
      }
    }
    return List.copyOf(left);
  }
}
