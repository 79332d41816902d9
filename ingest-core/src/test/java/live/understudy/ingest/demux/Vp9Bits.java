package live.understudy.ingest.demux;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Writes frames of VP9 as far as anybody here reads them. */
final class Vp9Bits {
  private static final int SYNC_CODE = 0x498342;
  private static final int SRGB = 7;

  private Vp9Bits() {}

  /** A key frame's uncompressed header up to the size, and a few bytes behind it. */
  static byte[] keyframe(Vp9Keyframe frame, boolean shown) {
    BitWriter out = head(frame.profile()).bits(1, 0).bits(1, 0).flag(shown).bits(1, 0);
    out.bits(24, SYNC_CODE);
    if (frame.profile() >= 2) {
      out.flag(frame.bitDepth() == 12);
    }
    out.bits(3, frame.colourSpace());
    if (frame.colourSpace() != SRGB) {
      out.flag(frame.fullRange());
    }
    if ((frame.profile() & 1) == 1) {
      if (frame.colourSpace() != SRGB) {
        out.flag(frame.halfWidth()).flag(frame.halfHeight());
      }
      out.bits(1, 0);
    }
    out.bits(16, frame.width() - 1).bits(16, frame.height() - 1);
    return Arrays.copyOf(out.bytes(), 14);
  }

  /** The same of the commonest kind: 8 bits, 4:2:0, of BT.709. */
  static byte[] keyframe(int width, int height) {
    return keyframe(new Vp9Keyframe(0, 8, 2, false, true, true, width, height), true);
  }

  /** A frame that refers to others, with {@code content} in it. */
  static byte[] inter(boolean shown, int content) {
    byte[] header = head(0).bits(1, 0).bits(1, 1).flag(shown).bits(1, 0).bytes();
    return new byte[] {header[0], (byte) content, (byte) content};
  }

  private static BitWriter head(int profile) {
    BitWriter out = new BitWriter().bits(2, 2).bits(1, profile & 1).bits(1, profile >>> 1);
    return profile == 3 ? out.bits(1, 0) : out;
  }

  /** Frames, and an index with sizes of so many bytes behind them. */
  static byte[] superframe(int sizeBytes, byte[]... frames) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int marker = 0b110 << 5 | sizeBytes - 1 << 3 | frames.length - 1;
    for (byte[] frame : frames) {
      out.writeBytes(frame);
    }
    out.write(marker);
    for (byte[] frame : frames) {
      for (int i = 0; i < sizeBytes; i++) {
        out.write(frame.length >>> 8 * i);
      }
    }
    out.write(marker);
    return out.toByteArray();
  }
}
