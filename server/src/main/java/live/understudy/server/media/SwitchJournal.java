package live.understudy.server.media;

import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import live.understudy.api.event.SwitchEntry;
import live.understudy.api.event.SwitchStore;
import live.understudy.api.event.SwitchStore.Appended;
import live.understudy.media.ProgramId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the switches of all programs into the store, on a thread of its own. A program tells it
 * what was done and goes on at once: no answer, a late one or a conflict changes nothing of what is
 * published.
 */
public final class SwitchJournal implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SwitchJournal.class);
  private static final long RETRY_MS = 1_000;
  private static final int MAX_CONFLICTS_IN_A_ROW = 10;
  private static final long CLOSE_PATIENCE_MS = 2_000;

  private final @Nullable SwitchStore store;
  private final @Nullable ScheduledExecutorService writer;
  private final BiConsumer<ProgramId, SwitchEntry> witness;
  private final LongAdder late = new LongAdder();
  private final LongAdder conflicts = new LongAdder();
  private final LongAdder failures = new LongAdder();

  /** Writes into {@code store}. */
  public SwitchJournal(SwitchStore store) {
    this(store, (program, entry) -> {});
  }

  /** As above; each switch is also told to {@code witness}, which must not block. */
  public SwitchJournal(SwitchStore store, BiConsumer<ProgramId, SwitchEntry> witness) {
    this.store = store;
    this.witness = witness;
    this.writer =
        Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().name("switch-log").daemon().unstarted(task));
  }

  private SwitchJournal() {
    this.store = null;
    this.writer = null;
    this.witness = (program, entry) -> {};
  }

  /** Keeps what is shown, and stores nothing. */
  public static SwitchJournal inMemory() {
    return new SwitchJournal();
  }

  /** The book of a program, with what was written before. Blocks on the store. */
  SwitchBook open(ProgramId program) {
    SwitchStore from = store;
    if (from == null) {
      return new SwitchBook(program);
    }
    try {
      return new SwitchBook(program, from.latest(program, SwitchBook.MAX_SHOWN), from.end(program));
    } catch (RuntimeException e) {
      failures.increment();
      LOG.error("switches of before can't be read, go on without: program={}", program, e);
      return new SwitchBook(program);
    }
  }

  /** Takes what was done. Does not block. */
  void append(SwitchBook book, SwitchEntry entry) {
    book.add(entry, writer != null, System.nanoTime());
    submit(book, 0);
    try {
      witness.accept(book.program(), entry);
    } catch (RuntimeException e) {
      LOG.error("a switch was not counted: program={}", book.program(), e);
    }
  }

  private void submit(SwitchBook book, long delayMs) {
    ScheduledExecutorService on = writer;
    if (on == null) {
      return;
    }
    try {
      on.schedule(() -> write(book), delayMs, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.warn("switches not stored, the server ends: program={}", book.program());
    }
  }

  private void write(SwitchBook book) {
    SwitchStore into = store;
    int conflicting = 0;
    SwitchBook.Pending next = book.next();
    while (into != null && next != null) {
      try {
        Appended outcome = into.append(book.program(), next.entry().epoch() - 1, next.entry());
        switch (outcome) {
          case Appended.Done _ -> stored(book, next);
          case Appended.Gone _ -> book.forget();
          case Appended.Conflict found -> {
            conflict(book, next.entry(), found.currentEpoch());
            if (++conflicting > MAX_CONFLICTS_IN_A_ROW) {
              submit(book, RETRY_MS);
              return;
            }
          }
        }
      } catch (RuntimeException e) {
        failures.increment();
        book.failed();
        LOG.error("a switch can't be stored, the program goes on: program={}", book.program(), e);
        submit(book, RETRY_MS);
        return;
      }
      next = book.next();
    }
  }

  private void stored(SwitchBook book, SwitchBook.Pending done) {
    if (System.nanoTime() - done.sinceNs() > SwitchBook.PATIENCE_NS) {
      late.increment();
    }
    book.stored(done);
  }

  private void conflict(SwitchBook book, SwitchEntry entry, long currentEpoch) {
    conflicts.increment();
    LOG.warn(
        "another server has written to the switch log: program={} expected={} found={}; what this"
            + " one did comes after it",
        book.program(),
        entry.epoch() - 1,
        currentEpoch);
    book.conflict(currentEpoch);
  }

  /** Answers of the store that came later than programs wait for. */
  public long late() {
    return late.sum();
  }

  /** Attempts that found another server's entry. */
  public long conflicts() {
    return conflicts.sum();
  }

  /** Attempts that the store did not answer. */
  public long failures() {
    return failures.sum();
  }

  /** Stores what is pending, within two seconds. */
  @Override
  public void close() {
    ScheduledExecutorService on = writer;
    if (on == null) {
      return;
    }
    on.shutdown();
    try {
      if (!on.awaitTermination(CLOSE_PATIENCE_MS, TimeUnit.MILLISECONDS)) {
        LOG.warn("switches not stored: {} writes were under way", on.shutdownNow().size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
