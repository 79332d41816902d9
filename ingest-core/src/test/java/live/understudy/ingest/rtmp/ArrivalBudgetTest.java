package live.understudy.ingest.rtmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import live.understudy.ingest.IngestLimits;
import org.junit.jupiter.api.Test;

/** What a publisher may send in the time that passes. */
class ArrivalBudgetTest {
  private static final int MEGABYTE = 1_000_000;
  private static final long NS_PER_MS = 1_000_000;
  private static final long NS_PER_S = 1_000_000_000;

  private final ArrivalBudget budget =
      new ArrivalBudget(new IngestLimits.Arrival(10 * MEGABYTE, 20 * MEGABYTE), 0);

  @Test
  void spend_steadyBelowTheRate_isNeverTooMuch() {
    for (long ms = 0; ms < 3_600_000; ms += 40) {
      assertTrue(budget.spend(399_000, ms * NS_PER_MS), "at " + ms);
    }
  }

  @Test
  void spend_steadyAboveTheRate_isTooMuchWhenTheBurstIsUsedUp() {
    // 2 MB/s too much.
    long ms = 0;
    while (budget.spend(480_000, ms * NS_PER_MS)) {
      ms += 40;
    }
    assertEquals(10_000, ms, 200);
  }

  @Test
  void spend_readsInTheSameMicrosecond_earnNothingButLoseNothing() {
    long ns = 0;
    for (int i = 0; i < 5_000_000; i++) {
      ns += 300;
      if (!budget.spend(2, ns)) {
        throw new AssertionError("6.7 MB/s are too much at " + ns);
      }
    }
  }

  @Test
  void spend_afterAnHourOfSilence_noMoreThanTheBurst() {
    assertTrue(budget.spend(20 * MEGABYTE, 3_600 * NS_PER_S));
    assertFalse(budget.spend(1, 3_600 * NS_PER_S));
  }

  @Test
  void spend_clockThatStands_earnsNothing() {
    assertTrue(budget.spend(20 * MEGABYTE, 0));
    assertFalse(budget.spend(1, -5));
  }

  @Test
  void publisher_timestampsThatRunAhead_isToldAndClosed() {
    IngestLimits limits = Limits.DEFAULT;
    PublishSession session = new PublishSession(limits, new byte[PublishSession.RANDOM_BYTES], 0);
    List<SessionOutput> out = new ArrayList<>();
    byte[] hello = new TestPublisher().handshake().connect("live").publish("key").take();
    session.onBytes(ByteBuffer.wrap(hello), 0, out);
    session.admit(0, out);
    TestPublisher publisher = new TestPublisher();
    long sent = 0;
    for (long i = 0; out.stream().noneMatch(SessionOutput.Close.class::isInstance); i++) {
      out.clear();
      // A second of media in every millisecond.
      byte[] second = publisher.video(1_000 * i, new byte[MEGABYTE]).take();
      sent += second.length;
      session.onBytes(ByteBuffer.wrap(second), i * NS_PER_MS, out);
      assertTrue(sent < 2L * limits.arrival().burstBytes(), "still there after " + sent);
    }
    assertTrue(sent > limits.arrival().burstBytes(), "a burst is taken");
    assertEquals(
        new SessionOutput.Close(
            "more than 100 Mbit/s arrive; set the encoder to a lower bitrate", true),
        out.getLast());
  }
}
