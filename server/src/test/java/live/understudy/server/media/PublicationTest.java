package live.understudy.server.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import live.understudy.api.event.RecordingStatus;
import live.understudy.hls.MediaName;
import live.understudy.hls.Segment;
import live.understudy.hls.WindowSnapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PublicationTest {
  private static final long MS = 1_000_000;

  private final ArrayDeque<Runnable> loop = new ArrayDeque<>();
  private final List<WindowSnapshot> shown = new ArrayList<>();
  private final List<Long> stored = new ArrayList<>();
  private final FakeArchive archive = new FakeArchive();
  private final GrowingPlaylist playlist = GrowingPlaylist.from(5);
  private final Publication publication =
      new Publication(archive, loop::add, shown::add, stored::add);

  private void runLoop() {
    while (!loop.isEmpty()) {
      loop.removeFirst().run();
    }
  }

  private WindowSnapshot offer(GrowingPlaylist state, long nowNs) {
    WindowSnapshot snapshot = state.snapshot();
    publication.offer(snapshot, nowNs);
    return snapshot;
  }

  @Test
  void offer_archiveAnswers_isShownByTheLoopAndNotBefore() {
    archive.waiting();
    WindowSnapshot state = offer(playlist.segments(1), 0);
    publication.release(99 * MS);
    runLoop();
    assertEquals(List.of(), shown);
    archive.answerNext();
    assertEquals(List.of(), shown, "on the archive's thread");
    runLoop();
    assertEquals(List.of(state), shown);
    assertEquals(List.of(5L), stored);
    assertEquals(List.of("segment 5 to 4"), archive.calls);
  }

  @Test
  void offer_archiveIsSlow_isShownAfter100MillisecondsAndTheArchiveIsTold() {
    archive.waiting();
    WindowSnapshot first = offer(playlist.segments(1), 7 * MS);
    WindowSnapshot second = offer(playlist.part(), 57 * MS);
    publication.release(107 * MS - 1);
    assertEquals(List.of(), shown);
    publication.release(107 * MS);
    assertEquals(List.of(first), shown);
    assertEquals("publishing unstored", archive.calls.getLast());
    publication.release(157 * MS - 1);
    assertEquals(List.of(first), shown);
    publication.release(157 * MS);
    assertEquals(List.of(first, second), shown);
    archive.answerNext();
    archive.answerNext();
    runLoop();
    assertEquals(List.of(first, second), shown, "each once");
    assertEquals(List.of(5L), stored);
  }

  @ParameterizedTest
  @EnumSource(
      value = RecordingStatus.State.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = "RECORDING")
  void offer_nothingIsRecorded_isShownAtOnce(RecordingStatus.State state) {
    archive.waiting().becomes(state);
    WindowSnapshot first = offer(playlist.segments(1), 0);
    assertEquals(List.of(first), shown);
    assertEquals(List.of("segment 5 to 4", "publishing unstored"), archive.calls);
  }

  @Test
  void offer_archiveStopsWhileSomethingWaits_isShownWithTheNextTick() {
    archive.waiting();
    WindowSnapshot first = offer(playlist.segments(1), 0);
    publication.release(MS);
    assertEquals(List.of(), shown);
    archive.becomes(RecordingStatus.State.STOPPED);
    publication.release(2 * MS);
    assertEquals(List.of(first), shown);
  }

  @Test
  void offer_severalStates_areShownInOrderEachWhenItsBytesAreStored() {
    archive.waiting();
    List<WindowSnapshot> states = new ArrayList<>();
    states.add(offer(playlist.segments(1), 0));
    states.add(offer(playlist.part(), 0));
    states.add(offer(playlist.part(), 0));
    states.add(offer(playlist.part().close(), 0));
    for (int i = 0; i < states.size(); i++) {
      runLoop();
      assertEquals(states.subList(0, i), shown);
      archive.answerNext();
    }
    runLoop();
    assertEquals(states, shown);
    assertEquals(List.of(5L, 6L), stored);
    assertEquals(
        List.of("segment 5 to 4", "parts 6 to 1", "parts 6 to 2", "segment 6 to 3"), archive.calls);
  }

  @Test
  void offer_burst_givesEverySegmentOnceAndWhatGrowsAfterIt() {
    archive.waiting();
    offer(playlist.segments(1).part(), 0);
    archive.calls.clear();
    WindowSnapshot state = offer(playlist.part().close().segments(2).part().part(), 0);
    assertEquals(
        List.of("segment 6 to 2", "segment 7 to 4", "segment 8 to 4", "parts 9 to 2"),
        archive.calls);
    while (archive.unanswered() > 1) {
      archive.answerNext();
      runLoop();
      assertTrue(!shown.contains(state), "its parts are not stored");
    }
    archive.answerNext();
    runLoop();
    assertEquals(state, shown.getLast());
  }

  @Test
  void offer_stateThatOnlyLostBytes_givesNothingAndWaitsForNothing() {
    offer(playlist.segments(20), 0);
    runLoop();
    archive.calls.clear();
    shown.clear();
    for (long msn = 5; msn < 20; msn++) {
      playlist.stored(msn);
    }
    archive.waiting();
    WindowSnapshot state = offer(playlist, MS);
    assertEquals(List.of(state), shown);
    assertEquals(List.of(), archive.calls);
  }

  @Test
  void offer_notKept_isShownButNotReportedAsStored() {
    archive.failing();
    WindowSnapshot state = offer(playlist.segments(1), 0);
    runLoop();
    assertEquals(List.of(state), shown);
    assertEquals(List.of(), stored);
  }

  @Test
  void continueAfter_givesOnlyWhatIsNew() {
    publication.continueAfter(7);
    WindowSnapshot restored = offer(playlist.segments(3), 0);
    assertEquals(List.of(restored), shown);
    assertEquals(List.of(), archive.calls);
    offer(playlist.segments(1), 0);
    assertEquals(List.of("segment 8 to 4"), archive.calls);
  }

  @Test
  void offer_ended_endsTheArchiveOnceAndAfterTheLastSegment() {
    offer(playlist.segments(1).part(), 0);
    offer(playlist.close().end(), 0);
    offer(playlist, MS);
    runLoop();
    assertEquals(List.of("segment 5 to 4", "parts 6 to 1", "segment 6 to 1", "end"), archive.calls);
    assertEquals(3, shown.size());
    assertTrue(shown.get(1).ended());
  }

  @Test
  void shown_always_hasInMemoryOrInTheArchiveWhatItLists() {
    for (int i = 0; i < 40; i++) {
      archive.becomes(i % 7 == 3 ? RecordingStatus.State.LAGGING : RecordingStatus.State.RECORDING);
      if (i % 5 == 0) {
        archive.waiting();
      } else {
        archive.healed();
      }
      offer(i % 3 == 2 ? playlist.part().close() : playlist.part(), i * 40 * MS);
      while (archive.unanswered() > 0 && i % 5 == 4) {
        archive.answerNext();
      }
      runLoop();
      stored.forEach(playlist::stored);
      for (WindowSnapshot state : shown) {
        for (Segment segment : state.inMemory().values()) {
          assertTrue(archive.find(new MediaName.OfSegment(segment.msn())) != null, "not given");
        }
      }
      shown.clear();
    }
    assertTrue(stored.size() > 10, "stored " + stored);
  }
}
