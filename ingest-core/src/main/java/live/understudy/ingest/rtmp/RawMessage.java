package live.understudy.ingest.rtmp;

/**
 * A whole RTMP message before anybody looked into it (RTMP 6.1).
 *
 * @param typeId the message type id, 0 to 255
 * @param streamId the message stream id
 * @param timestampMs milliseconds modulo 2^32
 * @param payload the body; nobody modifies it any more
 */
public record RawMessage(int typeId, int streamId, long timestampMs, byte[] payload) {

  /** Never the payload: it may hold a stream key. */
  @Override
  public String toString() {
    return "RawMessage[type=%d stream=%d ts=%d length=%d]"
        .formatted(typeId, streamId, timestampMs, payload.length);
  }
}
