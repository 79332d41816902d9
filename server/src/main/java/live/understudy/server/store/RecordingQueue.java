package live.understudy.server.store;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import live.understudy.api.event.RecordingStatus;
import live.understudy.api.event.RecordingStatus.State;
import live.understudy.hls.store.IndexRecord;
import live.understudy.hls.store.Mark;
import live.understudy.media.ProgramId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  private static final Logger LOG = LoggerFactory.getLogger(RecordingQueue.class);

  /** A recording that went so long without trouble is tried again quickly at the next. */
  private static final long CALM_NS = TimeUnit.MINUTES.toNanos(1);

  private static final int MOST_DOUBLINGS = 4;

  /** What the index and new volumes may take for each op, generously. */
  private static final int RECORD_BYTES = 2048;

  /** What waits for longer is told of, though nothing is lost yet. */
  private static final long LATE_NS = TimeUnit.SECONDS.toNanos(1);

  private final ProgramId program;
  private final StoreConfig config;
  private final Executor writer;
  private final RecordingFiles files;
  private final HeaderPage page;
  private final SpaceGuard space;

  /** Bytes that wait in all queues of the store. */
  private final AtomicLong pendingTotal;

  private final Object lock = new Object();
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private long pendingBytes;
  private long lastNumber;
  private boolean scheduled;
  private boolean closed;

  /** Whether media is taken, and whether only from the beginning of a segment on. */
  private boolean taking = true;

  private boolean wholeSegmentsOnly;

  /** How far media was given, and the number of what the header page's mark includes. */
  private Mark newest;

  private long markedNumber;

  private State state = State.RECORDING;
  private @Nullable StopReason reason;
  private long sinceMs = System.currentTimeMillis();
  private long recordingSinceNs = System.nanoTime();
  private long retryAtNs;
  private int doublings;
  private long storedBytes;

  /** The oldest of what the writer works on. */
  private @Nullable Waiting inFlight;

  private record Waiting(long number, Op op, long sinceNs, long sinceMs) {}

  /** What a queue works with. */
  record Parts(
      StoreConfig config,
      Executor writer,
      RecordingFiles files,
      HeaderPage page,
      SpaceGuard space,
      AtomicLong pendingTotal) {}

  RecordingQueue(ProgramId program, Parts parts, Mark newest, long storedBytes) {
    this.program = program;
    this.config = parts.config();
    this.writer = parts.writer();
    this.files = parts.files();
    this.page = parts.page();
    this.space = parts.space();
    this.pendingTotal = parts.pendingTotal();
    this.newest = newest;
    this.storedBytes = storedBytes;
    if (newest.ended()) {
      state = State.OFF;
    }
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
      if (taking && !fits(media.bytes())) {
        fallsBehind = state != State.STOPPED;
        stopTaking(StopReason.DISK_SLOW);
        refused.addAll(dropMedia());
      }
      if (taking && !closed && (whole || !wholeSegmentsOnly)) {
        wholeSegmentsOnly = false;
        pendingBytes += media.bytes();
        pendingTotal.addAndGet(media.bytes());
        add(media);
      } else {
        mark();
        refused.add(media);
      }
    }
    if (fallsBehind) {
      warn(StopReason.DISK_SLOW, null);
    }
    refused.forEach(one -> tell(one, false));
  }

  private void warn(StopReason why, @Nullable Throwable cause) {
    LOG.warn(
        "recording stopped, the program goes on: program={} reason={} cause={}",
        program,
        why.words(config),
        cause == null ? "-" : cause.toString());
  }

  private boolean fits(long bytes) {
    boolean fitsHere = pendingBytes == 0 || pendingBytes + bytes <= config.maxPendingBytes();
    long total = pendingTotal.get();
    return fitsHere && (total == 0 || total + bytes <= config.maxPendingTotalBytes());
  }

  void publishingUnstored() {
    synchronized (lock) {
      mark();
    }
  }

  RecordingStatus status() {
    synchronized (lock) {
      Waiting oldest = inFlight != null ? inFlight : waiting.peekFirst();
      if (state == State.RECORDING
          && oldest != null
          && System.nanoTime() - oldest.sinceNs() > LATE_NS) {
        String slow = StopReason.DISK_SLOW.code();
        return new RecordingStatus(State.LAGGING, slow, storedBytes, oldest.sinceMs());
      }
      return new RecordingStatus(
          state, reason == null ? null : reason.code(), storedBytes, sinceMs);
    }
  }

  // --- with the lock ---

  private void mark() {
    page.mark(newest);
    markedNumber = lastNumber;
  }

  private void add(Op op) {
    waiting.add(new Waiting(lastNumber, op, System.nanoTime(), System.currentTimeMillis()));
    schedule();
  }

  private void schedule() {
    if (taking && !scheduled && !closed) {
      scheduled = true;
      writer.execute(this::drain);
    }
  }

  private List<Op.Media> dropMedia() {
    List<Op.Media> dropped = new ArrayList<>();
    for (Iterator<Waiting> all = waiting.iterator(); all.hasNext(); ) {
      if (all.next().op() instanceof Op.Media media) {
        all.remove();
        dropped.add(media);
        release(media.bytes());
      }
    }
    return dropped;
  }

  private void release(long bytes) {
    pendingBytes -= bytes;
    pendingTotal.addAndGet(-bytes);
  }

  private void stopTaking(StopReason why) {
    taking = false;
    mark();
    long nowNs = System.nanoTime();
    if (state == State.RECORDING && nowNs - recordingSinceNs > CALM_NS) {
      doublings = 0;
    }
    retryAtNs = nowNs + TimeUnit.MILLISECONDS.toNanos((long) config.retryMs() << doublings);
    doublings = Math.min(doublings + 1, MOST_DOUBLINGS);
    become(State.STOPPED, why);
  }

  private void become(State next, @Nullable StopReason why) {
    if (state != next) {
      sinceMs = System.currentTimeMillis();
    }
    state = next;
    reason = why;
  }

  // --- from the writer thread ---

  private void drain() {
    List<Waiting> batch;
    synchronized (lock) {
      scheduled = false;
      batch = new ArrayList<>(waiting);
      waiting.clear();
      if (batch.isEmpty()) {
        return;
      }
      inFlight = batch.getFirst();
    }
    long bytes = 0;
    for (Waiting one : batch) {
      bytes += RECORD_BYTES;
      bytes += one.op() instanceof Op.Media media ? media.bytes() : 0;
    }
    StopReason refusal = space.refusal(bytes);
    if (refusal != null) {
      failed(batch, refusal, null);
      return;
    }
    long grown;
    try {
      grown = files.write(batch.stream().map(Waiting::op).toList());
    } catch (IOException e) {
      failed(batch, reason(e), e);
      return;
    } catch (RuntimeException | Error e) {
      failed(batch, StopReason.DISK_ERROR, e);
      return;
    }
    space.count(grown);
    stored(batch, grown);
  }

  private static StopReason reason(IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("No space left") || message.contains("quota exceeded")
        ? StopReason.DISK_FULL
        : StopReason.DISK_ERROR;
  }

  private void stored(List<Waiting> batch, long grown) {
    boolean back = false;
    synchronized (lock) {
      inFlight = null;
      storedBytes += grown;
      boolean hasMedia = false;
      boolean hasEnd = false;
      for (Waiting one : batch) {
        switch (one.op()) {
          case Op.Media media -> {
            hasMedia = true;
            release(media.bytes());
          }
          case Op.Records records -> hasEnd |= records.records().contains(new IndexRecord.End());
        }
      }
      if (taking && (hasMedia || hasEnd || state == State.RECORDING)) {
        if (batch.getLast().number() >= markedNumber) {
          page.mark(null);
        }
        back = state == State.STOPPED;
        if (back) {
          recordingSinceNs = System.nanoTime();
        }
        become(hasEnd || state == State.OFF ? State.OFF : State.RECORDING, null);
      }
    }
    if (back) {
      LOG.info("recording goes on: program={}", program);
    }
    batch.forEach(one -> tell(one.op(), true));
  }

  private void failed(List<Waiting> batch, StopReason why, @Nullable Throwable cause) {
    List<Op.Media> dropped = new ArrayList<>();
    boolean first;
    synchronized (lock) {
      inFlight = null;
      first = state != State.STOPPED;
      stopTaking(why);
      List<Waiting> kept = new ArrayList<>();
      for (Waiting one : batch) {
        if (one.op() instanceof Op.Media media) {
          dropped.add(media);
          release(media.bytes());
        } else {
          kept.add(one);
        }
      }
      dropped.addAll(dropMedia());
      kept.reversed().forEach(waiting::addFirst);
    }
    if (cause != null && !(cause instanceof IOException)) {
      LOG.error("recording is broken, the program goes on: program={}", program, cause);
    } else if (first) {
      warn(why, cause);
    }
    dropped.forEach(one -> tell(one, false));
  }

  /** A listener that fails, perhaps because its loop has ended, keeps no other from its answer. */
  private void tell(Op op, boolean onDisk) {
    StoredListener listener =
        switch (op) {
          case Op.Media media -> {
            media.leases().close();
            yield media.listener();
          }
          case Op.Records records -> records.listener();
        };
    try {
      listener.stored(onDisk);
    } catch (RuntimeException e) {
      LOG.warn("nobody hears what became of a segment: program={}", program, e);
    }
  }

  void tick(long nowNs) {
    synchronized (lock) {
      if (taking || closed || nowNs - retryAtNs < 0) {
        return;
      }
      StopReason refusal = space.resumeRefusal();
      if (refusal != null) {
        become(State.STOPPED, refusal);
        retryAtNs = nowNs + TimeUnit.MILLISECONDS.toNanos(config.retryMs());
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
      dropped = dropMedia();
      if (!dropped.isEmpty() || !waiting.isEmpty()) {
        mark();
      }
      taking = false;
      waiting.clear();
    }
    dropped.forEach(one -> tell(one, false));
  }
}
