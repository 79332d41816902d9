package live.understudy.ingest.demux;

/**
 * Finds CEA-608 and CEA-708 captions: cc_data of ATSC A/53 part 4, 6.2.3, registered as ITU-T T.35
 * user data. A message that is cut short has none.
 */
final class Captions {
  /** Country USA, provider ATSC, "GA94", user_data_type_code 3. */
  private static final int[] CC_DATA = {0xB5, 0x00, 0x31, 'G', 'A', '9', '4', 3};

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

  /** Whether the SEI message at which {@code in} stands, registered user data, is captions. */
  static boolean inMessage(SeiReader in) {
    for (int expected : CC_DATA) {
      if (in.read() != expected) {
        return false;
      }
    }
    return true;
  }
}
