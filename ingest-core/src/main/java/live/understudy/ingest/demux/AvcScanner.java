package live.understudy.ingest.demux;

import org.jspecify.annotations.Nullable;

/** Looks through H.264 frames (ITU-T H.264, table 7-1). */
final class AvcScanner extends NalScanner {
  private static final int LAST_SLICE_TYPE = 5;
  private static final int IDR = 5;
  private static final int SEI = 6;

  private static final int PIC_TIMING = 1;

  /** {@code timecodes}: null where pictures can't carry any. */
  AvcScanner(int lengthBytes, @Nullable TimecodeFormat timecodes) {
    super(lengthBytes, timecodes, PIC_TIMING);
  }

  @Override
  byte[] seiHeader() {
    return new byte[] {SEI};
  }

  @Override
  void onNal(byte[] array, int at, int length) {
    int type = array[at] & 0x1F;
    if (type >= 1 && type <= LAST_SLICE_TYPE) {
      foundCoded(array, at, length);
      if (type == IDR) {
        foundKeyframe();
      }
    } else if (type == SEI) {
      onSei(array, at + 1, at + length);
    }
  }
}
