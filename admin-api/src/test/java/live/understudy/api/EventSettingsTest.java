package live.understudy.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import live.understudy.api.ApiHarness.Answer;
import live.understudy.api.event.Dvr;
import live.understudy.media.Leg;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Latency mode, rewind and title: given at creation, changed later, kept. */
class EventSettingsTest {
  private static final String GALA = "/api/v1/events/gala";

  @TempDir Path folder;
  private ApiHarness api;

  @BeforeEach
  void open() throws IOException {
    api = ApiHarness.loggedIn(folder);
  }

  @AfterEach
  void close() {
    api.close();
  }

  private Answer patch(String body) {
    return api.call("PATCH", GALA, body);
  }

  private String settings() {
    return settings(api.get(GALA).json());
  }

  private static String settings(JsonNode event) {
    return event.get("title").stringValue()
        + " "
        + event.get("latencyMode").stringValue()
        + " "
        + event.get("dvr");
  }

  private void createGala() {
    api.createGala();
    api.control.commands.clear();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''| CLASSIC {\"mode\":\"OFF\"}",
        ",\"latencyMode\":null,\"dvr\":null| CLASSIC {\"mode\":\"OFF\"}",
        ",\"latencyMode\":\"CLASSIC\"| CLASSIC {\"mode\":\"OFF\"}",
        ",\"latencyMode\":\"LOW\"| LOW {\"mode\":\"OFF\"}",
        ",\"dvr\":{\"mode\":\"OFF\"}| CLASSIC {\"mode\":\"OFF\"}",
        ",\"dvr\":{\"mode\":\"EVENT\",\"minutes\":null}| CLASSIC {\"mode\":\"EVENT\"}",
        ",\"dvr\":{\"mode\":\"WINDOW\",\"minutes\":1}| CLASSIC {\"mode\":\"WINDOW\",\"minutes\":1}",
        ",\"latencyMode\":\"LOW\",\"dvr\":{\"mode\":\"WINDOW\",\"minutes\":1440}|"
            + " LOW {\"mode\":\"WINDOW\",\"minutes\":1440}",
      })
  void create_withSettings_keepsThemAndShowsThemToViewers(String given, String expected) {
    String text = given == null ? "" : given;
    Answer made =
        api.post(
            "/api/v1/events",
            "{\"title\":\"Gala\",\"languages\":[\"en\"],\"id\":\"gala\"" + text + "}");
    assertEquals(201, made.status(), made.text());
    assertEquals("Gala " + expected, settings(made.json()));
    api.restart();
    assertEquals("Gala " + expected, settings());
    assertEquals(made.json(), api.get("/api/v1/events").json().get("events").get(0));
    Answer viewers = api.call("GET", "/api/v1/public/events/gala", null, Map.of());
    assertEquals("Gala " + expected, settings(viewers.json()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"latencyMode\":\"low\"| \"latencyMode\" must be one of CLASSIC, LOW.",
        "\"latencyMode\":\"\"| \"latencyMode\" must be one of CLASSIC, LOW.",
        "\"latencyMode\":1| \"latencyMode\" must be a string.",
        "\"latencyMode\":[\"LOW\"]| \"latencyMode\" must be a string.",
        "\"dvr\":\"OFF\"| \"dvr\" must be an object.",
        "\"dvr\":[]| \"dvr\" must be an object.",
        "\"dvr\":true| \"dvr\" must be an object.",
        "\"dvr\":{}| \"dvr.mode\" is missing.",
        "\"dvr\":{\"mode\":null}| \"dvr.mode\" is missing.",
        "\"dvr\":{\"mode\":\"window\"}| \"dvr.mode\" must be one of OFF, WINDOW, EVENT.",
        "\"dvr\":{\"mode\":\"WINDOW\"}| \"dvr.minutes\" is missing.",
        "\"dvr\":{\"mode\":\"WINDOW\",\"minutes\":0}| \"dvr.minutes\" must be 1 to 1440.",
        "\"dvr\":{\"mode\":\"WINDOW\",\"minutes\":-30}| \"dvr.minutes\" must be 1 to 1440.",
        "\"dvr\":{\"mode\":\"WINDOW\",\"minutes\":1441}| \"dvr.minutes\" must be 1 to 1440.",
        "\"dvr\":{\"mode\":\"WINDOW\",\"minutes\":30.5}| \"dvr.minutes\" must be a whole number.",
        "\"dvr\":{\"mode\":\"WINDOW\",\"minutes\":\"30\"}| \"dvr.minutes\" must be a whole number.",
        "\"dvr\":{\"mode\":\"WINDOW\",\"minutes\":4294967326}| \"dvr.minutes\" must be a whole number.",
        "\"dvr\":{\"mode\":\"OFF\",\"minutes\":30}| \"dvr.minutes\" is for the mode WINDOW only.",
        "\"dvr\":{\"mode\":\"EVENT\",\"minutes\":30}| \"dvr.minutes\" is for the mode WINDOW only.",
        "\"dvr\":{\"mode\":\"OFF\",\"hours\":1}|"
            + " Unknown property \"dvr.hours\"; allowed: mode, minutes.",
      })
  void settings_contradictory_are400AndChangeNothing(String given, String detail) {
    createGala();
    Answer made =
        api.post(
            "/api/v1/events",
            "{\"title\":\"B\",\"languages\":[\"en\"],\"id\":\"b\"," + given + "}");
    assertEquals(400, made.status(), made.text());
    assertEquals(detail, made.json().get("detail").stringValue());
    assertEquals(404, api.get("/api/v1/events/b").status());
    Answer changed = patch("{\"title\":\"New\"," + given + "}");
    assertEquals(400, changed.status(), changed.text());
    assertEquals(detail, changed.json().get("detail").stringValue());
    assertEquals("Gala CLASSIC {\"mode\":\"OFF\"}", settings());
    assertEquals(List.of(), api.control.commands);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"title\":null}",
        "{\"latencyMode\":null}",
        "{\"dvr\":null}",
        "{\"title\":\"\"}",
        "{\"title\":\" \"}",
        "{\"title\":\"a\\nb\"}",
        "{\"title\":7}",
        "{\"languages\":[\"fr\"]}",
        "{\"id\":\"other\"}",
        "{\"phase\":\"LIVE\"}",
        "[]",
      })
  void change_badBody_is400AndChangesNothing(String body) {
    createGala();
    Answer answer = patch(body);
    assertEquals(400, answer.status(), answer.text());
    assertEquals("Gala CLASSIC {\"mode\":\"OFF\"}", settings());
    assertEquals(List.of(), api.control.commands);
  }

  @Test
  void change_whileScheduled_changesWhatIsGivenAndIsCommanded() {
    createGala();
    Answer answer = patch("{\"latencyMode\":\"LOW\"}");
    assertEquals(200, answer.status(), answer.text());
    assertEquals("Gala LOW {\"mode\":\"OFF\"}", settings(answer.json()));
    patch("{\"dvr\":{\"mode\":\"WINDOW\",\"minutes\":30}}");
    assertEquals("Gala LOW {\"mode\":\"WINDOW\",\"minutes\":30}", settings());
    patch("{\"title\":\" Soirée \",\"dvr\":{\"mode\":\"EVENT\"}}");
    assertEquals("Soirée LOW {\"mode\":\"EVENT\"}", settings());
    assertEquals(
        List.of(
            "changed gala Gala LOW OFF",
            "changed gala Gala LOW WINDOW",
            "changed gala Soirée LOW EVENT"),
        api.control.commands);
    api.restart();
    assertEquals("Soirée LOW {\"mode\":\"EVENT\"}", settings());
  }

  @Test
  void change_toWhatItIs_isNotCommanded() {
    createGala();
    for (String body :
        List.of(
            "{}", "{\"title\":\"Gala\",\"latencyMode\":\"CLASSIC\",\"dvr\":{\"mode\":\"OFF\"}}")) {
      assertEquals(200, patch(body).status());
    }
    assertEquals(List.of(), api.control.commands);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void change_onceLive_onlyTheTitle(boolean ended) {
    createGala();
    api.receiving(Leg.PRIMARY, "en", "de");
    api.post(GALA + "/go-live", null);
    if (ended) {
      api.post(GALA + "/stop", null);
    }
    api.control.commands.clear();
    for (String body :
        List.of(
            "{\"latencyMode\":\"LOW\"}",
            "{\"dvr\":{\"mode\":\"EVENT\"}}",
            "{\"title\":\"New\",\"latencyMode\":\"LOW\"}")) {
      Answer refused = patch(body);
      assertEquals(409, refused.status(), body);
      assertEquals("wrong-phase", refused.code());
    }
    assertEquals("Gala CLASSIC {\"mode\":\"OFF\"}", settings());
    assertEquals(200, patch("{\"title\":\"New\",\"latencyMode\":\"CLASSIC\"}").status());
    assertEquals("New CLASSIC {\"mode\":\"OFF\"}", settings());
    assertEquals(ended ? "ENDED" : "LIVE", api.get(GALA).json().get("phase").stringValue());
    assertEquals(List.of(), api.control.commands);
  }

  @Test
  void change_ofNoEvent_is404() {
    assertEquals(404, patch("{\"title\":\"New\"}").status());
  }

  @Test
  void change_besideGoLiveInAnotherProcess_neverChangesALiveEvent() throws Exception {
    createGala();
    api.receiving(Leg.PRIMARY, "en", "de");
    CyclicBarrier start = new CyclicBarrier(2);
    try (AdminApi other = AdminApi.open(api.config(), api.control);
        ExecutorService operators = Executors.newFixedThreadPool(2)) {
      Callable<Integer> goLive =
          () -> {
            start.await();
            return other.handle(Requests.post(GALA + "/go-live", api.token)).status();
          };
      Callable<Integer> change =
          () -> {
            start.await();
            return patch("{\"latencyMode\":\"LOW\"}").status();
          };
      List<Future<Integer>> answers = operators.invokeAll(List.of(goLive, change));
      assertEquals(200, answers.get(0).get());
      String stored = api.get(GALA).json().get("latencyMode").stringValue();
      assertEquals(answers.get(1).get() == 200 ? "LOW" : "CLASSIC", stored);
      assertTrue(List.of(200, 409).contains(answers.get(1).get()));
    }
  }

  @Test
  void database_ofTheFirstVersion_opensWithTheDefaults() throws SQLException, IOException {
    createGala();
    String before = settings();
    api.api.close();
    Path old = folder.resolve("old.db");
    Flyway.configure()
        .dataSource("jdbc:sqlite:" + old, null, null)
        .locations("classpath:live/understudy/api/migrations")
        .target("1")
        .load()
        .migrate();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + old);
        Statement run = connection.createStatement()) {
      run.execute("ATTACH DATABASE '" + folder.resolve("test.db") + "' AS new");
      run.execute("INSERT INTO settings SELECT * FROM new.settings");
      run.execute(
          "INSERT INTO events SELECT id, title, phase, created_at_ms, live_at_ms, ended_at_ms,"
              + " backup_only FROM new.events");
      for (String table : List.of("event_languages", "users", "tokens")) {
        run.execute("INSERT INTO " + table + " SELECT * FROM new." + table);
      }
    }
    Files.delete(folder.resolve("test.db"));
    Files.move(old, folder.resolve("test.db"));
    api.restart();
    assertEquals(before, settings());
    assertEquals(200, patch("{\"latencyMode\":\"LOW\"}").status());
    assertEquals("Gala LOW {\"mode\":\"OFF\"}", settings());
  }

  @Test
  void dvr_madeByCode_isAsStrict() {
    assertThrows(IllegalArgumentException.class, () -> new Dvr(Dvr.Mode.WINDOW, null));
    assertThrows(IllegalArgumentException.class, () -> new Dvr(Dvr.Mode.OFF, 5));
    assertEquals(new Dvr(Dvr.Mode.WINDOW, 1440), new Dvr(Dvr.Mode.WINDOW, Dvr.MAX_MINUTES));
  }
}
