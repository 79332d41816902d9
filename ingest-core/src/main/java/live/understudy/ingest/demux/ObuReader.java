package live.understudy.ingest.demux;

import live.understudy.ingest.BadInputException;

/** Walks the OBUs of AV1's low-overhead format (AV1 5.3 to 5.3.3). */
final class ObuReader {
  static final int SEQUENCE_HEADER = 1;
  static final int TEMPORAL_DELIMITER = 2;
  static final int FRAME_HEADER = 3;
  static final int TILE_GROUP = 4;
  static final int METADATA = 5;
  static final int FRAME = 6;

  private static final int MAX_LEB128_BYTES = 8;

  private final byte[] array;
  private final int limit;
  private int type;
  private int payload;
  private int end;

  ObuReader(byte[] array, int from, int limit) {
    this.array = array;
    this.limit = limit;
    this.end = from;
  }

  /** Goes to the next OBU; false when there is none, and throws when it is cut short. */
  boolean next() throws BadInputException {
    if (end >= limit) {
      return false;
    }
    int header = array[end] & 0xFF;
    boolean extension = (header & 4) != 0;
    boolean hasSize = (header & 2) != 0;
    if ((header & 0x80) != 0) {
      throw new BadInputException("an AV1 OBU with its forbidden bit set");
    }
    type = header >>> 3 & 0x0F;
    payload = end + (extension ? 2 : 1);
    if (!hasSize) {
      // Only the last OBU of a sample may leave its size out (AV1 in ISOBMFF, 2.4).
      end = limit;
    } else {
      long size = leb128(payload);
      payload = afterLeb128(payload);
      if (size > limit - payload) {
        throw cutShort();
      }
      end = payload + (int) size;
    }
    if (payload > end) {
      throw cutShort();
    }
    return true;
  }

  int type() {
    return type;
  }

  /** Where the payload begins in the array. */
  int payload() {
    return payload;
  }

  /** Where the OBU ends in the array. */
  int end() {
    return end;
  }

  private long leb128(int from) throws BadInputException {
    long value = 0;
    for (int i = 0; i < MAX_LEB128_BYTES; i++) {
      if (from + i >= limit) {
        throw cutShort();
      }
      value |= (array[from + i] & 0x7FL) << 7 * i;
      if (array[from + i] >= 0) {
        return value;
      }
    }
    throw new BadInputException("an AV1 OBU with a size beyond 56 bits");
  }

  /** Where the number at {@code from}, read before, ends. */
  private int afterLeb128(int from) {
    int at = from;
    while (array[at] < 0) {
      at++;
    }
    return at + 1;
  }

  private static BadInputException cutShort() {
    return new BadInputException("an AV1 OBU is cut short");
  }
}
