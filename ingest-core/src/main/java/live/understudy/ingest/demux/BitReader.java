package live.understudy.ingest.demux;

import live.understudy.ingest.BadInputException;
import live.understudy.media.ByteSlice;

/** Reads bits, most significant first; throws at the end of the bytes. */
final class BitReader {
  private final byte[] bytes;
  private final int endBit;
  private int bit;

  BitReader(ByteSlice slice) {
    this(slice.toArray(), slice.length());
  }

  private BitReader(byte[] bytes, int length) {
    this.bytes = bytes;
    this.endBit = 8 * length;
  }

  /** A reader of a NAL unit's RBSP: emulation prevention bytes are left out (H.264 7.4.1). */
  static BitReader ofNalUnit(ByteSlice nal) {
    byte[] rbsp = new byte[nal.length()];
    int length = 0;
    int zeros = 0;
    for (int i = 0; i < nal.length(); i++) {
      int value = nal.unsignedByte(i);
      if (zeros >= 2 && value == 3) {
        zeros = 0;
        continue;
      }
      zeros = value == 0 ? zeros + 1 : 0;
      rbsp[length++] = (byte) value;
    }
    return new BitReader(rbsp, length);
  }

  int remaining() {
    return endBit - bit;
  }

  boolean flag() throws BadInputException {
    return bits(1) == 1;
  }

  /** Up to 32 bits as an unsigned number. */
  long bits(int count) throws BadInputException {
    if (count > remaining()) {
      throw new BadInputException("a codec configuration ends early");
    }
    long value = 0;
    for (int i = 0; i < count; i++, bit++) {
      value = value << 1 | bytes[bit >> 3] >> (7 - (bit & 7)) & 1;
    }
    return value;
  }

  void skip(int count) throws BadInputException {
    bits(count);
  }

  /** ue(v), H.264 9.1. */
  int unsignedGolomb() throws BadInputException {
    int zeros = 0;
    while (!flag()) {
      if (++zeros > 31) {
        throw new BadInputException("a codec configuration with a number beyond 32 bits");
      }
    }
    return (int) Math.min(Integer.MAX_VALUE, (1L << zeros) - 1 + bits(zeros));
  }

  /** se(v), H.264 9.1.1. */
  int signedGolomb() throws BadInputException {
    int code = unsignedGolomb();
    return (code & 1) == 1 ? code / 2 + 1 : -(code / 2);
  }
}
