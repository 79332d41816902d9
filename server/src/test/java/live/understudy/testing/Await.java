package live.understudy.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waiting for a condition, with a deadline and with what to say when it passes. */
public final class Await {
  /**
   * How long to wait for what must come. It is no measure: on a machine that is busy with others a
   * thread may stand still for seconds, and nobody waits so long where all is well.
   */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final long SHORTEST_POLL_NS = 2_000_000;
  private static final long LONGEST_POLL_NS = 100_000_000;

  private Await() {}

  public static void until(Duration timeout, String what, Callable<Boolean> condition)
      throws Exception {
    until(timeout, () -> what, condition);
  }

  public static void until(Duration timeout, Supplier<String> what, Callable<Boolean> condition)
      throws Exception {
    long deadlineNs = System.nanoTime() + timeout.toNanos();
    long pollNs = SHORTEST_POLL_NS;
    while (!condition.call()) {
      if (System.nanoTime() - deadlineNs > 0) {
        throw new AssertionError("Waited " + timeout.toSeconds() + " s for " + what.get());
      }
      LockSupport.parkNanos(pollNs);
      pollNs = Math.min(LONGEST_POLL_NS, pollNs * 3 / 2);
    }
  }

  /** Lets the show go on for a while, as long as {@code healthy} holds. */
  public static void whileFor(Duration time, String what, Callable<Boolean> healthy)
      throws Exception {
    long endNs = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - endNs < 0) {
      if (!healthy.call()) {
        throw new AssertionError("No longer " + what);
      }
      LockSupport.parkNanos(LONGEST_POLL_NS);
    }
  }
}
