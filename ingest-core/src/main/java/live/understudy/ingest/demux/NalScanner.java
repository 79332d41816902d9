package live.understudy.ingest.demux;

import live.understudy.ingest.BadInputException;
import live.understudy.media.ByteSlice;

/** Walks NAL units that have their lengths before them (ISO/IEC 14496-15, 5.3.2 and 8.3.2). */
abstract class NalScanner extends FrameScanner {
  private final int lengthBytes;

  NalScanner(int lengthBytes) {
    this.lengthBytes = lengthBytes;
  }

  /** Takes one NAL unit of {@code length} bytes, at least one. */
  abstract void onNal(byte[] array, int at, int length);

  @Override
  final void walk(ByteSlice data) throws BadInputException {
    byte[] array = data.array();
    int at = data.offset();
    int end = at + data.length();
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
      if (length > 0) {
        onNal(array, at, (int) length);
      }
      at += (int) length;
    }
  }

  private static BadInputException broken() {
    return new BadInputException("the NAL unit lengths of a video frame do not add up");
  }
}
