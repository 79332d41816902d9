package live.understudy.ingest.demux;

import live.understudy.media.ByteSlice;

/**
 * Walks the messages of an SEI NAL unit (H.264 7.3.2.3, H.265 7.3.5) and reads their bytes without
 * emulation prevention (H.264 7.4.1).
 */
final class SeiReader {
  static final int END = -1;

  /** Longer payloads than this are captions' and descriptions', and nobody wants them whole. */
  static final int MAX_PAYLOAD_BYTES = 256;

  private final byte[] array;
  private final int end;
  private int at;
  private int zeros;
  private long type;
  private long size;
  private long read;

  /** Of the bytes behind the NAL unit's header. */
  SeiReader(byte[] array, int from, int end) {
    this.array = array;
    this.at = from;
    this.end = end;
  }

  /** Goes to the next message; false when there is none. */
  boolean next() {
    for (; read < size; read++) {
      if (nextByte() == END) {
        return false;
      }
    }
    read = 0;
    type = extended();
    size = extended();
    return type != END && size != END;
  }

  /** payloadType. */
  long type() {
    return type;
  }

  /** payloadSize as the message says it; less may come. */
  long size() {
    return size;
  }

  /** The payload's next byte, or {@link #END} at its end or where the NAL unit is cut short. */
  int read() {
    if (read >= size) {
      return END;
    }
    read++;
    return nextByte();
  }

  /** The payload's bytes that were not read yet, as many as come and at most the limit. */
  ByteSlice rest() {
    byte[] payload = new byte[(int) Math.min(MAX_PAYLOAD_BYTES, size - read)];
    int length = 0;
    while (length < payload.length) {
      int next = read();
      if (next == END) {
        break;
      }
      payload[length++] = (byte) next;
    }
    return new ByteSlice(payload, 0, length);
  }

  private int nextByte() {
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
  private long extended() {
    long value = 0;
    int next = nextByte();
    for (; next == 0xFF; next = nextByte()) {
      value += 255;
    }
    return next == END ? END : value + next;
  }
}
