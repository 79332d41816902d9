package live.understudy.failover;

import java.util.Arrays;

/** Counts bytes and units in quarter seconds and answers for the last two seconds. */
final class RateMeter {

  private static final long SLOT_NS = 250 * Nanos.PER_MS;
  private static final int SLOTS = 8;

  private final long[] bytes = new long[SLOTS];
  private final int[] units = new int[SLOTS];
  private long currentSlot = Long.MIN_VALUE;
  private long firstSlot;

  void add(int size, long nowNs) {
    advance(nowNs);
    int at = (int) Math.floorMod(currentSlot, (long) SLOTS);
    bytes[at] += size;
    units[at]++;
  }

  long kilobitsPerSecond(long nowNs) {
    advance(nowNs);
    long total = 0;
    for (long slot : bytes) {
      total += slot;
    }
    return total * 8 * Nanos.PER_SECOND / (1000 * coveredNs(nowNs));
  }

  double perSecond(long nowNs) {
    advance(nowNs);
    long total = 0;
    for (int slot : units) {
      total += slot;
    }
    double rate = (double) total * Nanos.PER_SECOND / coveredNs(nowNs);
    return Math.round(rate * 10) / 10.0;
  }

  private long coveredNs(long nowNs) {
    long fromNs = Math.max(firstSlot, currentSlot - SLOTS + 1) * SLOT_NS;
    return Math.max(SLOT_NS, nowNs - fromNs);
  }

  private void advance(long nowNs) {
    long slot = Math.floorDiv(nowNs, SLOT_NS);
    if (currentSlot == Long.MIN_VALUE) {
      currentSlot = slot;
      firstSlot = slot;
    }
    if (slot - currentSlot >= SLOTS) {
      Arrays.fill(bytes, 0);
      Arrays.fill(units, 0);
      currentSlot = slot;
    }
    while (currentSlot < slot) {
      currentSlot++;
      int at = (int) Math.floorMod(currentSlot, (long) SLOTS);
      bytes[at] = 0;
      units[at] = 0;
    }
  }
}
