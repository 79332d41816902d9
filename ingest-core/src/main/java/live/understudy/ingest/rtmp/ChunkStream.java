package live.understudy.ingest.rtmp;

/** What the decoder remembers of one chunk stream between chunks (RTMP 5.3.1.2). */
final class ChunkStream {
  static final byte[] NO_BYTES = new byte[0];

  boolean begun;
  int timestamp;
  int delta;
  int length;
  int typeId;
  int streamId;

  /** Whether the last message header had an extended timestamp, and which. */
  boolean extended;

  int extendedValue;

  /** The unfinished message, if {@code inMessage}. */
  boolean inMessage;

  byte[] buffer = NO_BYTES;
  int received;

  /** The longest message that really arrived: what may be allocated at once next time. */
  int longestBytes;

  int remaining() {
    return length - received;
  }

  RawMessage finish() {
    RawMessage message =
        new RawMessage(typeId, streamId, Integer.toUnsignedLong(timestamp), buffer);
    longestBytes = Math.max(longestBytes, length);
    drop();
    return message;
  }

  void drop() {
    inMessage = false;
    buffer = NO_BYTES;
    received = 0;
  }
}
