package live.understudy.server.http;

import java.lang.management.ManagementFactory;

/** How much memory is in use after everything unreachable is gone. */
final class HeapSize {

  private static final int ROUNDS = 4;

  private HeapSize() {}

  static long now() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < ROUNDS; i++) {
      ManagementFactory.getMemoryMXBean().gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}
