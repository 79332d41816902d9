package live.understudy.failover.sim.fault;

import java.util.Arrays;

/** When which picture was delivered by one leg, in the order of delivery. */
final class Ledger {

  private long[] takenNs = new long[512];
  private long[] arrivedNs = new long[512];
  private int size;

  void add(long taken, long arrived) {
    if (size == takenNs.length) {
      takenNs = Arrays.copyOf(takenNs, 2 * size);
      arrivedNs = Arrays.copyOf(arrivedNs, 2 * size);
    }
    takenNs[size] = taken;
    arrivedNs[size++] = arrived;
  }

  int size() {
    return size;
  }

  long takenNs(int i) {
    return takenNs[i];
  }

  long arrivedNs(int i) {
    return arrivedNs[i];
  }

  /** When the picture taken then arrived; MAX_VALUE when it never did. */
  long arrivalOf(long taken) {
    // Reordered pictures are near each other, and what a leg delivers grows otherwise.
    int low = 0;
    int high = size - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (takenNs[middle] < taken) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    for (int i = Math.max(0, low - 6); i < Math.min(size, low + 7); i++) {
      if (takenNs[i] == taken) {
        return arrivedNs[i];
      }
    }
    return Long.MAX_VALUE;
  }
}
