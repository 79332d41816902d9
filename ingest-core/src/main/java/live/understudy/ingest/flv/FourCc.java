package live.understudy.ingest.flv;

import live.understudy.media.ByteSlice;

/** Four letters that name a codec. */
final class FourCc {
  private FourCc() {}

  /** The four letters at {@code at}; the slice must be long enough. */
  static String read(ByteSlice body, int at) {
    StringBuilder letters = new StringBuilder(4);
    for (int i = 0; i < 4; i++) {
      int letter = body.unsignedByte(at + i);
      letters.append(letter > 0x20 && letter < 0x7F ? (char) letter : '?');
    }
    return letters.toString();
  }
}
