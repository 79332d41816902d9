package live.understudy.ingest.rtmp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import live.understudy.ingest.BadInputException;
import live.understudy.media.ByteSlice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AggregateMessageTest {
  private static final int STREAM = 1;

  private static byte[] part(int type, long timestampMs, byte[] payload) {
    return ByteBuffer.allocate(11 + payload.length + 4)
        .putInt(type << 24 | payload.length)
        .putInt((int) (timestampMs << 8 | timestampMs >>> 24))
        // Its message stream id is overridden.
        .put(new byte[] {0, 0, 77})
        .put(payload)
        .putInt(11 + payload.length)
        .array();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] threeParts() {
    return join(
        part(8, 1_000, new byte[] {1, 2}),
        part(9, 1_010, new byte[300]),
        part(18, 1_020, Amf0Writer.write(List.of(Amf0Value.of("onTextData")))));
  }

  private static List<RawMessage> split(byte[] payload, long timestampMs) throws BadInputException {
    return AggregateMessage.split(new RawMessage(22, STREAM, timestampMs, payload), 4);
  }

  @ParameterizedTest
  @CsvSource({
    // first and second part, aggregate, and what comes out
    "1000, 1040, 1000, 1000, 1040",
    "0, 40, 1000, 1000, 1040",
    "5000, 5040, 1000, 1000, 1040",
    "16777215, 16777255, 16777215, 16777215, 16777255",
    "4294967290, 30, 4294967290, 4294967290, 30",
    "4294967290, 30, 100, 100, 136",
    "0, 40, 4294967280, 4294967280, 24",
    "1000, 960, 1000, 1000, 960"
  })
  void split_timestamps_areMovedToTheAggregates(
      long first, long second, long aggregate, long expectedFirst, long expectedSecond)
      throws BadInputException {
    byte[] payload = join(part(9, first, new byte[1]), part(8, second, new byte[1]));
    assertEquals(
        List.of(expectedFirst, expectedSecond),
        split(payload, aggregate).stream().map(RawMessage::timestampMs).toList());
  }

  @Test
  void split_parts_areThoseOfTheAggregatesStream() throws BadInputException {
    List<RawMessage> parts = split(threeParts(), 1_000);
    assertEquals(List.of(8, 9, 18), parts.stream().map(RawMessage::typeId).toList());
    assertTrue(parts.stream().allMatch(part -> part.streamId() == STREAM));
    assertArrayEquals(new byte[] {1, 2}, parts.getFirst().payload());
    assertEquals(300, parts.get(1).payload().length);
    assertEquals(List.of(), split(new byte[0], 0));
  }

  @Test
  void split_cutAnywhereButBetweenParts_reason() throws BadInputException {
    byte[] whole = threeParts();
    List<Integer> ends = List.of(0, 17, 17 + 315, whole.length);
    for (int length = 0; length <= whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      if (ends.contains(length)) {
        assertEquals(ends.indexOf(length), split(cut, 0).size());
      } else {
        assertReason("an aggregate message that is cut short", cut);
      }
    }
  }

  @Test
  void split_lengthsAndTypesThatLie_reason() {
    byte[] longer = threeParts();
    longer[1] = (byte) 0xFF;
    assertReason("an aggregate message that is cut short", longer);
    for (int type : new int[] {1, 2, 4, 17, 20, 22, 0, 255}) {
      assertReason(
          "an aggregate with a message of type " + type, part(type, 0, new byte[] {0, 0, 0, 1}));
    }
    byte[] empty = part(8, 0, new byte[0]);
    assertReason("an aggregate of more than 4 messages", join(empty, empty, empty, empty, empty));
  }

  private static void assertReason(String expected, byte[] payload) {
    BadInputException e = assertThrows(BadInputException.class, () -> split(payload, 0));
    assertEquals(expected, e.reason());
  }

  /** Whatever the pieces in which it arrives, it is as if its parts had come by themselves. */
  @Test
  void session_aggregateByteByByte_isWhatItsPartsAre() {
    RawMessage aggregate = new RawMessage(22, STREAM, 1_000, threeParts());
    List<MediaMessage> expected = published(aggregate);
    assertEquals(3, expected.size());
    assertEquals(
        new AudioMessage(STREAM, 1_000, ByteSlice.of(new byte[] {1, 2})), expected.getFirst());
    assertEquals(1_010, ((VideoMessage) expected.get(1)).timestampMs());
    assertEquals(
        new DataMessage(STREAM, 1_020, List.of(Amf0Value.of("onTextData"))), expected.get(2));
  }

  private static List<MediaMessage> published(RawMessage message) {
    PublishSession session =
        new PublishSession(Limits.DEFAULT, new byte[PublishSession.RANDOM_BYTES], 0);
    byte[] bytes =
        join(
            new TestPublisher().handshake().connect("live").publish("k").take(),
            new ChunkEncoder().encode(6, message));
    List<MediaMessage> media = new ArrayList<>();
    List<SessionOutput> out = new ArrayList<>();
    for (byte one : bytes) {
      ByteBuffer in = ByteBuffer.wrap(new byte[] {one});
      while (in.hasRemaining()) {
        session.onBytes(in, 0, out);
        if (out.removeIf(SessionOutput.PublishRequested.class::isInstance)) {
          session.admit(0, out);
        }
      }
      for (SessionOutput output : out) {
        if (output instanceof MediaMessage found) {
          media.add(found);
        }
        assertTrue(!(output instanceof SessionOutput.Close), () -> output.toString());
      }
      out.clear();
    }
    return media;
  }
}
