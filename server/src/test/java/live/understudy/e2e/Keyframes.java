package live.understudy.e2e;

import java.nio.ByteBuffer;

/** Whether decoding can begin where a segment begins. */
final class Keyframes {
  private static final int TRUN = 0x7472756E;
  private static final int SAMPLE_FLAGS_PRESENT = 0x000400;
  private static final int DATA_OFFSET_PRESENT = 0x000001;
  private static final int DURATION_AND_SIZE_PRESENT = 0x000300;

  /** ISO/IEC 14496-12, 8.8.3.1. */
  private static final int SAMPLE_IS_NON_SYNC = 0x00010000;

  private Keyframes() {}

  /**
   * Reads the flags of the first sample of the first {@code trun}, which is that of the pictures;
   * sound alone, which has none, can be begun with anywhere.
   */
  static boolean begin(byte[] segment) {
    ByteBuffer in = ByteBuffer.wrap(segment);
    int at = 4;
    while (at + 4 <= in.limit() && in.getInt(at) != TRUN) {
      at++;
    }
    if (at + 28 > in.limit()) {
      return true;
    }
    int present = in.getInt(at + 4) & 0xFFFFFF;
    int expected = DATA_OFFSET_PRESENT | DURATION_AND_SIZE_PRESENT;
    if ((present & SAMPLE_FLAGS_PRESENT) == 0 || (present & expected) != expected) {
      return true;
    }
    return (in.getInt(at + 24) & SAMPLE_IS_NON_SYNC) == 0;
  }
}
