package live.understudy.ingest.rtmp;

import live.understudy.ingest.BadInputException;

/**
 * Set Chunk Size (RTMP 5.4.1).
 *
 * @param chunkBytes the largest chunk that the sender sends from now on, as it came: unchecked
 */
public record SetChunkSize(int chunkBytes) implements RtmpMessage {
  static final int TYPE_ID = 1;

  static SetChunkSize read(RawMessage raw) throws BadInputException {
    return new SetChunkSize(RtmpMessage.firstInt(raw, "Set Chunk Size"));
  }

  @Override
  public RawMessage write() {
    return RtmpMessage.ofInt(TYPE_ID, chunkBytes);
  }
}
