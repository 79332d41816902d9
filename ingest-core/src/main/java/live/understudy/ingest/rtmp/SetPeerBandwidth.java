package live.understudy.ingest.rtmp;

import java.nio.ByteBuffer;
import live.understudy.ingest.BadInputException;

/**
 * Set Peer Bandwidth (RTMP 5.4.5).
 *
 * @param windowBytes how much the peer may have unacknowledged
 * @param limitType 0 hard, 1 soft, 2 dynamic
 */
public record SetPeerBandwidth(int windowBytes, int limitType) implements RtmpMessage {
  static final int TYPE_ID = 6;
  static final int DYNAMIC = 2;

  static SetPeerBandwidth read(RawMessage raw) throws BadInputException {
    int windowBytes = RtmpMessage.firstInt(raw, "Set Peer Bandwidth");
    int limitType = raw.payload().length > 4 ? raw.payload()[4] & 0xFF : DYNAMIC;
    return new SetPeerBandwidth(windowBytes, limitType);
  }

  @Override
  public RawMessage write() {
    byte[] payload = ByteBuffer.allocate(5).putInt(windowBytes).put((byte) limitType).array();
    return new RawMessage(TYPE_ID, 0, 0, payload);
  }
}
