package live.understudy.ingest.rtmp;

import java.nio.ByteBuffer;
import live.understudy.ingest.BadInputException;

/**
 * User Control (RTMP 6.2 and 7.1.7).
 *
 * @param eventType what happened, for example {@link #PING_REQUEST}
 * @param value the first four bytes of the event's data: a stream id or a timestamp
 */
public record UserControl(int eventType, int value) implements RtmpMessage {
  static final int TYPE_ID = 4;
  public static final int STREAM_BEGIN = 0;
  public static final int PING_REQUEST = 6;
  public static final int PING_RESPONSE = 7;

  static UserControl read(RawMessage raw) throws BadInputException {
    ByteBuffer in = ByteBuffer.wrap(raw.payload());
    if (in.remaining() < 2) {
      throw new BadInputException("User Control message of " + in.remaining() + " bytes");
    }
    int eventType = in.getShort() & 0xFFFF;
    return new UserControl(eventType, in.remaining() >= 4 ? in.getInt() : 0);
  }

  @Override
  public RawMessage write() {
    byte[] payload = ByteBuffer.allocate(6).putShort((short) eventType).putInt(value).array();
    return new RawMessage(TYPE_ID, 0, 0, payload);
  }
}
