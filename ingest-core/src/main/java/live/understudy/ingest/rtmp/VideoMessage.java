package live.understudy.ingest.rtmp;

import live.understudy.media.ByteSlice;

/**
 * Video (RTMP 7.1.5).
 *
 * @param streamId the message stream id
 * @param timestampMs milliseconds modulo 2^32
 * @param body an FLV video tag's body
 */
public record VideoMessage(int streamId, long timestampMs, ByteSlice body) implements MediaMessage {
  static final int TYPE_ID = 9;

  @Override
  public RawMessage write() {
    return new RawMessage(TYPE_ID, streamId, timestampMs, body.toArray());
  }
}
