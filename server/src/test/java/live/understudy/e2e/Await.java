package live.understudy.e2e;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waiting for a condition, with a deadline and with what to say when it passes. */
final class Await {
  private static final long POLL_NS = 100_000_000;

  private Await() {}

  static void until(Duration timeout, String what, Callable<Boolean> condition) throws Exception {
    until(timeout, () -> what, condition);
  }

  static void until(Duration timeout, Supplier<String> what, Callable<Boolean> condition)
      throws Exception {
    long deadlineNs = System.nanoTime() + timeout.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() - deadlineNs > 0) {
        throw new AssertionError("Waited " + timeout.toSeconds() + " s for " + what.get());
      }
      LockSupport.parkNanos(POLL_NS);
    }
  }

  /** Lets the show go on for a while, as long as {@code healthy} holds. */
  static void whileFor(Duration time, String what, Callable<Boolean> healthy) throws Exception {
    long endNs = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - endNs < 0) {
      if (!healthy.call()) {
        throw new AssertionError("No longer " + what);
      }
      LockSupport.parkNanos(POLL_NS);
    }
  }
}
