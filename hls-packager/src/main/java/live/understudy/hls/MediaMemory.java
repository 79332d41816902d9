package live.understudy.hls;

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
    MediaBytes copy = take(bytes.length());
    new MediaBytes.Writer(copy).put(bytes);
    return copy;
  }

  /** Of so many bytes hardly any are wasted; 0 where nothing is gained by putting some together. */
  default int lumpBytes() {
    return 0;
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
