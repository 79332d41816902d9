package live.understudy.ingest.rtmp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import live.understudy.ingest.BadInputException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is encoded is decoded again, however the bytes are cut. */
class ChunkRoundTripTest {
  private record Sent(int chunkStreamId, RawMessage message) {}

  /** Timestamps whose deltas use all four header forms, extended and not. */
  private static final long[] TIMES = {
    0,
    0,
    20,
    40,
    60,
    60,
    16_777_214,
    16_777_215,
    16_777_216,
    33_554_431,
    50_331_646,
    67_108_861,
    67_108_881,
    5,
    4_294_967_295L
  };

  @ParameterizedTest
  @CsvSource({
    "1, true",
    "1, false",
    "2, false",
    "3, true",
    "3, false",
    "5, false",
    "64, true",
    "128, true",
    "128, false",
    "4096, true",
    "4096, false",
    "16777215, true"
  })
  void decode_encodedMessages_sameMessages(int chunkBytes, boolean repeatExtended)
      throws BadInputException {
    List<Sent> sent = messages(chunkBytes);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ChunkEncoder encoder = new ChunkEncoder(repeatExtended);
    encoder.setChunkBytes(chunkBytes);
    sent.forEach(each -> bytes.writeBytes(encoder.encode(each.chunkStreamId(), each.message())));
    List<RawMessage> expected = sent.stream().map(Sent::message).toList();

    assertSame(expected, decode(bytes.toByteArray(), chunkBytes, Integer.MAX_VALUE, 1));
    assertSame(expected, decode(bytes.toByteArray(), chunkBytes, 1, 1));
    for (int seed = 1; seed <= 10; seed++) {
      assertSame(expected, decode(bytes.toByteArray(), chunkBytes, 97, seed));
    }
  }

  private static List<Sent> messages(int seed) {
    Random random = new Random(seed);
    int[] chunkStreams = {2, 3, 63, 64, 319, 320, 65_599};
    List<Sent> sent = new ArrayList<>();
    for (int stream : chunkStreams) {
      for (long time : TIMES) {
        byte[] payload = new byte[random.nextBoolean() ? 300 : random.nextInt(1, 700)];
        // Zeros, for data that begins like an extended timestamp; no 0xFF, which with chunks of one
        // byte on chunk stream 63 could look like all of it.
        for (int i = 0; i < payload.length; i++) {
          payload[i] = (byte) (random.nextBoolean() ? 0 : random.nextInt(255));
        }
        payload[0] |= 2;
        sent.add(new Sent(stream, new RawMessage(9, 1, time, payload)));
      }
    }
    sent.add(new Sent(3, new RawMessage(8, 7, 1, new byte[0])));
    sent.add(new Sent(3, new RawMessage(8, 7, 1, new byte[] {1})));
    return sent;
  }

  private static List<RawMessage> decode(byte[] bytes, int chunkBytes, int maxPiece, long seed)
      throws BadInputException {
    Random random = new Random(seed);
    ChunkDecoder decoder = new ChunkDecoder(Limits.DEFAULT.chunks());
    decoder.setChunkBytes(chunkBytes);
    List<RawMessage> messages = new ArrayList<>();
    for (int at = 0; at < bytes.length; ) {
      int piece = maxPiece == Integer.MAX_VALUE ? bytes.length : random.nextInt(1, maxPiece + 1);
      ByteBuffer in = ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at));
      at += in.remaining();
      for (RawMessage m = decoder.next(in); m != null; m = decoder.next(in)) {
        messages.add(m);
      }
    }
    assertEquals(0, decoder.bufferedBytes());
    return messages;
  }

  private static void assertSame(List<RawMessage> expected, List<RawMessage> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i).toString(), actual.get(i).toString(), "message " + i);
      assertArrayEquals(expected.get(i).payload(), actual.get(i).payload(), "message " + i);
    }
  }
}
