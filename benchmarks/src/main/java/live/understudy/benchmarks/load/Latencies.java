package live.understudy.benchmarks.load;

import java.util.Arrays;
import java.util.Locale;

/** A sample of times; safe for one writer at a time. */
final class Latencies {
  private static final double NANOS_PER_MS = 1e6;

  private long[] ns = new long[1_024];
  private int count;

  synchronized void add(long valueNs) {
    if (count == ns.length) {
      ns = Arrays.copyOf(ns, 2 * count);
    }
    ns[count++] = valueNs;
  }

  synchronized int count() {
    return count;
  }

  /** The smallest value that so many percent do not exceed, as text in milliseconds. */
  synchronized String percentileMs(double percent) {
    if (count == 0) {
      return "none";
    }
    long[] sorted = Arrays.copyOf(ns, count);
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(percent / 100 * count);
    return ms(sorted[Math.max(0, rank - 1)]);
  }

  static String ms(long valueNs) {
    return String.format(Locale.ROOT, "%.2f", valueNs / NANOS_PER_MS);
  }
}
