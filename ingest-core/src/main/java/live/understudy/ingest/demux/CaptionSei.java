package live.understudy.ingest.demux;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import live.understudy.media.ByteSlice;

/**
 * Writes captions as encoders do that have them within their pictures: user data registered by
 * ITU-T T.35 (H.264 D.1.6, H.265 D.2.6) with cc_data() of ATSC A/53 part 4.
 */
final class CaptionSei {
  static final int CONSTRUCT_BYTES = 3;

  /** "cc_count" has five bits. */
  static final int MAX_CONSTRUCTS = 31;

  private static final byte[] T35_HEADER = HexFormat.of().parseHex("b500314741393403");
  private static final int REGISTERED_USER_DATA = 4;
  private static final int PROCESS_CC_DATA = 0xC0;

  private CaptionSei() {}

  /**
   * NAL units with their lengths before them, one for every 31 constructs: so short that their
   * length fits one byte.
   *
   * @param nalHeader the header of an SEI NAL unit that stands before the picture
   */
  static byte[] nalUnits(byte[] nalHeader, int lengthBytes, ByteSlice constructs) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int most = MAX_CONSTRUCTS * CONSTRUCT_BYTES;
    for (int at = 0; at < constructs.length(); at += most) {
      ByteSlice some = constructs.slice(at, Math.min(most, constructs.length() - at));
      byte[] nal = nalUnit(nalHeader, message(some));
      for (int i = lengthBytes - 1; i >= 0; i--) {
        out.write(nal.length >>> 8 * i);
      }
      out.writeBytes(nal);
    }
    return out.toByteArray();
  }

  private static byte[] message(ByteSlice constructs) {
    int payload = T35_HEADER.length + 2 + constructs.length() + 1;
    return ByteBuffer.allocate(2 + payload + 1)
        .put((byte) REGISTERED_USER_DATA)
        .put((byte) payload)
        .put(T35_HEADER)
        .put((byte) (PROCESS_CC_DATA | constructs.length() / CONSTRUCT_BYTES))
        .put((byte) 0xFF)
        .put(constructs.array(), constructs.offset(), constructs.length())
        .put((byte) 0xFF)
        // rbsp_trailing_bits
        .put((byte) 0x80)
        .array();
  }

  /** With emulation prevention (H.264 7.4.1). */
  private static byte[] nalUnit(byte[] header, byte[] rbsp) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header);
    int zeros = 0;
    for (byte next : rbsp) {
      if (zeros >= 2 && (next & 0xFC) == 0) {
        out.write(3);
        zeros = 0;
      }
      out.write(next);
      zeros = next == 0 ? zeros + 1 : 0;
    }
    return out.toByteArray();
  }
}
