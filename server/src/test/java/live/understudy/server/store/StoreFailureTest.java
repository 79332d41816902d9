package live.understudy.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import live.understudy.api.event.RecordingStatus.State;
import live.understudy.hls.MediaName;
import live.understudy.hls.store.Recovered;
import live.understudy.media.ProgramId;
import live.understudy.testing.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A disk that is full, slow, or fails: the program goes on, and no number is ever used again. */
class StoreFailureTest {

  private static final Duration SOON = Await.PATIENCE;

  @TempDir Path data;

  private static Recording begun(StoreBench bench, long segments) throws Exception {
    Recording recording = bench.recording();
    recording.begin(TestMedia.SHAPE, 0);
    for (long msn = 0; msn < segments; msn++) {
      assertTrue(bench.give(recording, msn));
    }
    return recording;
  }

  /** Nothing is listed, because the newest is not there; what is there is served. */
  private static void assertHoleAtTheEnd(StoreBench bench, Recording at, long stored, long next)
      throws Exception {
    Recovered recovered = Objects.requireNonNull(at.recovered());
    assertEquals(List.of(), recovered.segments());
    assertEquals(next, recovered.nextMsn());
    assertTrue(recovered.certain());
    for (long msn = 0; msn < stored; msn++) {
      bench.assertHas(at, msn);
    }
    assertNull(at.find(new MediaName.OfSegment(stored)));
  }

  @Test
  void write_diskFullAtAnyByte_keepsWhatWasStoredAndRemembersTheNumbers() throws Exception {
    for (long room = 0; room < 1_900; room += 37) {
      Path folder = data.resolve("room" + room);
      try (StoreBench bench = StoreBench.at(folder)) {
        Recording recording = begun(bench, 3);
        bench.files.leaveRoomFor(room);
        long stored = 3;
        for (long msn = 3; msn < 8; msn++) {
          boolean kept = bench.give(recording, msn);
          assertFalse(kept && msn > stored, "nothing is stored behind a hole");
          stored += kept ? 1 : 0;
        }
        assertTrue(stored < 8);
        assertEquals(State.STOPPED, recording.status().state());
        assertEquals("disk-full", recording.status().reason());
        assertHoleAtTheEnd(bench, bench.restart(), stored, 8);
      }
    }
  }

  @Test
  void tellsAll_diskFullFromTheBeginning_isFalseForNumbersThatMayBeUsed() throws Exception {
    try (StoreBench bench = StoreBench.at(data)) {
      assertFalse(bench.recording().tellsAll(), "of what was before it");
      Recording untouched = bench.restart();
      assertNull(untouched.recovered());
      assertTrue(untouched.tellsAll());
      bench.files.leaveRoomFor(0);
      untouched.begin(TestMedia.SHAPE, 0);
      assertFalse(bench.give(untouched, 0));
      Recording again = bench.restart();
      assertNull(again.recovered(), "how it began");
      assertFalse(again.tellsAll());
    }
  }

  @Test
  void write_diskFullThenSpaceIsBack_goesOnWithTheNextWholeSegmentBehindAHole() throws Exception {
    try (StoreBench bench = StoreBench.at(data)) {
      Recording recording = begun(bench, 3);
      bench.files.leaveRoomFor(700);
      assertFalse(bench.give(recording, 3));
      assertFalse(bench.give(recording, 4));
      bench.files.leaveRoomFor(Long.MAX_VALUE);
      long first = untilStored(bench, recording, 5);
      StoreBench.awaitState(recording, State.RECORDING);
      assertNull(recording.status().reason());
      assertTrue(bench.giveParts(recording, first + 1, 2));
      assertTrue(bench.give(recording, first + 1));
      Recording again = bench.restart();
      bench.assertRecovered(again, first, first + 1);
      assertNull(again.find(new MediaName.OfSegment(3)));
      bench.assertHas(again, 2);
      assertTrue(bench.give(again, first + 2));
      bench.assertRecovered(bench.restart(), first, first + 2);
    }
  }

  @Test
  void write_diskFullForLong_isOneLineInTheLogEachWay() throws Exception {
    Logger log = (Logger) LoggerFactory.getLogger(RecordingReport.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.addAppender(lines);
    try (StoreBench bench = StoreBench.at(data)) {
      Recording recording = begun(bench, 3);
      bench.files.leaveRoomFor(500);
      long msn = 3;
      long untilNs = System.nanoTime() + 500_000_000;
      while (System.nanoTime() - untilNs < 0) {
        assertFalse(bench.give(recording, msn++));
      }
      bench.files.leaveRoomFor(Long.MAX_VALUE);
      untilStored(bench, recording, msn);
      StoreBench.awaitState(recording, State.RECORDING);
      assertEquals(
          List.of(Level.WARN, Level.INFO),
          lines.list.stream().map(ILoggingEvent::getLevel).toList());
    } finally {
      log.detachAppender(lines);
    }
  }

  @Test
  void stored_listenerThatThrows_keepsNoOtherFromItsAnswer() throws Exception {
    try (StoreBench bench = StoreBench.at(data)) {
      Recording recording = begun(bench, 1);
      recording.segment(
          bench.media.segment(1),
          _ -> {
            throw new IllegalStateException("its loop has ended");
          });
      assertTrue(bench.give(recording, 2));
      assertEquals(State.RECORDING, recording.status().state());
      bench.assertRecovered(bench.restart(), 0, 2);
    }
  }

  /** Gives segments from {@code msn} on until one is stored; which one. */
  private static long untilStored(StoreBench bench, Recording recording, long msn)
      throws Exception {
    long[] next = {msn};
    Await.until(SOON, "a segment is stored again", () -> bench.give(recording, next[0]++));
    return next[0] - 1;
  }

  @Test
  void parts_diskFullInTheMiddleOfASegment_segmentIsNotListedAfterARestart() throws Exception {
    try (StoreBench bench = StoreBench.at(data)) {
      Recording recording = begun(bench, 2);
      assertTrue(bench.giveParts(recording, 2, 2));
      bench.files.leaveRoomFor(100);
      assertFalse(bench.giveParts(recording, 2, 3));
      Recording again = bench.restart();
      assertHoleAtTheEnd(bench, again, 2, 3);
    }
  }

  @Test
  void parts_spaceIsBackInTheMiddleOfASegment_theWholeSegmentIsStored() throws Exception {
    try (StoreBench bench = StoreBench.at(data)) {
      Recording recording = begun(bench, 2);
      assertTrue(bench.giveParts(recording, 2, 1));
      bench.files.leaveRoomFor(100);
      assertFalse(bench.giveParts(recording, 2, 2));
      bench.files.leaveRoomFor(Long.MAX_VALUE);
      long msn = 2;
      while (!bench.give(recording, msn)) {
        msn++;
        bench.giveParts(recording, msn, 3);
      }
      bench.assertHas(recording, msn);
      bench.assertRecovered(bench.restart(), msn == 2 ? 0 : msn, msn);
    }
  }

  @Test
  void write_tornTailCannotBeCut_isNotWrittenBehindUntilItCan() throws Exception {
    try (StoreBench bench = StoreBench.at(data)) {
      Recording recording = begun(bench, 3);
      bench.files.refuseToTruncate(true);
      bench.files.leaveRoomFor(1_400);
      assertFalse(bench.give(recording, 3));
      bench.files.leaveRoomFor(Long.MAX_VALUE);
      Await.whileFor(
          Duration.ofMillis(300), "stopped", () -> recording.status().state() == State.STOPPED);
      bench.files.refuseToTruncate(false);
      long first = untilStored(bench, recording, 4);
      bench.assertRecovered(bench.restart(), first, first);
    }
  }

  @Test
  void write_diskHangs_programGoesOnAndTheNumbersAreRemembered() throws Exception {
    StoreConfig config = new StoreConfig(0, 0, 1 << 20, 4_000, 8_000, 1000, 100, 20);
    try (StoreBench bench = new StoreBench(data, new TestMedia(1, 4, 300), config)) {
      Recording recording = begun(bench, 3);
      bench.files.hang();
      List<Boolean> answers = Collections.synchronizedList(new ArrayList<>());
      for (long msn = 3; msn < 20; msn++) {
        bench.offer(recording, msn, answers::add);
        if (msn == 3) {
          Await.until(SOON, "the writer hangs", bench.files::hangs);
        }
      }
      // All but the one in the hanging write have their answer, from this very thread.
      assertEquals(16, answers.size());
      assertFalse(answers.contains(true));
      assertEquals(State.STOPPED, recording.status().state());
      assertEquals("disk-slow", recording.status().reason());
      assertHoleAtTheEnd(bench, reopenedWhileHanging(), 3, 20);
      bench.files.go();
      Await.until(SOON, "the hanging write's answer", () -> answers.contains(true));
    }
  }

  /** What a new process would find if this one were killed now. */
  private Recording reopenedWhileHanging() throws Exception {
    Path copy = data.resolve("copy");
    Trees.copy(data.resolve("recordings"), copy.resolve("recordings"));
    return SegmentStore.open(copy, StoreBench.SMALL).recording(StoreBench.PROGRAM);
  }

  @Test
  void write_diskHungAndIsBack_goesOnBehindAHole() throws Exception {
    StoreConfig config = new StoreConfig(0, 0, 1 << 20, 4_000, 8_000, 1000, 100, 20);
    try (StoreBench bench = new StoreBench(data, new TestMedia(1, 4, 300), config)) {
      Recording recording = begun(bench, 3);
      bench.files.hang();
      for (long msn = 3; msn < 20; msn++) {
        bench.offer(recording, msn, StoredListener.NONE);
      }
      bench.files.go();
      long first = untilStored(bench, recording, 20);
      StoreBench.awaitState(recording, State.RECORDING);
      bench.assertRecovered(bench.restart(config), first, first);
    }
  }

  @Test
  void publishingUnstored_thenKilled_numbersAreNotUsedAgain() throws Exception {
    try (StoreBench bench = StoreBench.at(data)) {
      Recording recording = begun(bench, 3);
      bench.files.hang();
      bench.offer(recording, 3, StoredListener.NONE);
      Await.until(SOON, "the writer hangs", bench.files::hangs);
      Trees.copy(data.resolve("recordings"), data.resolve("before/recordings"));
      recording.publishingUnstored();
      Trees.copy(data.resolve("recordings"), data.resolve("after/recordings"));
      Recording before =
          SegmentStore.open(data.resolve("before"), StoreBench.SMALL).recording(StoreBench.PROGRAM);
      bench.assertRecovered(before, 0, 2);
      Recording after =
          SegmentStore.open(data.resolve("after"), StoreBench.SMALL).recording(StoreBench.PROGRAM);
      assertHoleAtTheEnd(bench, after, 3, 4);
      bench.files.go();
      assertTrue(bench.give(recording, 4));
      // All of it is on disk now, so nothing is uncertain any more.
      bench.assertRecovered(bench.restart(), 0, 4);
    }
  }

  @Test
  void status_writeTakesLong_isLaggingBeforeAnythingIsLost() throws Exception {
    try (StoreBench bench = StoreBench.at(data)) {
      Recording recording = begun(bench, 1);
      bench.files.hang();
      bench.offer(recording, 1, StoredListener.NONE);
      StoreBench.awaitState(recording, State.LAGGING);
      assertEquals("disk-slow", recording.status().reason());
      bench.files.go();
      StoreBench.awaitState(recording, State.RECORDING);
      bench.assertRecovered(bench.restart(), 0, 1);
    }
  }

  @Test
  void write_quotaReached_stopsUntilAnotherEventIsDeleted() throws Exception {
    StoreConfig config = new StoreConfig(30_000, 0, 10_000, 1 << 20, 1 << 20, 1000, 100, 20);
    try (StoreBench bench = new StoreBench(data, new TestMedia(1, 4, 300), config)) {
      Recording old = bench.store.recording(new ProgramId("old", "en"));
      old.begin(TestMedia.SHAPE, 0);
      for (long msn = 0; msn < 5; msn++) {
        assertTrue(bench.give(old, msn));
      }
      Recording recording = begun(bench, 1);
      long msn = 1;
      while (bench.give(recording, msn)) {
        msn++;
        assertTrue(msn < 30, "no quota");
      }
      assertEquals("quota", recording.status().reason());
      assertTrue(bench.store.usedBytes() <= 30_000);
      assertFalse(bench.give(old, 5));
      assertEquals(State.STOPPED, old.status().state());
      // Nothing is deleted by itself.
      bench.assertHas(old, 0);
      bench.store.delete("old");
      long first = untilStored(bench, recording, msn + 1);
      bench.assertRecovered(bench.restart(config), first, first);
    }
  }

  @Test
  void write_lessFreeThanMustStay_stopsUntilThereIsMore() throws Exception {
    StoreConfig config = new StoreConfig(0, 50_000, 1 << 20, 1 << 20, 1 << 20, 1000, 100, 20);
    try (StoreBench bench = new StoreBench(data, new TestMedia(1, 4, 300), config)) {
      Recording recording = begun(bench, 2);
      bench.files.freeBytes(50_100);
      long[] msn = {2};
      Await.until(SOON, "it stops", () -> !bench.give(recording, msn[0]++));
      assertEquals("disk-full", recording.status().reason());
      assertTrue(Objects.requireNonNull(StopReason.DISK_FULL.words(config)).contains("make room"));
      bench.files.freeBytes(1_000_000);
      long first = untilStored(bench, recording, msn[0]);
      bench.assertRecovered(bench.restart(config), first, first);
    }
  }

  @Test
  void end_onAFullDisk_isRememberedAndWrittenLater() throws Exception {
    try (StoreBench bench = StoreBench.at(data)) {
      Recording recording = begun(bench, 3);
      bench.files.leaveRoomFor(0);
      assertFalse(bench.give(recording, 3));
      recording.end(StoredListener.NONE);
      Trees.copy(data.resolve("recordings"), data.resolve("copy/recordings"));
      Recording killed =
          SegmentStore.open(data.resolve("copy"), StoreBench.SMALL).recording(StoreBench.PROGRAM);
      assertTrue(Objects.requireNonNull(killed.recovered()).ended());
      bench.assertRecovered(killed, 0, 2);
      bench.files.leaveRoomFor(Long.MAX_VALUE);
      StoreBench.awaitState(recording, State.OFF);
      Recording again = bench.restart();
      assertTrue(Objects.requireNonNull(again.recovered()).ended());
      bench.assertRecovered(again, 0, 2);
    }
  }

  @Test
  void delete_whileTheDiskHangs_isDoneWhenItIsBack() throws Exception {
    try (StoreBench bench = StoreBench.at(data)) {
      Recording recording = begun(bench, 3);
      bench.files.hang();
      bench.offer(recording, 3, StoredListener.NONE);
      Await.until(SOON, "the writer hangs", bench.files::hangs);
      bench.store.delete("launch");
      bench.files.go();
      Await.until(SOON, "it is gone", () -> !bench.files.isFolder(bench.folder()));
      Await.until(SOON, "nothing is used", () -> bench.store.usedBytes() == 0);
      assertFalse(bench.give(recording, 4));
    }
  }

  @Test
  void recover_onAFullDisk_findsAllAndStopsRecording() throws Exception {
    try (StoreBench bench = StoreBench.at(data)) {
      Recording recording = begun(bench, 3);
      assertTrue(bench.giveParts(recording, 3, 4));
      bench.files.leaveRoomFor(0);
      Recording again = bench.restart();
      bench.assertRecovered(again, 0, 3);
      StoreBench.awaitState(again, State.STOPPED);
      assertFalse(bench.give(again, 4));
      bench.files.leaveRoomFor(Long.MAX_VALUE);
      long first = untilStored(bench, again, 5);
      Recording third = bench.restart();
      bench.assertRecovered(third, first, first);
      bench.assertHas(third, 3);
    }
  }

  @Test
  void segment_moreThanARecordingMayHave_stopsRecordingAlone() throws Exception {
    StoreConfig config = new StoreConfig(0, 0, 1 << 20, 1 << 20, 1 << 20, 5, 100, 20);
    try (StoreBench bench = new StoreBench(data, new TestMedia(1, 4, 300), config)) {
      Recording recording = begun(bench, 5);
      assertFalse(bench.give(recording, 5));
      assertNotNull(recording.status().reason());
      bench.assertHas(recording, 4);
    }
  }
}
