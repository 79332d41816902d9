package live.understudy.server.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import live.understudy.api.store.Database;
import live.understudy.api.store.EventStore;
import live.understudy.api.store.ProgramStateStore;
import live.understudy.api.store.ProgramStateStore.SavedState;
import live.understudy.failover.ProgramResume;
import live.understudy.media.ProgramId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateKeeperTest {

  @TempDir private Path folder = Path.of("");
  private Database database;
  private ProgramStateStore store;

  @BeforeEach
  void openDatabase() throws Exception {
    database = Database.open(folder.resolve("test.db"));
    new EventStore(database).add(Fixtures.EVENT, Map.of("en", "encrypted"), 10);
    store = new ProgramStateStore(database, 10_000);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void load_afterSave_skipsWhatMayHaveBeenPublishedSince() {
    ProgramResume saved = Fixtures.resume(40);
    try (StateKeeper keeper = new StateKeeper(store)) {
      keeper.save(Fixtures.PROGRAM, saved);
    }
    try (StateKeeper keeper = new StateKeeper(store)) {
      ProgramResume loaded = present(keeper.load(Fixtures.PROGRAM));
      assertEquals(43, loaded.playlist().nextMsn());
      assertTrue(loaded.playlist().nextInitNumber() > saved.playlist().nextInitNumber());
      assertTrue(
          loaded.playlist().discontinuitySequence() > saved.playlist().discontinuitySequence());
      assertTrue(loaded.playlist().discontinuityFirst());
      assertEquals(saved.targetDurationS(), loaded.targetDurationS());
      assertEquals(saved.zeroWallMs(), loaded.zeroWallMs());
      assertEquals(saved.publishedEndNs(), loaded.publishedEndNs());
    }
  }

  @Test
  void save_databaseBusy_returnsAtOnceAndTheNewestWins() throws Exception {
    long sinceNs = System.nanoTime();
    try (StateKeeper keeper = new StateKeeper(store)) {
      database
          .jdbi()
          .useHandle(handle -> {
            handle.execute("BEGIN IMMEDIATE");
            for (int i = 0; i < 5_000; i++) {
              keeper.save(Fixtures.PROGRAM, Fixtures.resume(i));
            }
            handle.execute("COMMIT");
          });
    }
    long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNs);
    assertTrue(ms < 4_000, ms + " ms: each state would be a write of its own");
    try (StateKeeper keeper = new StateKeeper(store)) {
      assertEquals(5_002, present(keeper.load(Fixtures.PROGRAM)).playlist().nextMsn());
    }
  }

  @Test
  void save_afterClose_isIgnored() {
    StateKeeper keeper = new StateKeeper(store);
    keeper.close();
    keeper.save(Fixtures.PROGRAM, Fixtures.resume(7));
    assertNull(keeper.load(Fixtures.PROGRAM));
  }

  @Test
  void load_neverSavedOrOfAnotherVersion_isNull() {
    try (StateKeeper keeper = new StateKeeper(store)) {
      assertNull(keeper.load(Fixtures.PROGRAM));
      assertNull(keeper.load(new ProgramId("other", "en")));
      store.save(Fixtures.PROGRAM, new SavedState(99, "{}"));
      assertNull(keeper.load(Fixtures.PROGRAM));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{}",
        "[]",
        "{\"playlist\":null}",
        "{\"playlist\":{\"nextMsn\":4",
        "{\"playlist\":{\"nextMsn\":-4,\"nextInitNumber\":0,\"discontinuitySequence\":0,"
            + "\"discontinuityFirst\":false},\"targetDurationS\":2,\"zeroWallMs\":1,"
            + "\"publishedEndNs\":1}",
        "{\"playlist\":{\"nextMsn\":4,\"nextInitNumber\":0,\"discontinuitySequence\":0,"
            + "\"discontinuityFirst\":false},\"zeroWallMs\":1,\"publishedEndNs\":1}",
      })
  void load_damaged_isNullAndNoException(String text) {
    store.save(Fixtures.PROGRAM, new SavedState(1, text));
    try (StateKeeper keeper = new StateKeeper(store)) {
      assertNull(keeper.load(Fixtures.PROGRAM));
    }
  }

  private static <T> T present(@Nullable T value) {
    assertNotNull(value);
    return value;
  }
}
