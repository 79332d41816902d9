package live.understudy.hls;

import live.understudy.media.ByteSlice;

/** Where the bytes of parts lie. */
public interface MediaMemory {

  /** The heap: the garbage collector takes what nobody has any more. */
  MediaMemory HEAP = length -> MediaBytes.of(new byte[length]);

  /**
   * Room for so many bytes, held by the caller and not written yet. There always is some: where
   * this memory is used up, elsewhere.
   */
  MediaBytes take(int length);

  /** A copy, held by the caller. */
  default MediaBytes copy(ByteSlice bytes) {
    MediaBytes copy = take(bytes.length());
    new MediaBytes.Writer(copy).put(bytes);
    return copy;
  }

  /** Whether it is nearly used up, so that what can be had from disk should not stay. */
  default boolean isScarce() {
    return false;
  }
}
