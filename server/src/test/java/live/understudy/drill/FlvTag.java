package live.understudy.drill;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One tag of an FLV stream as it stands there (Adobe Flash Video File Format 10.1, annex E.4.1).
 *
 * @param bytes header, body and the size that follows it
 */
record FlvTag(byte[] bytes) {
  private static final int FILE_HEADER_BYTES = 13;
  private static final int HEADER_BYTES = 11;
  private static final int SIZE_BYTES = 4;
  private static final int AUDIO = 8;
  private static final int VIDEO = 9;
  private static final int SCRIPT = 18;
  private static final int KEYFRAME = 1;

  /** Reads the header of a file with the size that precedes its first tag. */
  static byte[] readFileHeader(DataInputStream in) throws IOException {
    byte[] header = new byte[FILE_HEADER_BYTES];
    in.readFully(header);
    if (header[0] != 'F' || header[1] != 'L' || header[2] != 'V') {
      throw new IOException("not an FLV stream");
    }
    return header;
  }

  /** The next tag, or null at the end. */
  static @Nullable FlvTag read(DataInputStream in) throws IOException {
    byte[] header = new byte[HEADER_BYTES];
    try {
      in.readFully(header);
    } catch (EOFException e) {
      return null;
    }
    int body = (header[1] & 0xff) << 16 | (header[2] & 0xff) << 8 | header[3] & 0xff;
    byte[] bytes = new byte[HEADER_BYTES + body + SIZE_BYTES];
    System.arraycopy(header, 0, bytes, 0, HEADER_BYTES);
    in.readFully(bytes, HEADER_BYTES, body + SIZE_BYTES);
    return new FlvTag(bytes);
  }

  boolean isVideo() {
    return bytes[0] == VIDEO;
  }

  boolean isAudio() {
    return bytes[0] == AUDIO;
  }

  boolean isMetadata() {
    return bytes[0] == SCRIPT;
  }

  /** Whether it says how to decode what follows: an AVC or AAC sequence header. */
  boolean isConfiguration() {
    return !isMetadata() && bytes.length > HEADER_BYTES + SIZE_BYTES + 1 && bytes[12] == 0;
  }

  /** Whether decoding can begin here. */
  boolean isKeyframe() {
    return isVideo() && !isConfiguration() && (bytes[HEADER_BYTES] >> 4 & 0xf) == KEYFRAME;
  }

  /** When it is decoded, milliseconds. */
  long timestampMs() {
    return (bytes[7] & 0xffL) << 24
        | (bytes[4] & 0xffL) << 16
        | (bytes[5] & 0xffL) << 8
        | bytes[6] & 0xffL;
  }
}
