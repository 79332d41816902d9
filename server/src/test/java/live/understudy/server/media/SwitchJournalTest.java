package live.understudy.server.media;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import live.understudy.api.event.ProgramStatus;
import live.understudy.api.event.SwitchEntry;
import live.understudy.api.event.SwitchLogStatus;
import live.understudy.api.event.SwitchStore;
import live.understudy.media.Leg;
import live.understudy.media.ProgramId;
import live.understudy.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Switches are stored behind the program's back, whatever the store does. */
@Timeout(240)
class SwitchJournalTest {
  private static final Duration TIMEOUT = Await.PATIENCE;

  /** A log in memory that can be slow, fail, and be written to by somebody else. */
  private static final class FakeStore implements SwitchStore {
    final List<SwitchEntry> entries = Collections.synchronizedList(new ArrayList<>());
    volatile CountDownLatch open = new CountDownLatch(0);
    volatile boolean failing;
    volatile boolean gone;

    @Override
    public Appended append(ProgramId program, long expectedEpoch, SwitchEntry entry) {
      try {
        open.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      if (failing) {
        throw new IllegalStateException("the disk is gone");
      }
      if (gone) {
        return new Appended.Gone();
      }
      if (entries.size() != expectedEpoch) {
        return new Appended.Conflict(entries.size());
      }
      entries.add(entry);
      return new Appended.Done();
    }

    @Override
    public List<SwitchEntry> after(ProgramId program, long afterEpoch, int limit) {
      return List.copyOf(entries);
    }

    @Override
    public List<SwitchEntry> latest(ProgramId program, int limit) {
      if (failing) {
        throw new IllegalStateException("the disk is gone");
      }
      return List.copyOf(entries);
    }

    @Override
    public End end(ProgramId program) {
      return new End(entries.size(), 40);
    }
  }

  private final FakeStore store = new FakeStore();
  private final SwitchJournal journal = new SwitchJournal(store);

  @AfterEach
  void close() {
    store.open.countDown();
    journal.close();
  }

  private static SwitchEntry entry(long epoch, Leg to) {
    return new SwitchEntry(
        epoch,
        epoch,
        to.other(),
        to,
        "LAG",
        null,
        "EXACT_CUT",
        0,
        0,
        0,
        0,
        0,
        0,
        ProgramStatus.Alignment.SOUND,
        null,
        1,
        new SwitchEntry.Place(0, 0, 0, 1, 0, 0, 0, 0, 0, null, 0, 0, null, false));
  }

  private SwitchLogStatus status(SwitchBook book) {
    return book.status(System.nanoTime());
  }

  private void awaitStored(SwitchBook book, long epoch) throws Exception {
    Await.until(
        TIMEOUT,
        () -> status(book).toString(),
        () -> status(book).state() == SwitchLogStatus.State.STORED && book.storedEpoch() == epoch);
  }

  private static List<Long> epochs(List<SwitchEntry> entries) {
    return entries.stream().map(SwitchEntry::epoch).toList();
  }

  @Test
  void append_storeDoesNotAnswer_nobodyWaitsAndItIsToldLater() throws Exception {
    store.open = new CountDownLatch(1);
    SwitchBook book = journal.open(Fixtures.PROGRAM);
    // The store answers when all is appended, and not before: who waited for it would wait forever.
    for (int i = 1; i <= 50; i++) {
      journal.append(book, entry(i, Leg.BACKUP));
    }
    assertEquals(50, book.latest().size());
    Await.until(
        TIMEOUT,
        () -> status(book).toString(),
        () -> status(book).state() == SwitchLogStatus.State.ALONE);
    assertEquals(50, status(book).pending());
    store.open.countDown();
    awaitStored(book, 50);
    assertEquals(book.latest(), store.entries);
    assertEquals(50, journal.late());
  }

  @Test
  void append_storeFails_isTriedAgain() throws Exception {
    store.failing = true;
    SwitchBook book = new SwitchBook(Fixtures.PROGRAM);
    journal.append(book, entry(1, Leg.BACKUP));
    journal.append(book, entry(2, Leg.PRIMARY));
    Await.until(TIMEOUT, "a failure", () -> journal.failures() > 0);
    Await.until(TIMEOUT, "alone", () -> status(book).state() == SwitchLogStatus.State.ALONE);
    store.failing = false;
    awaitStored(book, 2);
    assertEquals(List.of(1L, 2L), epochs(store.entries));
  }

  @Test
  void append_somebodyElseHasWritten_comesAfterItAndNothingIsLost() throws Exception {
    SwitchBook book = journal.open(Fixtures.PROGRAM);
    journal.append(book, entry(1, Leg.BACKUP));
    awaitStored(book, 1);
    SwitchEntry foreign = entry(2, Leg.PRIMARY);
    store.entries.add(foreign);
    store.entries.add(entry(3, Leg.BACKUP));
    journal.append(book, entry(2, Leg.BACKUP));
    journal.append(book, entry(3, Leg.PRIMARY));
    awaitStored(book, 5);
    journal.append(book, entry(4, Leg.BACKUP));
    awaitStored(book, 6);
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L), epochs(store.entries));
    assertEquals(foreign, store.entries.get(1));
    assertEquals(List.of(1L, 4L, 5L, 6L), epochs(book.latest()));
    assertEquals(1, status(book).conflicts());
    assertEquals(1, journal.conflicts());
  }

  @Test
  void open_logOfBefore_goesOnAfterIt() throws Exception {
    store.entries.addAll(List.of(entry(1, Leg.PRIMARY), entry(2, Leg.BACKUP)));
    SwitchBook book = journal.open(Fixtures.PROGRAM);
    assertEquals(2, book.storedEpoch());
    assertEquals(40, book.lastSession());
    journal.append(book, entry(3, Leg.PRIMARY));
    awaitStored(book, 3);
    assertEquals(List.of(1L, 2L, 3L), epochs(book.latest()));
  }

  @Test
  void open_storeFails_goesOnWithoutAndIsSortedInLater() throws Exception {
    store.entries.add(entry(1, Leg.PRIMARY));
    store.failing = true;
    SwitchBook book = journal.open(Fixtures.PROGRAM);
    assertEquals(List.of(), book.latest());
    store.failing = false;
    journal.append(book, entry(1, Leg.BACKUP));
    awaitStored(book, 2);
    assertEquals(List.of(1L, 2L), epochs(store.entries));
  }

  @Test
  void append_programIsGone_nothingIsKept() throws Exception {
    store.gone = true;
    SwitchBook book = journal.open(Fixtures.PROGRAM);
    journal.append(book, entry(1, Leg.BACKUP));
    Await.until(TIMEOUT, "forgotten", () -> status(book).pending() == 0);
    assertEquals(List.of(), store.entries);
  }

  @Test
  void append_moreThanCanWait_theOldestAreCounted() {
    store.open = new CountDownLatch(1);
    SwitchBook book = journal.open(Fixtures.PROGRAM);
    for (int i = 1; i <= SwitchBook.MAX_PENDING + 5; i++) {
      journal.append(book, entry(i, Leg.BACKUP));
    }
    assertEquals(5, status(book).dropped());
    assertEquals(SwitchBook.MAX_PENDING, status(book).pending());
    assertEquals(SwitchBook.MAX_SHOWN, book.latest().size());
  }

  @Test
  void close_withEntriesPending_storesThem() throws Exception {
    SwitchBook book = journal.open(Fixtures.PROGRAM);
    for (int i = 1; i <= 20; i++) {
      journal.append(book, entry(i, Leg.BACKUP));
    }
    journal.close();
    assertEquals(20, store.entries.size());
  }
}
