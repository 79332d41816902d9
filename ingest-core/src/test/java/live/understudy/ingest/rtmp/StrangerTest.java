package live.understudy.ingest.rtmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import live.understudy.ingest.IngestLimits;
import org.junit.jupiter.api.Test;

/** What somebody without a key may cost. */
class StrangerTest {
  private static final int READ_BYTES = 64 << 10;

  private final List<SessionOutput> out = new ArrayList<>();

  private PublishSession session() {
    return new PublishSession(Limits.DEFAULT, new byte[PublishSession.RANDOM_BYTES], 0);
  }

  @Test
  void onBytes_commandsWithoutEnd_closedAtTheLimit() {
    PublishSession session = session();
    byte[] hello = new TestPublisher().handshake().connect("live").take();
    session.onBytes(ByteBuffer.wrap(hello), 0, out);
    byte[] more = new TestPublisher().command(0, "nothing", 0).take();
    int limit = Limits.DEFAULT.strangers().maxBytes();
    int sent = hello.length;
    while (out.stream().noneMatch(SessionOutput.Close.class::isInstance)) {
      session.onBytes(ByteBuffer.wrap(more), 0, out);
      sent += more.length;
      assertTrue(sent <= limit + READ_BYTES, "still there after " + sent + " bytes");
    }
    assertTrue(sent > limit, "closed after " + sent);
    assertEquals(
        new SessionOutput.Close("more than " + limit + " bytes before a publish", true),
        out.getLast());
  }

  @Test
  void onBytes_publisher_isNotCountedAsAStranger() {
    PublishSession session = session();
    byte[] hello = new TestPublisher().handshake().connect("live").publish("key").take();
    session.onBytes(ByteBuffer.wrap(hello), 0, out);
    session.admit(0, out);
    byte[] media = new TestPublisher().audio(0, new byte[10_000]).take();
    for (int i = 0; i < 100; i++) {
      session.onBytes(ByteBuffer.wrap(media), 0, out);
    }
    assertTrue(out.stream().noneMatch(SessionOutput.Close.class::isInstance));
  }

  @Test
  void limits_thatContradictEachOther_areRefused() {
    IngestLimits good = Limits.DEFAULT;
    List<Runnable> contradictions =
        List.of(
            () -> good.withMediaMs(1_000),
            () -> good.withDeadlines(new IngestLimits.Deadlines(5_000, 0, 10_000, 15_000, 100)),
            () ->
                good.withDeadlines(
                    new IngestLimits.Deadlines(5_000, 5_000, 10_000, 15_000, 20_000)),
            () -> new IngestLimits.Chunks(0, 12 << 20, 64, 16 << 10, 2_500_000, 64),
            () -> new IngestLimits.Chunks(8 << 20, 4 << 20, 64, 16 << 10, 2_500_000, 64),
            () -> new IngestLimits.Chunks(8 << 20, 12 << 20, 4, 16 << 10, 2_500_000, 64),
            () -> new IngestLimits.Chunks(8 << 20, 12 << 20, 64, 1 << 20, 2_500_000, 64),
            () -> new IngestLimits.Chunks(0x1000000, 32 << 20, 64, 16 << 10, 2_500_000, 64),
            () -> new IngestLimits.Amf(64 << 10, 1, 512, 8 << 10),
            () -> new IngestLimits.Amf(64 << 10, 65, 512, 8 << 10),
            () -> new IngestLimits.Amf(64 << 10, 8, 10, 8 << 10),
            () -> new IngestLimits.Amf(4 << 10, 8, 512, 8 << 10),
            () -> new IngestLimits.Connections(10, 11, 64 << 10, 64 << 10),
            () -> new IngestLimits.Connections(10, 10, 1 << 10, 64 << 10),
            () -> new IngestLimits.Liveness(5, 5, 3, 9_000),
            () -> new IngestLimits.Takeovers(0, 60_000, 1_500));
    for (int i = 0; i < contradictions.size(); i++) {
      Runnable contradiction = contradictions.get(i);
      assertThrows(IllegalArgumentException.class, contradiction::run, "row " + i);
    }
  }
}
