package live.understudy.server.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import live.understudy.api.event.RecordingStatus;
import live.understudy.api.event.RecordingStatus.State;
import live.understudy.hls.store.IndexRecord;
import live.understudy.hls.store.Mark;
import live.understudy.media.ProgramId;
import live.understudy.server.store.BatchWriter.Outcome;
import live.understudy.server.store.WaitingOps.Waiting;
import org.jspecify.annotations.Nullable;

/**
 * Between a program's event loop and the writer thread: what waits to be written, whether anything
 * is taken at all, and the mark that says which numbers may be published beyond the index.
 *
 * <p>It takes media or refuses it. It refuses from the moment that the disk was too slow or failed;
 * the numbers of what it refuses go into the header page before the listener hears of it. The
 * writer lets it take whole segments again after a while, behind a record that says where the hole
 * ends.
 */
final class RecordingQueue {

  private final RecordingReport report;
  private final Executor thread;
  private final BatchWriter writer;
  private final HeaderPage page;
  private final SpaceGuard space;

  private final Object lock = new Object();
  private final WaitingOps waiting;
  private final RecordingState state;
  private long lastNumber;
  private boolean scheduled;
  private boolean closed;

  /** Whether media is taken, and whether only from the beginning of a segment on. */
  private boolean taking = true;

  private boolean wholeSegmentsOnly;

  /** How far media was given, and the number of what the header page's mark includes. */
  private Mark newest;

  private long markedNumber;
  private long storedBytes;

  /** What a queue works with; {@code pendingTotal}: bytes that wait in all queues of the store. */
  record Parts(
      StoreConfig config,
      Executor writer,
      RecordingFiles files,
      HeaderPage page,
      SpaceGuard space,
      AtomicLong pendingTotal) {}

  RecordingQueue(ProgramId program, Parts parts, Mark newest, long storedBytes) {
    StoreConfig config = parts.config();
    this.report = new RecordingReport(program, config);
    this.thread = parts.writer();
    this.writer = new BatchWriter(parts.files(), parts.space());
    this.page = parts.page();
    this.space = parts.space();
    this.waiting = new WaitingOps(config, parts.pendingTotal());
    this.state =
        new RecordingState(
            newest.ended() ? State.OFF : State.RECORDING, config.retryMs(), System.nanoTime());
    this.newest = newest;
    this.storedBytes = storedBytes;
  }

  // --- from the event loop ---

  /** Records that are small and must not get lost. */
  void records(Mark mark, List<IndexRecord> records, StoredListener listener) {
    synchronized (lock) {
      newest = mark;
      lastNumber++;
      add(new Op.Records(records, listener));
    }
  }

  /** The playlist's end. */
  void end(Mark mark, List<IndexRecord> records, StoredListener listener) {
    synchronized (lock) {
      if (!taking) {
        newest = mark;
        mark();
      }
    }
    records(mark, records, listener);
  }

  /** Takes media, or says at once that it does not. */
  void media(Mark mark, Op.Media media) {
    List<Op.Media> refused = new ArrayList<>();
    boolean fallsBehind = false;
    synchronized (lock) {
      newest = mark;
      lastNumber++;
      boolean whole = media instanceof Op.Complete;
      if (taking && !waiting.fits(media.bytes())) {
        fallsBehind = !state.is(State.STOPPED);
        stopTaking(StopReason.DISK_SLOW);
        refused.addAll(waiting.dropMedia());
      }
      if (taking && !closed && (whole || !wholeSegmentsOnly)) {
        wholeSegmentsOnly = false;
        add(media);
      } else {
        mark();
        refused.add(media);
      }
    }
    if (fallsBehind) {
      report.stopped(StopReason.DISK_SLOW, null);
    }
    report.tell(refused, false);
  }

  void publishingUnstored() {
    synchronized (lock) {
      mark();
    }
  }

  RecordingStatus status() {
    synchronized (lock) {
      return state.status(storedBytes, waiting.oldest(), System.nanoTime());
    }
  }

  // --- with the lock ---

  private void mark() {
    page.mark(newest);
    markedNumber = lastNumber;
  }

  private void add(Op op) {
    waiting.add(lastNumber, op);
    if (taking && !scheduled && !closed) {
      scheduled = true;
      thread.execute(this::drain);
    }
  }

  private void stopTaking(StopReason why) {
    taking = false;
    mark();
    state.stopped(why, System.nanoTime());
  }

  // --- from the writer thread ---

  private void drain() {
    List<Waiting> batch;
    synchronized (lock) {
      scheduled = false;
      batch = waiting.take();
    }
    if (batch.isEmpty()) {
      return;
    }
    switch (writer.write(ops(batch))) {
      case Outcome.Stored stored -> stored(batch, stored.grownBytes());
      case Outcome.Failed failed -> failed(batch, failed.why(), failed.cause());
    }
  }

  private void stored(List<Waiting> batch, long grownBytes) {
    boolean back = false;
    List<Op> ops = ops(batch);
    boolean hasMedia = ops.stream().anyMatch(Op.Media.class::isInstance);
    boolean hasEnd = ops.stream().anyMatch(RecordingQueue::isEnd);
    synchronized (lock) {
      waiting.written(batch);
      storedBytes += grownBytes;
      if (taking && (hasMedia || hasEnd || state.is(State.RECORDING))) {
        if (batch.getLast().number() >= markedNumber) {
          page.mark(null);
        }
        back = state.stored(hasEnd, System.nanoTime());
      }
    }
    if (back) {
      report.goesOn();
    }
    report.tell(ops, true);
  }

  private static List<Op> ops(List<Waiting> batch) {
    return batch.stream().map(Waiting::op).toList();
  }

  private static boolean isEnd(Op op) {
    return op instanceof Op.Records records && records.records().contains(new IndexRecord.End());
  }

  private void failed(List<Waiting> batch, StopReason why, @Nullable Throwable cause) {
    List<Op.Media> dropped;
    boolean first;
    synchronized (lock) {
      first = !state.is(State.STOPPED);
      stopTaking(why);
      dropped = waiting.failed(batch);
    }
    report.failed(first, why, cause);
    report.tell(dropped, false);
  }

  void tick(long nowNs) {
    synchronized (lock) {
      if (taking || closed || !state.isDue(nowNs)) {
        return;
      }
      StopReason refusal = space.resumeRefusal();
      if (refusal != null) {
        state.staysStopped(refusal, nowNs);
        return;
      }
      taking = true;
      wholeSegmentsOnly = true;
      add(new Op.Records(List.of(new IndexRecord.Hole(newest)), StoredListener.NONE));
    }
  }

  /** Takes nothing any more; writes what waits if {@code writing}. */
  void close(boolean writing) {
    List<Op.Media> dropped;
    boolean write;
    synchronized (lock) {
      closed = true;
      write = writing && taking;
    }
    if (write) {
      drain();
    }
    synchronized (lock) {
      dropped = waiting.dropMedia();
      if (!dropped.isEmpty() || !waiting.isEmpty()) {
        mark();
      }
      taking = false;
      waiting.clear();
    }
    report.tell(dropped, false);
  }
}
