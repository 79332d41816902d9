package live.understudy.ingest.rtmp;

import live.understudy.media.ByteSlice;

/**
 * Audio (RTMP 7.1.4).
 *
 * @param streamId the message stream id
 * @param timestampMs milliseconds modulo 2^32
 * @param body an FLV audio tag's body
 */
public record AudioMessage(int streamId, long timestampMs, ByteSlice body) implements MediaMessage {
  static final int TYPE_ID = 8;

  @Override
  public RawMessage write() {
    return new RawMessage(TYPE_ID, streamId, timestampMs, body.toArray());
  }
}
