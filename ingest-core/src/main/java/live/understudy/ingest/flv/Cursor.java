package live.understudy.ingest.flv;

import live.understudy.ingest.BadInputException;
import live.understudy.media.ByteSlice;

/** Reads a message's body from front to back; throws where it ends early. */
final class Cursor {
  private final ByteSlice body;
  private int at;

  Cursor(ByteSlice body) {
    this.body = body;
  }

  int remaining() {
    return body.length() - at;
  }

  /** A big-endian number of up to three bytes. */
  int unsigned(int bytes) throws BadInputException {
    ByteSlice slice = take(bytes);
    int value = 0;
    for (int i = 0; i < bytes; i++) {
      value = value << 8 | slice.unsignedByte(i);
    }
    return value;
  }

  /** SI24. */
  int signed24() throws BadInputException {
    return unsigned(3) << 8 >> 8;
  }

  /** Four letters that name a codec; what can't be printed becomes a question mark. */
  String fourCc() throws BadInputException {
    ByteSlice slice = take(4);
    StringBuilder letters = new StringBuilder(4);
    for (int i = 0; i < 4; i++) {
      int letter = slice.unsignedByte(i);
      letters.append(letter > 0x20 && letter < 0x7F ? (char) letter : '?');
    }
    return letters.toString();
  }

  /** The next bytes, shared and not copied. */
  ByteSlice take(int count) throws BadInputException {
    if (count > remaining()) {
      throw new BadInputException("a media message of " + body.length() + " bytes is cut short");
    }
    ByteSlice slice = body.slice(at, count);
    at += count;
    return slice;
  }
}
