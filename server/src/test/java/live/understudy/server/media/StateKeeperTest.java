package live.understudy.server.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import live.understudy.api.event.EventView;
import live.understudy.api.store.Database;
import live.understudy.api.store.EventStore;
import live.understudy.api.store.ProgramStateStore;
import live.understudy.api.store.ProgramStateStore.SavedState;
import live.understudy.failover.ProgramResume;
import live.understudy.hls.PackagerResume;
import live.understudy.media.ProgramId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateKeeperTest {
  private static final ProgramId PROGRAM = new ProgramId("event", "en");

  @TempDir Path folder;
  private Database database;
  private ProgramStateStore store;

  @BeforeEach
  void open() throws Exception {
    database = Database.open(folder.resolve("test.db"));
    EventView event = EventView.scheduled("event", "Event", List.of("en"), 1);
    new EventStore(database).add(event, Map.of("en", "key"), 10);
    store = new ProgramStateStore(database, 10_000);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static ProgramResume resume(long nextMsn) {
    return new ProgramResume(new PackagerResume(nextMsn, 4, 2, true), 2, 1_000_000, 55);
  }

  @Test
  void load_afterManySaves_goesOnBehindTheNewestWithNumbersToSpare() {
    StateKeeper keeper = new StateKeeper(store);
    for (int msn = 0; msn <= 500; msn++) {
      keeper.save(PROGRAM, resume(msn));
    }
    keeper.close();
    ProgramResume loaded = Objects.requireNonNull(new StateKeeper(store).load(PROGRAM));
    assertTrue(loaded.playlist().nextMsn() > 500);
    assertEquals(5, loaded.playlist().nextInitNumber());
    assertEquals(3, loaded.playlist().discontinuitySequence());
    assertTrue(loaded.playlist().discontinuityFirst());
    assertEquals(1_000_000, loaded.zeroWallMs());
    assertEquals(55, loaded.publishedEndNs());
  }

  @Test
  void save_afterClose_isIgnored() {
    StateKeeper keeper = new StateKeeper(store);
    keeper.close();
    keeper.save(PROGRAM, resume(7));
    assertNull(keeper.load(PROGRAM));
  }

  @Test
  void load_unreadableOrOfAnotherVersion_isNothing() {
    StateKeeper keeper = new StateKeeper(store);
    store.save(PROGRAM, new SavedState(1, "{\"playlist\":"));
    assertNull(keeper.load(PROGRAM));
    store.save(PROGRAM, new SavedState(99, "{}"));
    assertNull(keeper.load(PROGRAM));
    keeper.close();
  }
}
