package live.understudy.ingest.demux;

import live.understudy.ingest.BadInputException;
import live.understudy.media.ByteSlice;

/** Looks through the NAL units of one coded frame; one instance serves a whole stream. */
final class AvcFrame {
  private static final int LAST_SLICE_TYPE = 5;
  private static final int IDR = 5;

  private boolean idr;
  private boolean slices;
  private long hash;

  /** Whether an IDR picture was found, whatever the tag around it claims. */
  boolean idr() {
    return idr;
  }

  /** Whether there is a picture at all. */
  boolean slices() {
    return slices;
  }

  /** The hash of the slice NAL units alone (types 1 to 5). */
  long hash() {
    return hash;
  }

  /** Throws when the lengths do not add up to the frame's length. */
  void scan(ByteSlice data, int lengthBytes) throws BadInputException {
    byte[] array = data.array();
    int at = data.offset();
    int end = at + data.length();
    long running = ContentHash.SEED;
    idr = false;
    slices = false;
    while (at < end) {
      if (end - at < lengthBytes) {
        throw broken();
      }
      long length = 0;
      for (int i = 0; i < lengthBytes; i++) {
        length = length << 8 | array[at + i] & 0xFF;
      }
      at += lengthBytes;
      if (length > end - at) {
        throw broken();
      }
      int type = length == 0 ? 0 : array[at] & 0x1F;
      if (type >= 1 && type <= LAST_SLICE_TYPE) {
        slices = true;
        idr |= type == IDR;
        running = ContentHash.update(running, array, at, (int) length);
      }
      at += (int) length;
    }
    hash = ContentHash.finish(running);
  }

  private static BadInputException broken() {
    return new BadInputException("the NAL unit lengths of a video frame do not add up");
  }
}
