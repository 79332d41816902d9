package live.understudy.hls.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import live.understudy.hls.InitSection;
import live.understudy.hls.SegmentInfo;
import org.jspecify.annotations.Nullable;

/**
 * What can be made of an index and its volumes.
 *
 * @param recovered what a playlist can go on from
 * @param stored every segment whose bytes are there
 * @param missing records that the index still needs: what was growing became complete, and numbers
 *     that were used without bytes
 * @param volumeEnds by number, the place after the last byte that is known
 * @param newest how far the playlist was published
 */
public record RecoveryPlan(
    Recovered recovered,
    List<IndexRecord.SegmentStored> stored,
    List<IndexRecord> missing,
    Map<Integer, Long> volumeEnds,
    Mark newest) {

  public RecoveryPlan {
    stored = List.copyOf(stored);
    missing = List.copyOf(missing);
    volumeEnds = Map.copyOf(volumeEnds);
  }

  /**
   * Makes the plan; null when the playlist has not begun.
   *
   * @param mark how far it was published beyond the index, or null
   * @param certain whether index and mark could be read to their ends
   * @param volumeLength bytes of a volume by its number; 0 when it is not there
   */
  public static @Nullable RecoveryPlan of(
      IndexImage image, @Nullable Mark mark, boolean certain, IntToLongFunction volumeLength) {
    IndexRecord.Begin begin = image.begin();
    if (begin == null) {
      return null;
    }
    Shelf shelf = new Shelf(image, volumeLength);
    image.segments().forEach(shelf::add);
    List<IndexRecord> missing = new ArrayList<>();
    Mark newest = image.newest();
    if (mark != null && mark.isBeyond(newest)) {
      newest = mark;
      missing.add(new IndexRecord.Hole(mark));
    }
    IndexImage.Growing growing = image.growing();
    if (growing != null && !reachesBeyond(newest, growing)) {
      // Its parts were listed under its number, so with them, and no others, it is complete.
      IndexRecord.SegmentStored closed = growing.closed();
      shelf.add(closed);
      missing.addFirst(closed);
    }
    boolean ended = image.ended();
    if (!ended && mark != null && mark.ended()) {
      ended = true;
      missing.add(new IndexRecord.End());
    }
    List<SegmentInfo> run = run(shelf.stored, newest, ended);
    Recovered recovered =
        new Recovered(
            begin.shape(),
            begin.zeroWallMs(),
            ended,
            certain,
            run,
            neededBy(run, image.inits()),
            newest.msn() + 1,
            Math.max(newest.nextInitNumber(), image.nextInitNumber()),
            newest.discontinuitySequence(),
            newest.endUs(),
            newest.endWallMs());
    return new RecoveryPlan(recovered, shelf.stored, missing, shelf.ends, newest);
  }

  private static boolean reachesBeyond(Mark newest, IndexImage.Growing growing) {
    long msn = growing.start().head().msn();
    return newest.msn() > msn || newest.complete() || newest.parts() > growing.parts().size();
  }

  /** Sorts segments by whether their bytes are there. */
  private static final class Shelf {
    private final IndexImage image;
    private final IntToLongFunction volumeLength;
    private final List<IndexRecord.SegmentStored> stored = new ArrayList<>();
    private final Map<Integer, Long> ends = new HashMap<>();

    Shelf(IndexImage image, IntToLongFunction volumeLength) {
      this.image = image;
      this.volumeLength = volumeLength;
      for (IndexRecord.Volume volume : image.volumes().values()) {
        ends.put(volume.number(), headBytes(volume));
      }
    }

    private long headBytes(IndexRecord.Volume volume) {
      InitSection init = image.inits().get(volume.initNumber());
      return init == null ? 0 : init.bytes().length;
    }

    void add(IndexRecord.SegmentStored segment) {
      Place place = segment.place();
      SegmentInfo info = segment.info();
      IndexRecord.Volume volume = image.volumes().get(place.volume());
      if (volume == null
          || volume.initNumber() != info.initNumber()
          || !image.inits().containsKey(info.initNumber())) {
        return;
      }
      long end = place.offset() + info.sizeBytes();
      if (end > volumeLength.applyAsLong(volume.number())) {
        return;
      }
      ends.merge(volume.number(), end, Math::max);
      stored.add(segment);
    }
  }

  private static List<SegmentInfo> run(
      List<IndexRecord.SegmentStored> stored, Mark newest, boolean ended) {
    int from = stored.size();
    long next = ended && from > 0 ? stored.getLast().info().msn() : newest.msn();
    while (from > 0 && stored.get(from - 1).info().msn() == next) {
      from--;
      next--;
    }
    return stored.subList(from, stored.size()).stream()
        .map(IndexRecord.SegmentStored::info)
        .toList();
  }

  private static Map<Integer, InitSection> neededBy(
      List<SegmentInfo> segments, Map<Integer, InitSection> inits) {
    Map<Integer, InitSection> needed = new HashMap<>();
    for (SegmentInfo segment : segments) {
      InitSection init = inits.get(segment.initNumber());
      if (init != null) {
        needed.put(init.number(), init);
      }
    }
    return needed;
  }
}
