package live.understudy.ingest.rtmp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Objects;
import live.understudy.ingest.BadInputException;
import live.understudy.ingest.IngestLimits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkDecoderTest {
  private static final IngestLimits.Chunks LIMITS = Limits.DEFAULT.chunks();
  private final ChunkDecoder decoder = new ChunkDecoder(LIMITS);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          83 000000              | a chunk of type 2 begins a chunk stream
          C3                     | a chunk of type 3 begins a chunk stream
          03 000000 800001 09 01000000 | a message of 8388609 bytes
          03 000000 000100 09 01000000 %128 43 000000 000101 09 | a message changed its length before its end
          03 000000 000100 09 01000000 %128 03 000000 000100 09 01000000 | a message changed its length before its end
          """)
  void next_brokenChunks_reasonAndNothingAfter(String hex, String reason) {
    ByteBuffer in = bytes(hex.replace("%128", "00".repeat(128)));
    assertEquals(reason, thrown(in).reason());
    assertEquals("input after a protocol error", thrown(bytes("03")).reason());
  }

  @Test
  void restrictTo_aStranger_getsTheMemoryOfAFewCommands() throws BadInputException {
    decoder.restrictTo(0x100);
    assertEquals("a message of 257 bytes", thrown(bytes("03 000000 000101 09 01000000")).reason());

    ChunkDecoder patient = new ChunkDecoder(LIMITS);
    patient.restrictTo(0x100);
    for (int stream = 3; stream < 7; stream++) {
      String begun = "%02X 000000 000100 09 01000000 ".formatted(stream) + "00".repeat(128);
      assertNull(patient.next(bytes(begun)));
    }
    ByteBuffer fifth = bytes("07 000000 000100 09 01000000 " + "00".repeat(128));
    String reason = assertThrows(BadInputException.class, () -> patient.next(fifth)).reason();
    assertEquals("unfinished messages of more than 1024 bytes", reason);
  }

  @Test
  void liftRestriction_afterAdmission_mediaFits() throws BadInputException {
    decoder.restrictTo(0x100);
    decoder.liftRestriction();
    assertNull(decoder.next(bytes("03 000000 000101 09 01000000 " + "00".repeat(128))));
  }

  @Test
  void next_interleavedChunkStreams_bothMessages() throws BadInputException {
    String first = "04 000001 000081 08 01000000 " + "AA".repeat(128);
    String second = "06 000002 000002 09 01000000 BBBB";
    ByteBuffer in = bytes(first + second + "C4 AA");
    assertEquals("RawMessage[type=9 stream=1 ts=2 length=2]", describe(decoder.next(in)));
    assertEquals("RawMessage[type=8 stream=1 ts=1 length=129]", describe(decoder.next(in)));
  }

  @Test
  void next_type1FirstOnAChunkStream_acceptedAsLibrtmpSendsIt() throws BadInputException {
    ByteBuffer in = bytes("42 000000 000006 04 000600000000");
    assertEquals("RawMessage[type=4 stream=0 ts=0 length=6]", describe(decoder.next(in)));
  }

  @Test
  void next_type3AfterType0_addsTheTimestampAgain() throws BadInputException {
    ByteBuffer in = bytes("03 000014 000001 08 01000000 AA C3 BB");
    assertEquals(20, whole(decoder.next(in)).timestampMs());
    assertEquals(40, whole(decoder.next(in)).timestampMs());
  }

  @Test
  void abort_inMidMessage_nextMessageIsWhole() throws BadInputException {
    assertNull(decoder.next(bytes("04 000001 000081 08 01000000 " + "AA".repeat(128))));
    assertTrue(decoder.bufferedBytes() > 0);
    decoder.abort(4);
    decoder.abort(5);
    decoder.abort(-1);
    assertEquals(0, decoder.bufferedBytes());
    RawMessage message = whole(decoder.next(bytes("04 000001 000001 08 01000000 CC")));
    assertArrayEquals(new byte[] {(byte) 0xCC}, message.payload());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void setChunkBytes_notPositive_reason(int size) {
    assertThrows(BadInputException.class, () -> decoder.setChunkBytes(size));
    assertEquals("input after a protocol error", thrown(bytes("03")).reason());
  }

  @Test
  void setChunkBytes_largest_costsNoMemory() throws BadInputException {
    decoder.setChunkBytes(Integer.MAX_VALUE);
    assertNull(decoder.next(bytes("04 000001 7FFFFF 08 01000000 AA")));
    assertTrue(decoder.bufferedBytes() <= LIMITS.eagerBytes());
  }

  @Test
  void next_hugeMessagesDeclaredOnManyChunkStreams_memoryFollowsBytesNotDeclarations()
      throws BadInputException {
    for (int id = 2; id < 2 + LIMITS.maxChunkStreams(); id++) {
      ByteBuffer in = ByteBuffer.allocate(200);
      if (id < 64) {
        in.put((byte) id);
      } else {
        in.put((byte) 0).put((byte) (id - 64));
      }
      in.put(new byte[] {0, 0, 0, 0x7F, 0, 0, 9, 1, 0, 0, 0}).put(new byte[128]).flip();
      assertNull(decoder.next(in));
    }
    assertTrue(decoder.bufferedBytes() <= LIMITS.maxChunkStreams() * LIMITS.eagerBytes());
    assertEquals(
        "more than 64 chunk streams", thrown(bytes("01 0010 000000 000001 08 01000000")).reason());
  }

  @Test
  void next_manyUnfinishedLargeMessages_closedAtTheTotalLimit() {
    ByteBuffer data = ByteBuffer.allocate(8_000_000);
    assertThrows(
        BadInputException.class,
        () -> {
          decoder.setChunkBytes(7_000_000);
          for (int id = 3; id < 10; id++) {
            data.clear();
            data.put((byte) id).put(new byte[] {0, 0, 0, 0x6F, 0, 0, 9, 1, 0, 0, 0});
            data.position(7_000_012).flip();
            decoder.next(data);
            assertTrue(decoder.bufferedBytes() <= LIMITS.maxBufferedBytes());
          }
        });
  }

  @Test
  void next_chunkSizeOf1_workIsLinearInBytes() throws BadInputException {
    decoder.setChunkBytes(1);
    int length = 1_000_000;
    ByteBuffer in = ByteBuffer.allocate(12 + 2 * length);
    in.put(new byte[] {3, 0, 0, 0, 15, 66, 64, 9, 1, 0, 0, 0, 7});
    while (in.remaining() >= 2) {
      in.put((byte) 0xC3).put((byte) 7);
    }
    in.flip();
    // Of this thread alone: others may have the processor meanwhile.
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long beganNs = threads.getCurrentThreadCpuTime();
    assertEquals(length, whole(decoder.next(in)).payload().length);
    long ns = threads.getCurrentThreadCpuTime() - beganNs;
    assertTrue(ns < 2_000L * length, "took " + ns / length + " ns a byte");
  }

  private BadInputException thrown(ByteBuffer in) {
    return assertThrows(BadInputException.class, () -> decoder.next(in));
  }

  private static String describe(@Nullable RawMessage message) {
    return String.valueOf(message);
  }

  private static RawMessage whole(@Nullable RawMessage message) {
    return Objects.requireNonNull(message);
  }

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
  }
}
