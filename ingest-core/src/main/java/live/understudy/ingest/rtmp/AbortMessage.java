package live.understudy.ingest.rtmp;

import live.understudy.ingest.BadInputException;

/**
 * Abort (RTMP 5.4.2).
 *
 * @param chunkStreamId whose unfinished message is to be forgotten
 */
public record AbortMessage(int chunkStreamId) implements RtmpMessage {
  static final int TYPE_ID = 2;

  static AbortMessage read(RawMessage raw) throws BadInputException {
    return new AbortMessage(RtmpMessage.firstInt(raw, "Abort"));
  }

  @Override
  public RawMessage write() {
    return RtmpMessage.ofInt(TYPE_ID, chunkStreamId);
  }
}
