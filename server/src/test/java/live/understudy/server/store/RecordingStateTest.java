package live.understudy.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import live.understudy.api.event.RecordingStatus;
import live.understudy.api.event.RecordingStatus.State;
import org.junit.jupiter.api.Test;

class RecordingStateTest {

  private static final int RETRY_MS = 20;

  private final RecordingState state = new RecordingState(State.RECORDING, RETRY_MS, ns(0));

  private static long ns(long ms) {
    return TimeUnit.MILLISECONDS.toNanos(ms);
  }

  private void assertDueAfter(long waitMs, long stoppedMs) {
    assertFalse(state.isDue(ns(stoppedMs + waitMs) - 1));
    assertTrue(state.isDue(ns(stoppedMs + waitMs)));
  }

  @Test
  void stopped_againAndAgain_isTriedAfterTwiceTheTimeUpToALimit() {
    long nowMs = 0;
    for (long waitMs : new long[] {20, 40, 80, 160, 320, 320}) {
      state.stopped(StopReason.DISK_FULL, ns(nowMs));
      assertDueAfter(waitMs, nowMs);
      nowMs += waitMs;
      assertTrue(state.stored(false, ns(nowMs)), "it is back");
      nowMs += 60_000;
    }
    // A minute and a little without trouble.
    state.stopped(StopReason.DISK_FULL, ns(nowMs + 1));
    assertDueAfter(20, nowMs + 1);
  }

  @Test
  void staysStopped_withAnotherReason_isTriedSoonAgain() {
    state.stopped(StopReason.DISK_SLOW, ns(0));
    state.stopped(StopReason.DISK_SLOW, ns(0));
    state.staysStopped(StopReason.QUOTA, ns(100));
    assertDueAfter(RETRY_MS, 100);
    assertEquals("quota", state.status(7, null, ns(100)).reason());
  }

  @Test
  void stored_whileRecordingOrEnded_tellsWhetherItHadStopped() {
    assertFalse(state.stored(false, ns(1)));
    assertTrue(state.is(State.RECORDING));
    state.stopped(StopReason.DISK_ERROR, ns(2));
    assertTrue(state.stored(true, ns(3)));
    assertTrue(state.is(State.OFF));
    assertFalse(state.stored(false, ns(4)), "what has ended does not begin again");
    assertTrue(state.is(State.OFF));
  }

  @Test
  void status_ofWhatWaitsLong_isLaggingSinceThen() {
    Op op = new Op.Records(List.of(), StoredListener.NONE);
    WaitingOps.Waiting oldest = new WaitingOps.Waiting(1, op, ns(500), 1_234);
    assertEquals(State.RECORDING, state.status(9, oldest, ns(1_500)).state());
    RecordingStatus late = state.status(9, oldest, ns(1_501));
    assertEquals(new RecordingStatus(State.LAGGING, "disk-slow", 9, 1_234), late);
    assertNull(state.status(9, null, ns(1_501)).reason());
    state.stopped(StopReason.QUOTA, ns(1_502));
    assertEquals(State.STOPPED, state.status(9, oldest, ns(1_502)).state());
  }
}
