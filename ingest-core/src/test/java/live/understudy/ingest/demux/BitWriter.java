package live.understudy.ingest.demux;

import java.io.ByteArrayOutputStream;
import live.understudy.media.ByteSlice;

/** Writes bits, most significant first, as the specifications list them. */
final class BitWriter {
  private final StringBuilder bits = new StringBuilder();

  BitWriter bits(int count, long value) {
    for (int i = count - 1; i >= 0; i--) {
      bits.append((value >>> i & 1) == 0 ? '0' : '1');
    }
    return this;
  }

  BitWriter flag(boolean value) {
    return bits(1, value ? 1 : 0);
  }

  /** ue(v). */
  BitWriter golomb(int value) {
    int length = 31 - Integer.numberOfLeadingZeros(value + 1);
    return bits(length, 0).bits(length + 1, value + 1);
  }

  /** Up to the next whole byte, filled with a one and zeros. */
  byte[] bytes() {
    StringBuilder all = new StringBuilder(bits).append('1');
    while (all.length() % 8 != 0) {
      all.append('0');
    }
    byte[] bytes = new byte[all.length() / 8];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(all.substring(8 * i, 8 * i + 8), 2);
    }
    return bytes;
  }

  BitReader reader() {
    return new BitReader(ByteSlice.of(bytes()));
  }

  /** An SEI message with emulation prevention, as it stands behind a NAL unit's header. */
  static byte[] message(int type, byte[] payload) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(type);
    out.write(payload.length);
    int zeros = payload.length == 0 ? 1 : 0;
    for (byte value : payload) {
      if (zeros == 2 && (value & 0xFF) <= 3) {
        out.write(3);
        zeros = 0;
      }
      out.write(value);
      zeros = value == 0 ? zeros + 1 : 0;
    }
    out.write(0x80);
    return out.toByteArray();
  }
}
