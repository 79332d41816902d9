package live.understudy.hls;

import java.util.List;
import live.understudy.media.UnitData;

/** Where the bytes of parts and of access units lie. */
public interface MediaMemory {

  /** The heap: the garbage collector takes what nobody has any more. */
  MediaMemory HEAP = length -> MediaBytes.of(new byte[length]);

  /**
   * Room for so many bytes, held by the caller and not written yet. There always is some: where
   * this memory is used up, elsewhere.
   */
  MediaBytes take(int length);

  /** A copy, held by the caller. */
  default MediaBytes copy(UnitData bytes) {
    return copy(List.of(bytes));
  }

  /** A copy of all of them, one behind the other, held by the caller. */
  default MediaBytes copy(List<? extends UnitData> all) {
    MediaBytes copy = take(all.stream().mapToInt(UnitData::length).reduce(0, Math::addExact));
    MediaBytes.Writer into = new MediaBytes.Writer(copy);
    all.forEach(into::put);
    return copy;
  }

  /** From so many bytes on hardly any of what is taken is wasted; more than there are: never. */
  default int lumpBytes() {
    return Integer.MAX_VALUE;
  }

  /** Whether there is so much of it that what could stay elsewhere may come, for good. */
  default boolean isRoomy() {
    return true;
  }

  /** Whether it is nearly used up, so that what can be had from disk should not stay. */
  default boolean isScarce() {
    return false;
  }
}
