package live.understudy.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import live.understudy.api.event.ProgramStatus;
import live.understudy.api.event.SwitchEntry;
import live.understudy.api.event.SwitchStore;
import live.understudy.api.event.SwitchStore.Appended;
import live.understudy.media.Leg;
import live.understudy.media.ProgramId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The switch log: appended by compare-and-set, never changed, there after restarts. */
class SwitchLogTest {
  private static final ProgramId PROGRAM = new ProgramId("gala", "en");
  private static final String PATH = "/api/v1/events/gala/languages/en/switches";

  @TempDir Path folder;
  private ApiHarness api;

  @BeforeEach
  void open() throws IOException {
    api = ApiHarness.loggedIn(folder);
    api.createGala();
  }

  @AfterEach
  void close() {
    api.close();
  }

  private SwitchStore log() {
    return api.api.switches();
  }

  private static SwitchEntry entry(long epoch, Leg to) {
    return new SwitchEntry(
        epoch,
        1_700_000_000_000L + epoch,
        to.other(),
        to,
        "QUALITY",
        "AUDIO_LOST",
        "EXACT_CUT",
        450,
        6000,
        40,
        1,
        2,
        21,
        ProgramStatus.Alignment.SOUND,
        -12.0625,
        0.1,
        new SwitchEntry.Place(
            77, 12, 3, epoch, 90_000, -7, -4, 3000, 1L << 62, 6L, 8, 9, 10L, true));
  }

  private static SwitchEntry slate(long epoch) {
    return new SwitchEntry(
        epoch,
        5,
        null,
        null,
        "SLATE",
        null,
        "SLATE",
        0,
        0,
        0,
        0,
        0,
        0,
        ProgramStatus.Alignment.NONE,
        null,
        0,
        new SwitchEntry.Place(0, 0, 0, 0, 0, 0, 0, 0, -1, null, 0, 0, null, false));
  }

  private void fill(int count) {
    for (int i = 0; i < count; i++) {
      assertEquals(new Appended.Done(), log().append(PROGRAM, i, entry(i + 1, Leg.BACKUP)));
    }
  }

  @Test
  void append_everyColumn_isReadAsItWasWritten() {
    List<SwitchEntry> entries = List.of(entry(1, Leg.BACKUP), slate(2), entry(3, Leg.PRIMARY));
    for (SwitchEntry entry : entries) {
      assertEquals(new Appended.Done(), log().append(PROGRAM, entry.epoch() - 1, entry));
    }
    api.restart();
    assertEquals(entries, log().after(PROGRAM, 0, 10));
    assertEquals(entries.subList(1, 3), log().latest(PROGRAM, 2));
    assertEquals(new SwitchStore.End(3, 3), log().end(PROGRAM));
    assertEquals(new SwitchStore.End(0, 0), log().end(new ProgramId("gala", "de")));
  }

  @Test
  void append_expectedEpochIsNotTheLast_isAConflictAndChangesNothing() {
    fill(3);
    SwitchEntry other = entry(3, Leg.PRIMARY);
    assertEquals(new Appended.Conflict(3), log().append(PROGRAM, 2, other));
    assertEquals(new Appended.Conflict(3), log().append(PROGRAM, 7, entry(8, Leg.PRIMARY)));
    assertEquals(3, log().after(PROGRAM, 0, 10).size());
    assertEquals(entry(3, Leg.BACKUP), log().latest(PROGRAM, 1).getFirst());
  }

  @Test
  void append_againBecauseTheAnswerWasLost_isDoneOnce() {
    fill(2);
    assertEquals(new Appended.Done(), log().append(PROGRAM, 1, entry(2, Leg.BACKUP)));
    assertEquals(2, log().after(PROGRAM, 0, 10).size());
  }

  @Test
  void append_wrongNumber_isAMistakeOfTheCaller() {
    assertThrows(
        IllegalArgumentException.class, () -> log().append(PROGRAM, 1, entry(1, Leg.BACKUP)));
  }

  @Test
  void append_eventIsDeleted_isGoneWithItsLog() {
    fill(2);
    assertEquals(204, api.delete("/api/v1/events/gala").status());
    assertEquals(new Appended.Gone(), log().append(PROGRAM, 2, entry(3, Leg.BACKUP)));
    api.createGala();
    assertEquals(List.of(), log().after(PROGRAM, 0, 10));
  }

  private int appendUpTo(long last, Leg leg) {
    int won = 0;
    long epoch = 0;
    while (epoch < last) {
      switch (log().append(PROGRAM, epoch, entry(epoch + 1, leg))) {
        case Appended.Done _ -> {
          won++;
          epoch++;
        }
        case Appended.Conflict found -> epoch = found.currentEpoch();
        case Appended.Gone _ -> throw new AssertionError("the program is there");
      }
    }
    return won;
  }

  @Test
  void append_byTwoAtOnce_oneOfThemWinsEachEpoch() throws Exception {
    List<Callable<Integer>> writers =
        List.of(() -> appendUpTo(40, Leg.PRIMARY), () -> appendUpTo(40, Leg.BACKUP));
    int won = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (Future<Integer> done : threads.invokeAll(writers)) {
        won += done.get();
      }
    }
    List<Long> epochs = log().after(PROGRAM, 0, 500).stream().map(SwitchEntry::epoch).toList();
    assertEquals(LongStream.rangeClosed(1, 40).boxed().toList(), epochs);
    assertEquals(40, won);
  }

  private JsonNode page(String query, int status) {
    ApiHarness.Answer answer = api.get(PATH, query);
    assertEquals(status, answer.status(), answer.text());
    return answer.json();
  }

  @Test
  void route_pages_coverEveryEntryOnce() {
    fill(250);
    List<Long> seen = new ArrayList<>();
    String query = "";
    for (int pages = 0; pages < 9; pages++) {
      JsonNode page = page(query, 200);
      page.get("switches").forEach(entry -> seen.add(entry.get("epoch").longValue()));
      if (!page.has("next")) {
        break;
      }
      query = "after=" + page.get("next").longValue() + "&limit=90";
    }
    assertEquals(LongStream.rangeClosed(1, 250).boxed().toList(), seen);
  }

  @Test
  void route_entry_saysWhatHappened() {
    fill(1);
    JsonNode entry = page("limit=1", 200).get("switches").get(0);
    assertEquals("PRIMARY", entry.get("from").stringValue());
    assertEquals("BACKUP", entry.get("to").stringValue());
    assertEquals(12, entry.get("place").get("msn").intValue());
    assertEquals(
        "The primary was bad (audio lost); the backup took over." + " The picture stood for 40 ms.",
        entry.get("text").stringValue());
    assertFalse(page("limit=1", 200).has("next"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=501",
        "limit=-1",
        "limit=x",
        "limit=",
        "after=-1",
        "after=1e3",
        "after=99999999999999999999"
      })
  void route_badNumbers_areRefused(String query) {
    assertEquals("invalid-parameter", page(query, 400).get("code").stringValue());
  }

  @Test
  void route_unknownProgram_is404() {
    assertEquals(404, api.get("/api/v1/events/nobody/languages/en/switches").status());
    assertEquals(404, api.get("/api/v1/events/gala/languages/fr/switches").status());
  }
}
