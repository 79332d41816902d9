package live.understudy.hls.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import live.understudy.hls.InitSection;
import org.jspecify.annotations.Nullable;

/** An index's records added up: what they say of the recording, whether or not it is there. */
public final class IndexImage {

  private final Map<Integer, InitSection> inits = new HashMap<>();
  private final TreeMap<Integer, IndexRecord.Volume> volumes = new TreeMap<>();
  private final List<IndexRecord.SegmentStored> segments = new ArrayList<>();
  private IndexRecord.@Nullable Begin begin;
  private @Nullable Growing growing;
  private Mark newest = Mark.NOTHING;
  private int nextVolume;
  private boolean ended;

  /** A segment of which only parts were recorded. */
  record Growing(IndexRecord.Start start, List<PartEntry> parts) {

    IndexRecord.SegmentStored closed() {
      return new IndexRecord.SegmentStored(start.head().closed(parts), start.place(), parts);
    }
  }

  /** Adds the next record. */
  public void add(IndexRecord record) {
    switch (record) {
      case IndexRecord.Begin first -> begin = first;
      case IndexRecord.Init init -> inits.put(init.section().number(), init.section());
      case IndexRecord.Volume volume -> {
        volumes.put(volume.number(), volume);
        usesVolume(volume.number());
      }
      case IndexRecord.PartStored part -> addPart(part);
      case IndexRecord.SegmentStored segment -> addSegment(segment);
      case IndexRecord.Hole hole -> {
        if (hole.mark().isBeyond(newest)) {
          newest = hole.mark();
        }
      }
      case IndexRecord.End _ -> ended = true;
    }
  }

  private void addPart(IndexRecord.PartStored part) {
    IndexRecord.Start start = part.start();
    Growing before = growing;
    if (start != null && part.index() == 0) {
      forgetFrom(part.msn());
      usesVolume(start.place().volume());
      growing = new Growing(start, new ArrayList<>(List.of(part.part())));
    } else if (before != null
        && before.start().head().msn() == part.msn()
        && before.parts().size() == part.index()) {
      before.parts().add(part.part());
    } else {
      // A record between was lost: the number is used, and the bytes can't be told apart.
      growing = null;
    }
    newest = mark(part);
  }

  private Mark mark(IndexRecord.PartStored part) {
    Growing now = growing;
    if (now == null) {
      return new Mark(
          part.msn(),
          part.index() + 1,
          false,
          newest.nextInitNumber(),
          newest.discontinuitySequence(),
          newest.endUs(),
          newest.endWallMs(),
          false);
    }
    Mark closed = Mark.after(now.closed().info(), now.parts().size(), nextInitNumber());
    return new Mark(
        closed.msn(),
        closed.parts(),
        false,
        closed.nextInitNumber(),
        closed.discontinuitySequence(),
        closed.endUs(),
        closed.endWallMs(),
        false);
  }

  private void addSegment(IndexRecord.SegmentStored segment) {
    long msn = segment.info().msn();
    forgetFrom(msn);
    usesVolume(segment.place().volume());
    segments.add(segment);
    newest = Mark.after(segment.info(), segment.parts().size(), nextInitNumber());
    growing = null;
  }

  private void usesVolume(int number) {
    nextVolume = Math.max(nextVolume, number + 1);
  }

  /** A number that comes again takes the place of what had it and of what followed. */
  private void forgetFrom(long msn) {
    while (!segments.isEmpty() && segments.getLast().info().msn() >= msn) {
      segments.removeLast();
    }
  }

  /** Whether the playlist's beginning was found; without it nothing can be made of the rest. */
  public boolean hasBegun() {
    return begin != null;
  }

  IndexRecord.@Nullable Begin begin() {
    return begin;
  }

  /** Init sections by number. */
  public Map<Integer, InitSection> inits() {
    return inits;
  }

  /** Volumes by number. */
  public TreeMap<Integer, IndexRecord.Volume> volumes() {
    return volumes;
  }

  /** No record has this volume or a later one, though the record of one may be lost. */
  public int nextVolume() {
    return nextVolume;
  }

  /** Whether there was no record at all. */
  public boolean isEmpty() {
    return begin == null
        && inits.isEmpty()
        && volumes.isEmpty()
        && newest.equals(Mark.NOTHING)
        && !ended;
  }

  /** Complete segments, their numbers ascending. */
  public List<IndexRecord.SegmentStored> segments() {
    return segments;
  }

  /** Complete segments from the newest on, before them the one that grew. */
  public List<IndexRecord.SegmentStored> newestFirst() {
    List<IndexRecord.SegmentStored> all = new ArrayList<>(segments);
    if (growing != null) {
      all.add(growing.closed());
    }
    return all.reversed();
  }

  @Nullable Growing growing() {
    return growing;
  }

  /** How far the records reach. */
  public Mark newest() {
    return newest;
  }

  /** Whether the playlist has ended. */
  public boolean ended() {
    return ended;
  }

  int nextInitNumber() {
    int next = newest.nextInitNumber();
    for (int number : inits.keySet()) {
      next = Math.max(next, number + 1);
    }
    return next;
  }
}
