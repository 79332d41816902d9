package live.understudy.ingest.demux;

import org.jspecify.annotations.Nullable;

/**
 * Looks through HEVC frames (ITU-T H.265, table 7-1).
 *
 * <p>Every IRAP picture is a keyframe, CRA pictures too: encoders with open groups of pictures send
 * nothing else after the first, and ISO/IEC 14496-15, 8.4.1 calls them sync samples. What can't be
 * decoded where one is joined at are its RASL pictures, which {@link #leading} tells.
 */
final class HevcScanner extends NalScanner {
  private static final int HEADER_BYTES = 2;
  private static final int RASL_N = 8;
  private static final int RASL_R = 9;
  private static final int FIRST_IRAP = 16;
  private static final int LAST_IRAP = 21;
  private static final int LAST_SLICE_TYPE = 31;
  private static final int PREFIX_SEI = 39;

  private static final int SUFFIX_SEI = 40;
  private static final int TIME_CODE = 136;

  /** The second byte of the header of the picture's first slice. */
  private byte temporalIdPlus1 = 1;

  /** {@code timecodes}: null where it is not known how long a frame lasts. */
  HevcScanner(int lengthBytes, @Nullable TimecodeFormat timecodes) {
    super(lengthBytes, timecodes, TIME_CODE);
  }

  /** nuh_layer_id 0; the TemporalId of an SEI NAL unit is its access unit's (7.4.2.2). */
  @Override
  byte[] seiHeader() {
    return new byte[] {PREFIX_SEI << 1, temporalIdPlus1};
  }

  @Override
  void onNal(byte[] array, int at, int length) {
    // nuh_layer_id above 0 is an enhancement that a plain decoder ignores.
    if (length < HEADER_BYTES || (array[at] & 1) != 0 || (array[at + 1] & 0xFF) >>> 3 != 0) {
      return;
    }
    int type = array[at] >>> 1 & 0x3F;
    if (type <= LAST_SLICE_TYPE) {
      if (!picture()) {
        temporalIdPlus1 = array[at + 1];
      }
      foundCoded(array, at, length);
      if (type >= FIRST_IRAP && type <= LAST_IRAP) {
        foundKeyframe();
      } else if (type == RASL_N || type == RASL_R) {
        foundLeading();
      }
    } else if (type == PREFIX_SEI) {
      onSei(array, at + HEADER_BYTES, at + length);
    } else if (type == SUFFIX_SEI) {
      // OBS writes its times behind the picture.
      onSuffixSei(array, at + HEADER_BYTES, at + length);
    }
  }
}
