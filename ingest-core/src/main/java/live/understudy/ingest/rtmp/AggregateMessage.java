package live.understudy.ingest.rtmp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import live.understudy.ingest.BadInputException;

/**
 * Several messages in one (RTMP 7.1.6): each with a header as FLV's tags have it (FLV E.4.1), and
 * behind each its length once more, for those who read backwards.
 */
final class AggregateMessage {
  static final int TYPE_ID = 22;

  private static final int HEADER_BYTES = 11;
  private static final int BACK_POINTER_BYTES = 4;

  private AggregateMessage() {}

  /**
   * The messages in their order, each with a copy of its payload.
   *
   * <p>"The message stream ID of the aggregate message overrides the message stream IDs of the
   * sub-messages", and their timestamps are moved by what the first one's is away from the
   * aggregate's.
   *
   * @param most how many it may have
   */
  static List<RawMessage> split(RawMessage aggregate, int most) throws BadInputException {
    ByteBuffer in = ByteBuffer.wrap(aggregate.payload());
    List<RawMessage> messages = new ArrayList<>();
    long offsetMs = 0;
    while (in.hasRemaining()) {
      if (messages.size() >= most) {
        throw new BadInputException("an aggregate of more than " + most + " messages");
      }
      if (in.remaining() < HEADER_BYTES) {
        throw cutShort();
      }
      int typeAndLength = in.getInt();
      int typeId = typeAndLength >>> 24;
      int length = typeAndLength & 0xFFFFFF;
      // "Timestamp", and "TimestampExtended" behind it for its upper eight bits.
      int time = in.getInt();
      long timestampMs = Integer.toUnsignedLong(time >>> 8 | time << 24);
      in.position(in.position() + HEADER_BYTES - 2 * Integer.BYTES);
      if (in.remaining() < length + BACK_POINTER_BYTES) {
        throw cutShort();
      }
      byte[] payload = new byte[length];
      in.get(payload);
      in.position(in.position() + BACK_POINTER_BYTES);
      if (!isMedia(typeId)) {
        throw new BadInputException("an aggregate with a message of type " + typeId);
      }
      if (messages.isEmpty()) {
        offsetMs = aggregate.timestampMs() - timestampMs;
      }
      messages.add(
          new RawMessage(
              typeId, aggregate.streamId(), timestampMs + offsetMs & 0xFFFF_FFFFL, payload));
    }
    return messages;
  }

  /** Commands and what steers the protocol have no time and no place here. */
  private static boolean isMedia(int typeId) {
    return typeId == AudioMessage.TYPE_ID
        || typeId == VideoMessage.TYPE_ID
        || typeId == DataMessage.TYPE_ID
        || typeId == DataMessage.AMF3_TYPE_ID;
  }

  private static BadInputException cutShort() {
    return new BadInputException("an aggregate message that is cut short");
  }
}
