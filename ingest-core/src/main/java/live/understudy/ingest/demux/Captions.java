package live.understudy.ingest.demux;

/**
 * Finds CEA-608 and CEA-708 captions: cc_data of ATSC A/53 part 4, 6.2.3, registered as ITU-T T.35
 * user data. A message that is cut short has none.
 */
final class Captions {
  /** Country USA, provider ATSC, "GA94", user_data_type_code 3. */
  private static final int[] CC_DATA = {0xB5, 0x00, 0x31, 'G', 'A', '9', '4', 3};

  private static final int REGISTERED_USER_DATA = 4;
  private static final int END = -1;

  private Captions() {}

  /** Whether a T.35 message, from its country code on, is captions. */
  static boolean inT35(byte[] array, int from, int end) {
    if (end - from < CC_DATA.length) {
      return false;
    }
    for (int i = 0; i < CC_DATA.length; i++) {
      if ((array[from + i] & 0xFF) != CC_DATA[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether an SEI NAL unit's bytes behind its header carry captions (H.264 7.3.2.3, D.1.6). */
  static boolean inSei(byte[] array, int from, int end) {
    Rbsp in = new Rbsp(array, from, end);
    while (true) {
      long type = in.extended();
      long size = in.extended();
      if (type == END || size == END) {
        return false;
      }
      long read = 0;
      if (type == REGISTERED_USER_DATA && size >= CC_DATA.length) {
        while (read < CC_DATA.length && in.next() == CC_DATA[(int) read]) {
          read++;
        }
        if (read == CC_DATA.length) {
          return true;
        }
        // The byte that differed.
        read++;
      }
      for (; read < size; read++) {
        if (in.next() == END) {
          return false;
        }
      }
    }
  }

  /** Bytes without emulation prevention (H.264 7.4.1). */
  private static final class Rbsp {
    private final byte[] array;
    private final int end;
    private int at;
    private int zeros;

    Rbsp(byte[] array, int from, int end) {
      this.array = array;
      this.at = from;
      this.end = end;
    }

    int next() {
      if (at < end && zeros >= 2 && array[at] == 3) {
        at++;
        zeros = 0;
      }
      if (at >= end) {
        return END;
      }
      int value = array[at++] & 0xFF;
      zeros = value == 0 ? zeros + 1 : 0;
      return value;
    }

    /** A payload's type or size: "ff_byte"s, then a last byte. */
    long extended() {
      long value = 0;
      int next = next();
      for (; next == 0xFF; next = next()) {
        value += 255;
      }
      return next == END ? END : value + next;
    }
  }
}
