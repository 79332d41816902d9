package live.understudy.server.media;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts the requests of all programs that wait for something that is not there yet. */
final class ParkingLot {

  /**
   * Far more than there can be connections. With less than 1 KiB each, all of them together hold
   * less than 100 MiB.
   */
  static final int MAX_PARKED = 100_000;

  /** One program's crowd must leave room for the others'. */
  static final int MAX_PARKED_OF_ONE = MAX_PARKED / 4;

  private final int capacity;
  private final AtomicInteger parked = new AtomicInteger();

  ParkingLot(int capacity) {
    this.capacity = capacity;
  }

  /** Whether there was room for one more. */
  boolean enter() {
    if (parked.incrementAndGet() > capacity) {
      parked.decrementAndGet();
      return false;
    }
    return true;
  }

  void leave() {
    parked.decrementAndGet();
  }

  int parked() {
    return parked.get();
  }
}
