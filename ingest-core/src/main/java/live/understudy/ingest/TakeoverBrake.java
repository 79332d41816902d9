package live.understudy.ingest;

import java.util.ArrayDeque;

/**
 * Keeps two encoders with one key from taking a leg from each other for ever.
 *
 * <p>The newest publisher wins, a few times. Every further try counts as well, so the one that has
 * the leg then keeps it until the other one leaves it alone for a whole window.
 */
public final class TakeoverBrake {
  private static final long NANOS_PER_MS = 1_000_000;

  private final IngestLimits.Takeovers limits;
  private final ArrayDeque<Long> triesNs = new ArrayDeque<>();
  private boolean refusing;

  public TakeoverBrake(IngestLimits.Takeovers limits) {
    this.limits = limits;
  }

  /**
   * Somebody wants the leg of a publisher whose last media came {@code silentNs} ago. Answers
   * whether it may have it.
   */
  public boolean allows(long silentNs, long nowNs) {
    if (silentNs >= limits.silentMs() * NANOS_PER_MS) {
      return true;
    }
    while (!triesNs.isEmpty() && nowNs - triesNs.peekFirst() >= limits.windowMs() * NANOS_PER_MS) {
      triesNs.removeFirst();
    }
    refusing = triesNs.size() >= limits.max() || refusing && !triesNs.isEmpty();
    if (triesNs.size() >= limits.max()) {
      triesNs.removeFirst();
    }
    triesNs.addLast(nowNs);
    return !refusing;
  }

  /** An operator decided; what was before does not count. */
  public void release() {
    triesNs.clear();
    refusing = false;
  }
}
