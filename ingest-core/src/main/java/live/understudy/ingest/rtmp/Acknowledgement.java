package live.understudy.ingest.rtmp;

import live.understudy.ingest.BadInputException;

/**
 * Acknowledgement (RTMP 5.4.3).
 *
 * @param sequenceNumber bytes received so far, modulo 2^32
 */
public record Acknowledgement(int sequenceNumber) implements RtmpMessage {
  static final int TYPE_ID = 3;

  static Acknowledgement read(RawMessage raw) throws BadInputException {
    return new Acknowledgement(RtmpMessage.firstInt(raw, "Acknowledgement"));
  }

  @Override
  public RawMessage write() {
    return RtmpMessage.ofInt(TYPE_ID, sequenceNumber);
  }
}
