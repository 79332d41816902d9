package live.understudy.ingest.rtmp;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import live.understudy.media.ByteSlice;

/** Writes what an encoder sends; {@code take} hands out what was written since. */
public final class TestPublisher {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ChunkEncoder encoder = new ChunkEncoder();

  public TestPublisher handshake() {
    out.write(3);
    out.writeBytes(new byte[2 * Handshake.PACKET_BYTES]);
    return this;
  }

  public TestPublisher connect(String app) {
    Map<String, Amf0Value> object = new LinkedHashMap<>();
    object.put("app", Amf0Value.of(app));
    object.put("tcUrl", Amf0Value.of("rtmp://localhost/" + app));
    return command(0, "connect", 1, Amf0Value.object(object));
  }

  public TestPublisher publish(String name) {
    command(0, "releaseStream", 2, Amf0Value.NULL, Amf0Value.of(name));
    command(0, "FCPublish", 3, Amf0Value.NULL, Amf0Value.of(name));
    command(0, "createStream", 4, Amf0Value.NULL);
    return command(1, "publish", 5, Amf0Value.NULL, Amf0Value.of(name), Amf0Value.of("live"));
  }

  public TestPublisher command(int streamId, String name, double id, Amf0Value... arguments) {
    return message(3, new CommandMessage(streamId, name, id, List.of(arguments)));
  }

  public TestPublisher video(long timestampMs, byte[] body) {
    return message(6, new VideoMessage(1, timestampMs, ByteSlice.of(body)));
  }

  public TestPublisher audio(long timestampMs, byte[] body) {
    return message(4, new AudioMessage(1, timestampMs, ByteSlice.of(body)));
  }

  TestPublisher message(int chunkStreamId, RtmpMessage message) {
    return raw(encoder.encode(chunkStreamId, message.write()));
  }

  public TestPublisher raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  public byte[] take() {
    byte[] bytes = out.toByteArray();
    out.reset();
    return bytes;
  }
}
