package live.understudy.server.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import live.understudy.api.event.RecordingStatus;
import live.understudy.failover.ProgramCore;
import live.understudy.hls.WindowSnapshot;
import live.understudy.media.Leg;
import live.understudy.media.SessionEvent;
import org.junit.jupiter.api.Test;

class OutletTest {
  private static final long FRAME_NS = 1_000_000_000L / Fixtures.FRAMES_PER_SECOND;

  private final ArrayDeque<Runnable> loop = new ArrayDeque<>();
  private final FakeArchive archive = new FakeArchive();
  private final List<Long> stored = new ArrayList<>();
  private final Outlet outlet = new Outlet(loop::add, new ParkingLot(10));
  private final ProgramCore core = new ProgramCore(Fixtures.CONFIG, null);

  /** From when its pictures say that they came, which is now. */
  private long nowNs = System.nanoTime();

  /** Five seconds of an encoder, published as they come. */
  private void play() {
    core.start();
    core.sessionStarted(Leg.PRIMARY, nowNs, 0);
    core.onEvent(Leg.PRIMARY, new SessionEvent.Configured(Fixtures.pictures()), nowNs, 0);
    for (SessionEvent picture : Fixtures.pictures(0, 5 * Fixtures.FRAMES_PER_SECOND)) {
      nowNs += FRAME_NS;
      core.onEvent(Leg.PRIMARY, picture, nowNs, nowNs / 1_000_000);
      core.tick(nowNs, nowNs / 1_000_000);
      outlet.publish(core, nowNs);
      runLoop();
    }
  }

  private void runLoop() {
    while (!loop.isEmpty()) {
      loop.removeFirst().run();
    }
  }

  @Test
  void publish_isNotOpen_showsAndStoresNothing() {
    play();
    assertNull(outlet.delivery().rendered());
    assertEquals(RecordingStatus.State.OFF, outlet.recording().state());
    assertFalse(outlet.isWaiting());
  }

  @Test
  void publish_isOpen_archiveLearnsTheBeginningOnceAndViewersSeeWhatIsStored() {
    outlet.open(archive, stored::add);
    play();
    assertEquals("begin", archive.calls.getFirst());
    assertEquals(1, archive.calls.stream().filter("begin"::equals).count());
    assertNotNull(outlet.delivery().rendered());
    assertEquals(0L, stored.getFirst());
    assertEquals(RecordingStatus.State.RECORDING, outlet.recording().state());
  }

  @Test
  void continueAfter_archiveKnowsThePlaylist_isNotToldOfItsBeginningAgain() {
    outlet.open(archive, stored::add);
    outlet.continueAfter(0, true);
    play();
    assertFalse(archive.calls.contains("begin"));
    assertEquals(1L, stored.getFirst(), "number 0 was there before");
  }

  @Test
  void isWaiting_archiveDoesNotAnswer_untilItIsReleased() {
    outlet.open(archive.waiting(), stored::add);
    play();
    assertTrue(outlet.isWaiting());
    outlet.release(nowNs + 1_000_000_000);
    assertFalse(outlet.isWaiting());
    assertTrue(archive.calls.contains("publishing unstored"));
  }

  @Test
  void tellStored_anotherEngineTakesOver_everyStoredNumberIsKnownToIt() {
    outlet.open(archive, stored::add);
    play();
    ProgramCore next = new ProgramCore(Fixtures.CONFIG, core.resumePoint());
    outlet.tellStored(next);
    next.stop();
    next.forgetStored();
    assertTrue(stored.size() >= 2, stored.toString());
    assertEquals(List.of(), inMemory(next));
  }

  private static List<Long> inMemory(ProgramCore of) {
    WindowSnapshot snapshot = of.takeSnapshot();
    return snapshot == null ? List.of() : List.copyOf(snapshot.inMemory().keySet());
  }
}
