package live.understudy.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waiting with a deadline. */
final class Await {
  private static final long POLL_NS = 50_000_000;

  private Await() {}

  /** Asks until the answer is yes; throws when that takes too long. */
  static void until(Duration timeout, String what, Callable<Boolean> condition) throws Exception {
    long deadlineNs = System.nanoTime() + timeout.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() - deadlineNs > 0) {
        throw new IOException("waited " + timeout.toSeconds() + " s for " + what);
      }
      LockSupport.parkNanos(POLL_NS);
    }
  }

  /** Lets time pass, as long as {@code healthy} does not throw. */
  static void pass(Duration time, Runnable healthy) {
    long endNs = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - endNs < 0) {
      healthy.run();
      LockSupport.parkNanos(POLL_NS);
    }
  }
}
