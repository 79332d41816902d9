package live.understudy.ingest.demux;

import live.understudy.ingest.BadInputException;
import live.understudy.media.ByteSlice;

/**
 * Walks the frames of what VP9 calls a superframe: some that are not shown, one that is, and behind
 * them an index of their sizes (VP9, annex B). A frame alone has no index.
 */
final class Vp9Frames {
  private static final int INDEX_MARKER = 0b110;

  private final byte[] array;
  private final int sizeBytes;
  private final int limit;
  private int remaining;
  private int nextSize;
  private int at;
  private int end;

  /** Throws when the index contradicts the bytes. */
  Vp9Frames(ByteSlice data) throws BadInputException {
    array = data.array();
    end = data.offset();
    int whole = end + data.length();
    int last = data.length() == 0 ? 0 : array[whole - 1] & 0xFF;
    int bytes = (last >>> 3 & 3) + 1;
    int frames = (last & 7) + 1;
    int index = 2 + bytes * frames;
    boolean indexed =
        last >>> 5 == INDEX_MARKER
            && index <= data.length()
            && (array[whole - index] & 0xFF) == last;
    sizeBytes = indexed ? bytes : 0;
    limit = indexed ? whole - index : whole;
    nextSize = limit + 1;
    remaining = indexed ? frames : Math.min(1, data.length());
  }

  /** Goes to the next frame; false when there is none. */
  boolean next() throws BadInputException {
    if (remaining == 0) {
      return false;
    }
    at = end;
    long left = (long) limit - at;
    long size = left;
    if (sizeBytes > 0) {
      size = 0;
      for (int i = 0; i < sizeBytes; i++) {
        size |= (array[nextSize++] & 0xFFL) << 8 * i;
      }
    }
    if (size == 0 || size > left) {
      throw new BadInputException("the sizes in a VP9 superframe do not add up");
    }
    end = at + (int) size;
    remaining--;
    return true;
  }

  /** Where the frame begins in the array. */
  int at() {
    return at;
  }

  int length() {
    return end - at;
  }
}
