package live.understudy.server.media;

import java.util.concurrent.TimeUnit;

/** How often a program's engine broke and began again. Owned by the program's loop. */
final class Restarts {

  /** A program whose invariants keep breaking is given up rather than restarted for ever. */
  static final int MAX = 5;

  /** A program that went so long without a restart has none behind it. */
  private static final long FORGOTTEN_NS = TimeUnit.MINUTES.toNanos(10);

  private int count;
  private long lastNs;

  /** One more; the how manieth it is. */
  int count(long nowNs) {
    count = nowNs - lastNs > FORGOTTEN_NS ? 1 : count + 1;
    lastNs = nowNs;
    return count;
  }

  /** Whether that was one too many. */
  boolean isTooMany() {
    return count > MAX;
  }
}
