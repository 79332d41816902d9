package live.understudy.ingest.rtmp;

import live.understudy.ingest.BadInputException;

/**
 * Window Acknowledgement Size (RTMP 5.4.4).
 *
 * @param windowBytes after how many bytes the sender expects an acknowledgement
 */
public record WindowAcknowledgementSize(int windowBytes) implements RtmpMessage {
  static final int TYPE_ID = 5;

  static WindowAcknowledgementSize read(RawMessage raw) throws BadInputException {
    return new WindowAcknowledgementSize(RtmpMessage.firstInt(raw, "Window Acknowledgement Size"));
  }

  @Override
  public RawMessage write() {
    return RtmpMessage.ofInt(TYPE_ID, windowBytes);
  }
}
