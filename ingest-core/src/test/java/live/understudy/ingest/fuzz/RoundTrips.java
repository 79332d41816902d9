package live.understudy.ingest.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import live.understudy.ingest.BadInputException;
import live.understudy.ingest.rtmp.ChunkDecoder;
import live.understudy.ingest.rtmp.ChunkEncoder;
import live.understudy.ingest.rtmp.Limits;
import live.understudy.ingest.rtmp.RawMessage;
import live.understudy.ingest.rtmp.RtmpMessage;

/** What is read, written and read again is the same. */
final class RoundTrips {
  private static final int COMMAND = 20;
  private static final int FIELDS = 10;

  private RoundTrips() {}

  /** A command's AMF 0 values. */
  static void amf0(byte[] input) throws BadInputException {
    RtmpMessage first =
        RtmpMessage.read(new RawMessage(COMMAND, 1, 0, input), Limits.DEFAULT.amf());
    RtmpMessage second = RtmpMessage.read(first.write(), Limits.DEFAULT.amf());
    // Values hide their texts, so what they are written as is compared.
    if (!Arrays.equals(first.write().payload(), second.write().payload())) {
      throw new AssertionError("another command after writing and reading");
    }
  }

  /** Chunk size, then for each message: chunk stream, type, timestamp, length, first byte. */
  static void chunks(byte[] input) throws BadInputException {
    ByteBuffer in = ByteBuffer.wrap(input);
    if (in.remaining() < 2) {
      return;
    }
    int chunkBytes = 1 + (in.getShort() & 0xFFFF);
    ChunkEncoder encoder = new ChunkEncoder();
    encoder.setChunkBytes(chunkBytes);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<RawMessage> sent = new ArrayList<>();
    while (in.remaining() >= FIELDS) {
      int chunkStream = 2 + (in.get() & 0x3F);
      int type = in.get() & 0xFF;
      long timestampMs = in.getInt() & 0xFFFFFFFFL;
      byte[] payload = new byte[in.getShort() & 0x0FFF];
      // No 0xFF: data that looks like a repeated extended timestamp can't be told from one.
      Arrays.fill(payload, (byte) (in.getShort() & 0x7F));
      RawMessage message = new RawMessage(type, 1, timestampMs, payload);
      sent.add(message);
      bytes.writeBytes(encoder.encode(chunkStream, message));
    }
    ChunkDecoder decoder = new ChunkDecoder(Limits.DEFAULT.chunks());
    decoder.setChunkBytes(chunkBytes);
    ByteBuffer wire = ByteBuffer.wrap(bytes.toByteArray());
    for (RawMessage expected : sent) {
      RawMessage actual = decoder.next(wire);
      if (actual == null
          || !actual.toString().equals(expected.toString())
          || !Arrays.equals(actual.payload(), expected.payload())) {
        throw new AssertionError("sent " + expected + ", got " + actual);
      }
    }
  }
}
