package live.understudy.hls;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import live.understudy.media.AccessUnit;
import live.understudy.media.SessionEvent;

/**
 * Takes the data of a stream's access units out of the heap soon after they came: it would be most
 * of what the collector has to look after. Several are put together, because each alone would waste
 * most of a block. What is packaged before then lies in its part, and needs no place of its own.
 *
 * <p>Owned by the loop of all who keep these units.
 */
public final class Parking {

  /** A part of low latency is complete before, and takes what is in it. */
  static final long AFTER_NS = 1_000_000_000L;

  /** Of tiny ones no more are put together. */
  static final int MAX_UNITS = 1_024;

  private final MediaMemory memory;

  private final ArrayDeque<Recent> recent = new ArrayDeque<>();

  /** What is to be parked next, once it is enough. */
  private final List<SharedData> due = new ArrayList<>();

  private long dueBytes;

  private record Recent(SharedData data, long arrivedNs) {}

  /** Into {@code memory}, while there is room. */
  public Parking(MediaMemory memory) {
    this.memory = memory;
  }

  /**
   * Gives {@code event} to {@code taker}; whoever wants to keep its unit retains its data before
   * that returns.
   */
  public void pass(SessionEvent event, Consumer<SessionEvent> taker) {
    if (event instanceof SessionEvent.Unit unit && unit.unit().data().length() > 0) {
      pass(unit.unit(), taker);
    } else {
      taker.accept(event);
    }
  }

  private void pass(AccessUnit unit, Consumer<SessionEvent> taker) {
    SharedData data = new SharedData(unit.data().bytes());
    try {
      taker.accept(new SessionEvent.Unit(unit.withData(data)));
    } finally {
      data.release();
    }
    recent.add(new Recent(data, unit.arrivedNs()));
    age(unit.arrivedNs() - AFTER_NS);
    if (isEnough()) {
      forgetMoved();
      if (isEnough()) {
        park();
      }
    }
  }

  private boolean isEnough() {
    return dueBytes >= memory.lumpBytes() || due.size() >= MAX_UNITS;
  }

  private void age(long beforeNs) {
    Recent oldest = recent.peek();
    while (oldest != null && (oldest.arrivedNs() <= beforeNs || !oldest.data().isInHeap())) {
      recent.remove();
      if (oldest.data().isInHeap()) {
        due.add(oldest.data());
        dueBytes += oldest.data().length();
      }
      oldest = recent.peek();
    }
  }

  /** Others have moved what was packaged meanwhile, and some may have been dropped. */
  private void forgetMoved() {
    due.removeIf(data -> !data.isInHeap());
    dueBytes = due.stream().mapToLong(SharedData::length).sum();
  }

  private void park() {
    // What is parked can't be given up for others. Where that leaves them too little, it stays.
    if (memory.isRoomy()) {
      MediaBytes parcel = memory.copy(due);
      int at = 0;
      for (SharedData data : due) {
        data.moveTo(parcel, at);
        at += data.length();
      }
      parcel.release();
    }
    due.clear();
    dueBytes = 0;
  }
}
