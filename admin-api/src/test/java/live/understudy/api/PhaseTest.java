package live.understudy.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import live.understudy.api.ApiHarness.Answer;
import live.understudy.api.event.Dvr;
import live.understudy.api.event.EventView;
import live.understudy.api.event.LatencyMode;
import live.understudy.api.event.LegStatus.State;
import live.understudy.api.event.Phase;
import live.understudy.api.event.ProgramStatus;
import live.understudy.api.event.ProgramStatus.Alignment;
import live.understudy.api.event.WrongPhaseException;
import live.understudy.media.Leg;
import live.understudy.media.ProgramId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class PhaseTest {
  private static final String GO_LIVE = "/api/v1/events/gala/go-live";
  private static final String STOP = "/api/v1/events/gala/stop";

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

  static Stream<Arguments> phasePairs() {
    return Stream.of(Phase.values())
        .flatMap(from -> Stream.of(Phase.values()).map(to -> Arguments.of(from, to)));
  }

  @ParameterizedTest
  @MethodSource("phasePairs")
  void canBecome_everyPair_onlyTheNext(Phase from, Phase to) {
    assertEquals(to.ordinal() - from.ordinal() == 1, from.canBecome(to));
  }

  @ParameterizedTest
  @EnumSource(Phase.class)
  void door_everyPhase_opensOnlyToTheNext(Phase phase) {
    EventView event =
        new EventView(
            "a", "A", phase, List.of("en"), LatencyMode.CLASSIC, Dvr.OFF, 1, null, null, false);
    if (phase == Phase.SCHEDULED) {
      assertEquals(Phase.LIVE, event.live(2, false).phase());
    } else {
      assertThrows(WrongPhaseException.class, () -> event.live(2, false));
    }
    if (phase == Phase.LIVE) {
      assertEquals(Phase.ENDED, event.ended(2).phase());
    } else {
      assertThrows(WrongPhaseException.class, () -> event.ended(2));
    }
    if (phase == Phase.ENDED) {
      assertEquals(Phase.ON_DEMAND, event.onDemand().phase());
    } else {
      assertThrows(WrongPhaseException.class, event::onDemand);
    }
  }

  @Test
  void life_ofAnEvent_isCommandedInOrder() {
    api.receiving(Leg.PRIMARY, "en", "de");
    Answer live = api.post(GO_LIVE, null);
    assertEquals(200, live.status(), live.text());
    assertEquals("LIVE", live.json().get("phase").stringValue());
    assertEquals(api.clock.millis(), live.json().get("liveAtMs").longValue());
    assertEquals(409, api.delete("/api/v1/events/gala").status());
    api.clock.advanceMs(5_000);
    Answer ended = api.post(STOP, "{}");
    assertEquals("ENDED", ended.json().get("phase").stringValue());
    assertEquals(api.clock.millis(), ended.json().get("endedAtMs").longValue());
    assertEquals(204, api.delete("/api/v1/events/gala").status());
    assertEquals(404, api.delete("/api/v1/events/gala").status());
    assertEquals(
        List.of("created gala", "live gala LIVE false", "stop gala", "deleted gala"),
        api.control.commands);
  }

  @ParameterizedTest
  @CsvSource({
    "ARRIVAL_TIME,true",
    "SOUND,false",
    "TIMECODE,false",
    "IDENTICAL,false",
    "NONE,false"
  })
  void goLive_bothSend_warnsWhereTheirOffsetIsGuessed(Alignment alignment, boolean warned) {
    api.receiving(Leg.PRIMARY, "en", "de");
    api.receiving(Leg.BACKUP, "en");
    for (String language : List.of("en", "de")) {
      api.control.programs.put(
          new ProgramId("gala", language),
          new ProgramStatus(ProgramStatus.State.OFF, null, 0, 0, alignment, null, List.of()));
    }
    Answer live = api.post(GO_LIVE, null);
    assertEquals(200, live.status(), live.text());
    assertEquals("LIVE", live.json().get("phase").stringValue());
    JsonNode warnings = live.json().get("warnings");
    assertEquals(warned ? 1 : 0, warnings.size(), live.text());
    if (warned) {
      assertEquals("not-aligned", warnings.get(0).get("code").stringValue());
      assertEquals("en", warnings.get(0).get("language").stringValue());
    }
  }

  @Test
  void illegalCommands_inEachPhase_areWrongPhaseAndNotCommanded() {
    assertEquals("wrong-phase", api.post(STOP, null).code());
    api.receiving(Leg.PRIMARY, "en", "de");
    api.post(GO_LIVE, null);
    assertEquals("wrong-phase", api.post(GO_LIVE, null).code());
    api.post(STOP, null);
    int commands = api.control.commands.size();
    assertEquals("wrong-phase", api.post(STOP, null).code());
    for (String body : List.of("{}", "{\"backupOnly\":true}")) {
      Answer again = api.post(GO_LIVE, body);
      assertEquals(409, again.status());
      assertEquals("wrong-phase", again.code());
    }
    assertEquals(commands, api.control.commands.size());
  }

  /** Per language: state of primary and of backup; R receiving, S stalled, C connecting, - none. */
  @ParameterizedTest
  @CsvSource({
    "R-, R-, false, ''",
    "RR, RR, false, ''",
    "R-, R-, true, ''",
    "--, R-, false, en primary-missing",
    "-R, R-, false, en primary-missing",
    "S-, C-, false, en no-signal;de no-signal",
    "SR, CR, false, en no-signal;de no-signal",
    "-R, R-, true, ''",
    "SR, CR, true, ''",
    "-R, -R, true, ''",
    "--, -R, true, en primary-missing;en backup-missing",
    "-S, R-, true, en primary-missing;en no-signal",
    "R-, SC, true, de no-signal;de no-signal",
  })
  void goLive_byLegStates_isAllowedOrNamesReasons(
      String en, String de, boolean backupOnly, String expected) {
    setLegs("en", en);
    setLegs("de", de);
    Answer answer = api.post(GO_LIVE, "{\"backupOnly\":" + backupOnly + "}");
    if (expected.isEmpty()) {
      assertEquals(200, answer.status(), answer.text());
      assertEquals(backupOnly, answer.json().get("backupOnly").booleanValue());
      assertTrue(api.control.commands.contains("live gala LIVE " + backupOnly));
      return;
    }
    assertEquals(409, answer.status());
    assertEquals("not-ready", answer.code());
    List<String> reasons = new ArrayList<>();
    for (JsonNode reason : answer.json().get("reasons").values()) {
      reasons.add(reason.get("language").stringValue() + " " + reason.get("code").stringValue());
      assertTrue(reason.get("text").stringValue().endsWith("."));
    }
    assertEquals(List.of(expected.split(";")), reasons);
    assertEquals(List.of("created gala"), api.control.commands);
    assertEquals("SCHEDULED", api.get("/api/v1/events/gala").json().get("phase").stringValue());
  }

  private void setLegs(String language, String states) {
    for (Leg leg : Leg.values()) {
      State state =
          switch (states.charAt(leg.ordinal())) {
            case 'R' -> State.RECEIVING;
            case 'S' -> State.STALLED;
            case 'C' -> State.CONNECTING;
            default -> State.OFFLINE;
          };
      api.control.leg("gala", language, leg, state);
    }
  }

  @Test
  void goLiveAndStop_clickedByManyAtOnce_oneWinsEach() throws Exception {
    api.receiving(Leg.PRIMARY, "en", "de");
    assertEquals(1, winners(GO_LIVE, api.api, api.api));
    assertEquals(1, winners(STOP, api.api, api.api));
    assertEquals(
        List.of("created gala", "live gala LIVE false", "stop gala"), api.control.commands);
  }

  @Test
  void goLive_byTwoProcessesOnOneDatabase_oneWins() throws Exception {
    api.receiving(Leg.PRIMARY, "en", "de");
    try (AdminApi other = AdminApi.open(api.config(), api.control)) {
      assertEquals(1, winners(GO_LIVE, api.api, other));
      assertEquals(1, winners(STOP, api.api, other));
    }
    assertEquals(
        List.of("created gala", "live gala LIVE false", "stop gala"), api.control.commands);
  }

  private int winners(String path, AdminApi first, AdminApi second) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<Integer>> answers = new ArrayList<>();
    try (ExecutorService operators = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 8; i++) {
        AdminApi asked = i % 2 == 0 ? first : second;
        answers.add(
            operators.submit(() -> {
              start.await();
              return asked.handle(Requests.post(path, api.token)).status();
            }));
      }
      start.countDown();
    }
    int won = 0;
    for (Future<Integer> answer : answers) {
      assertTrue(answer.get() == 200 || answer.get() == 409, "status " + answer.get());
      won += answer.get() == 200 ? 1 : 0;
    }
    return won;
  }

  @Test
  void liveEvents_onlyLiveOnes() {
    api.post("/api/v1/events", "{\"title\":\"Other\",\"languages\":[\"en\"]}");
    assertEquals(List.of(), api.api.liveEvents());
    api.receiving(Leg.PRIMARY, "en", "de");
    api.post(GO_LIVE, null);
    assertEquals(List.of("gala"), api.api.liveEvents().stream().map(EventView::id).toList());
    assertEquals(2, api.api.events().size());
    api.post(STOP, null);
    assertEquals(List.of(), api.api.liveEvents());
  }
}
