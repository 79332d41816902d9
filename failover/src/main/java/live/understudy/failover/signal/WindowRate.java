package live.understudy.failover.signal;

import java.util.Arrays;

/** Counts bytes and units in quarter seconds and answers for any time up to the last 30 s. */
final class WindowRate {
  private static final long SLOT_NS = 250_000_000;

  /** Those of 30 s, and the one that is not over. */
  private static final int SLOTS = 121;

  private static final long NS_PER_S = 1_000_000_000;

  private final long[] bytes = new long[SLOTS];
  private final int[] units = new int[SLOTS];
  private long currentSlot = Long.MIN_VALUE;
  private long firstSlot;
  private long firstNs;

  void add(int size, long nowNs) {
    advance(nowNs);
    int at = index(currentSlot);
    bytes[at] += size;
    units[at]++;
  }

  /** Kilobits per second over the last {@code windowNs}, or since the first unit. */
  long kilobitsPerSecond(long windowNs, long nowNs) {
    advance(nowNs);
    long total = 0;
    for (long slot = oldest(windowNs); slot <= currentSlot; slot++) {
      total += bytes[index(slot)];
    }
    return Math.round(total * 8.0 * NS_PER_S / (1000.0 * coveredNs(windowNs, nowNs)));
  }

  /** Units per second over the last {@code windowNs}, or since the first unit; to a tenth. */
  double perSecond(long windowNs, long nowNs) {
    advance(nowNs);
    long total = 0;
    for (long slot = oldest(windowNs); slot <= currentSlot; slot++) {
      total += units[index(slot)];
    }
    return Math.round(10.0 * total * NS_PER_S / coveredNs(windowNs, nowNs)) / 10.0;
  }

  private long oldest(long windowNs) {
    return Math.max(firstSlot, currentSlot - windowNs / SLOT_NS);
  }

  private long coveredNs(long windowNs, long nowNs) {
    long fromNs = Math.max(firstNs, oldest(windowNs) * SLOT_NS);
    return Math.max(SLOT_NS, nowNs - fromNs);
  }

  private static int index(long slot) {
    return (int) Math.floorMod(slot, (long) SLOTS);
  }

  private void advance(long nowNs) {
    long slot = Math.floorDiv(nowNs, SLOT_NS);
    if (currentSlot == Long.MIN_VALUE) {
      currentSlot = slot;
      firstSlot = slot;
      firstNs = nowNs;
    }
    if (slot - currentSlot >= SLOTS) {
      Arrays.fill(bytes, 0);
      Arrays.fill(units, 0);
      currentSlot = slot;
    }
    while (currentSlot < slot) {
      currentSlot++;
      bytes[index(currentSlot)] = 0;
      units[index(currentSlot)] = 0;
    }
  }
}
