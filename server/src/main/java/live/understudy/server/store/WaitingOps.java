package live.understudy.server.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What of one recording waits to be written, in its order, and how much may wait. Not thread-safe:
 * the queue's lock guards it.
 */
final class WaitingOps {

  private final StoreConfig config;

  /** Bytes that wait in all queues of the store. */
  private final AtomicLong pendingTotal;

  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private long pendingBytes;

  /** The oldest of what the writer works on. */
  private @Nullable Waiting inFlight;

  WaitingOps(StoreConfig config, AtomicLong pendingTotal) {
    this.config = config;
    this.pendingTotal = pendingTotal;
  }

  /** One op, and since when it waits: monotonic, and on the wall clock. */
  record Waiting(long number, Op op, long sinceNs, long sinceMs) {}

  /** Whether so much media may wait besides. One that is alone may be of any size. */
  boolean fits(long bytes) {
    boolean fitsHere = pendingBytes == 0 || pendingBytes + bytes <= config.maxPendingBytes();
    long total = pendingTotal.get();
    return fitsHere && (total == 0 || total + bytes <= config.maxPendingTotalBytes());
  }

  void add(long number, Op op) {
    if (op instanceof Op.Media media) {
      count(media.bytes());
    }
    waiting.add(new Waiting(number, op, System.nanoTime(), System.currentTimeMillis()));
  }

  /** All that waits is being written now; {@link #written} or {@link #failed} ends that. */
  List<Waiting> take() {
    List<Waiting> batch = new ArrayList<>(waiting);
    waiting.clear();
    inFlight = batch.isEmpty() ? null : batch.getFirst();
    return batch;
  }

  void written(List<Waiting> batch) {
    inFlight = null;
    for (Waiting one : batch) {
      if (one.op() instanceof Op.Media media) {
        count(-media.bytes());
      }
    }
  }

  /** Its records wait again, before all others. Answers the media, which waits no longer. */
  List<Op.Media> failed(List<Waiting> batch) {
    inFlight = null;
    batch.reversed().forEach(waiting::addFirst);
    return dropMedia();
  }

  /** No media waits any longer, but for what is being written. Answers it, oldest first. */
  List<Op.Media> dropMedia() {
    List<Op.Media> dropped = new ArrayList<>();
    for (Iterator<Waiting> all = waiting.iterator(); all.hasNext(); ) {
      if (all.next().op() instanceof Op.Media media) {
        all.remove();
        dropped.add(media);
        count(-media.bytes());
      }
    }
    return dropped;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Records that were never written are forgotten; media has to be dropped before. */
  void clear() {
    waiting.clear();
  }

  /** What waits for the longest, or is being written; null when there is nothing. */
  @Nullable Waiting oldest() {
    return inFlight != null ? inFlight : waiting.peekFirst();
  }

  private void count(long bytes) {
    pendingBytes += bytes;
    pendingTotal.addAndGet(bytes);
  }
}
