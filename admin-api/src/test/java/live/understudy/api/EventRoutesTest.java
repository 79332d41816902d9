package live.understudy.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import live.understudy.api.ApiHarness.Answer;
import live.understudy.api.event.Interruption;
import live.understudy.api.event.Names;
import live.understudy.api.event.SwitchOutcome;
import live.understudy.api.http.IngestAuthority;
import live.understudy.media.ProgramId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class EventRoutesTest {
  private static final List<String> HOSTILE =
      List.of(
          "'; DROP TABLE events; --",
          "' OR '1'='1",
          "gala' OR 1=1 --",
          "\" OR \"\"=\"",
          "1; ATTACH DATABASE '/tmp/x' AS x",
          "%' UNION SELECT password_hash FROM users --",
          "../../../../etc/passwd",
          "..%2f..%2fetc%2fpasswd",
          "..\\..\\windows",
          "gala/../gala",
          "gala%00",
          "gala\u0000",
          ":id",
          "?",
          "{id}",
          "$(reboot)",
          "<script>alert(1)</script>",
          "gala_en",
          "GALA",
          "-gala",
          " gala",
          "a".repeat(33));

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

  static Stream<String> hostile() {
    return HOSTILE.stream();
  }

  private static String quoted(Object value) {
    return ApiHarness.JSON.writeValueAsString(value);
  }

  @ParameterizedTest
  @CsvSource({
    "Gala, gala",
    "Bühne & Chor 2026, buhne-chor-2026",
    "Straße, strasse",
    "'  --Hello,   World!-- ', hello-world",
    "日本語, event",
    "ÅÉÎØ, aei",
    "a b c d e f g h i j k l m n o p q r s t u v w x, a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p",
    "'!!!', event",
    "’; DROP TABLE events; --, drop-table-events",
    "../../etc/passwd, etc-passwd",
  })
  void slug_ofTitle_isAnId(String title, String slug) {
    assertEquals(slug, Names.slug(title));
    assertTrue(ProgramId.isEventId(slug));
  }

  @Test
  void create_answersTheWholeEvent() {
    Answer answer =
        api.post("/api/v1/events", "{\"title\":\" Gala Night \",\"languages\":[\"en\",\"pt-BR\"]}");
    assertEquals(201, answer.status(), answer.text());
    assertEquals("/api/v1/events/gala-night", answer.headers().get("Location"));
    JsonNode event = answer.json();
    assertEquals(
        Set.of(
            "id",
            "title",
            "phase",
            "languages",
            "latencyMode",
            "dvr",
            "createdAtMs",
            "backupOnly",
            "watchUrl"),
        Set.copyOf(event.propertyNames()));
    assertEquals("Gala Night", event.get("title").stringValue());
    assertEquals("[\"en\",\"pt-br\"]", event.get("languages").toString());
    assertEquals("/watch/gala-night", event.get("watchUrl").stringValue());
    assertEquals(event, api.get("/api/v1/events/gala-night").json());
    assertEquals(event, api.get("/api/v1/events").json().get("events").get(0));
    assertEquals(
        "id-taken",
        api.post("/api/v1/events", "{\"title\":\"Gala night\",\"languages\":[\"en\"]}").code());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "7",
        "{\"title\":\"A\"}",
        "{\"languages\":[\"en\"]}",
        "{\"title\":\"A\",\"languages\":[]}",
        "{\"title\":\"A\",\"languages\":\"en\"}",
        "{\"title\":\"A\",\"languages\":[1]}",
        "{\"title\":\"A\",\"languages\":[null]}",
        "{\"title\":\"A\",\"languages\":[\"en\",\"EN\"]}",
        "{\"title\":\"A\",\"languages\":[\"english!\"]}",
        "{\"title\":7,\"languages\":[\"en\"]}",
        "{\"title\":\"\",\"languages\":[\"en\"]}",
        "{\"title\":\"  \",\"languages\":[\"en\"]}",
        "{\"title\":\"a\\u0000b\",\"languages\":[\"en\"]}",
        "{\"title\":\"a\\nb\",\"languages\":[\"en\"]}",
        "{\"title\":\"a\\u2028b\",\"languages\":[\"en\"]}",
        "{\"title\":\"a\\u202eb\",\"languages\":[\"en\"]}",
        "{\"title\":\"a\\ud800b\",\"languages\":[\"en\"]}",
        "{\"title\":\"A\",\"languages\":[\"en\"],\"id\":\"\"}",
        "{\"title\":\"A\",\"languages\":[\"en\"],\"colour\":1}",
        "{\"title\":\"A\",\"title\":\"B\",\"languages\":[\"en\"]}",
        "{\"title\":\"A\",\"languages\":[\"en\"]} x",
        "{\"title\":\"A\",\"languages\":[\"en\"]",
        "{\"title\":\"A\",\"languages\":[[[[[[[[[[[[\"en\"]]]]]]]]]]]]}",
        "{'title':'A'}",
        "\u0000",
        "{\"title\":NaN}"
      })
  void create_badBody_is400AndNothingIsMade(String body) {
    Answer answer = api.post("/api/v1/events", body);
    assertEquals(400, answer.status(), answer.text());
    assertEquals("[]", api.get("/api/v1/events").json().get("events").toString());
  }

  @Test
  void create_badProperty_isNamed() {
    String detail =
        api.post("/api/v1/events", "{\"title\":\"A\",\"languages\":[\"en\"],\"colour\":1}")
            .json()
            .get("detail")
            .stringValue();
    assertTrue(detail.contains("\"colour\""), detail);
    assertTrue(api.post("/api/v1/events", "{\"title\":7}").text().contains("\\\"title\\\""));
  }

  @Test
  void limits_atAndAboveTheEdge() {
    String title = "\"" + "é".repeat(199) + "\uD83C\uDFAD\"";
    assertEquals(
        201,
        api.post("/api/v1/events", "{\"title\":" + title + ",\"languages\":[\"en\"],\"id\":\"a\"}")
            .status());
    assertEquals(title, api.get("/api/v1/events/a").json().get("title").toString());
    assertEquals(
        400,
        api.post("/api/v1/events", "{\"title\":\"" + "x".repeat(201) + "\",\"languages\":[\"en\"]}")
            .status());
    List<String> languages = Stream.iterate(0, i -> i + 1).limit(33).map(i -> "en-x" + i).toList();
    assertEquals(
        400,
        api.post("/api/v1/events", "{\"title\":\"B\",\"languages\":" + quoted(languages) + "}")
            .status());
    assertEquals(
        201,
        api.post(
                "/api/v1/events",
                "{\"title\":\"B\",\"languages\":" + quoted(languages.subList(0, 32)) + "}")
            .status());
    assertEquals(413, api.post("/api/v1/events", " ".repeat(16 * 1024 + 1)).status());
  }

  @Test
  void body_withoutJsonContentType_is415() {
    for (String type :
        List.of("text/plain", "application/x-www-form-urlencoded", "application/jsonx", "")) {
      Map<String, String> headers =
          Map.of("Authorization", "Bearer " + api.token, "Content-Type", type);
      assertEquals(415, api.call("POST", "/api/v1/events", "{}", headers).status(), type);
    }
    Map<String, String> headers =
        Map.of(
            "Authorization",
            "Bearer " + api.token,
            "Content-Type",
            "Application/JSON; charset=utf-8");
    assertEquals(400, api.call("POST", "/api/v1/events", "{}", headers).status());
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void hostileText_inEveryName_doesNoHarm(String text) throws IOException {
    api.createGala();
    Set<Path> before = files();
    for (String path :
        List.of(
            "/api/v1/events/%s",
            "/api/v1/events/%s/ingest", "/api/v1/events/%s/status", "/api/v1/public/events/%s")) {
      assertEquals(404, api.get(path.replace("%s", text)).status(), path);
    }
    for (String path : List.of("/go-live", "/stop", "/ingest/en/rotate")) {
      assertEquals(404, api.post("/api/v1/events/" + text + path, null).status(), path);
    }
    assertEquals(404, api.post("/api/v1/events/gala/ingest/" + text + "/rotate", null).status());
    assertEquals(404, api.delete("/api/v1/events/" + text).status());
    assertEquals(404, api.delete("/api/v1/tokens/" + text).status());
    assertEquals(
        400,
        api.post(
                "/api/v1/events",
                "{\"title\":\"A\",\"languages\":[\"en\"],\"id\":" + quoted(text) + "}")
            .status());
    assertEquals(
        400,
        api.post("/api/v1/events", "{\"title\":\"A\",\"languages\":[" + quoted(text + "!") + "]}")
            .status());
    assertEquals(401, api.logIn(text, "x", "192.0.2.77").status());
    assertEquals(401, api.logIn("admin", text, "192.0.2.78").status());
    assertFalse(api.api.authorize(text));
    assertFalse(api.api.authorize("us_" + text));
    assertNull(api.api.keys().resolve(text));
    assertNull(api.api.keys().resolve("gala_en_" + text));
    String title = text.strip();
    Answer made =
        api.post(
            "/api/v1/events",
            "{\"title\":" + quoted(title) + ",\"languages\":[\"en\"],\"id\":\"h\"}");
    if (made.status() == 201) {
      assertEquals(title, api.get("/api/v1/events/h").json().get("title").stringValue());
    }
    assertEquals(200, api.get("/api/v1/events/gala").status());
    assertEquals(before, files());
  }

  private Set<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return Set.copyOf(all.toList());
    }
  }

  @Test
  void ingest_showsKeysThatResolve_andRotateReplacesOne() {
    api.createGala();
    JsonNode first = api.get("/api/v1/events/gala/ingest").json().get("languages").get(0);
    assertEquals(
        Set.of("language", "streamKey", "primary", "backup"), Set.copyOf(first.propertyNames()));
    assertEquals("rtmps://studio.test:1936/live", first.get("primary").get("url").stringValue());
    assertEquals("rtmps://studio.test:2936/live", first.get("backup").get("url").stringValue());
    String english = api.streamKey(0);
    String german = api.streamKey(1);
    assertTrue(english.matches("gala_en_[a-z2-7]{32}"), "the key's form");
    assertEquals(new ProgramId("gala", "en"), api.api.keys().resolve(english));
    assertEquals(new ProgramId("gala", "de"), api.api.keys().resolve(german));

    Answer rotated = api.post("/api/v1/events/gala/ingest/en/rotate", null);
    assertEquals(first.propertyNames(), rotated.json().propertyNames());
    String next = rotated.json().get("streamKey").stringValue();
    assertNotEquals(english, next);
    assertNull(api.api.keys().resolve(english));
    assertEquals(new ProgramId("gala", "en"), api.api.keys().resolve(next));
    assertEquals(new ProgramId("gala", "de"), api.api.keys().resolve(german));
    assertEquals(next, api.streamKey(0));
    assertTrue(api.control.commands.contains("rotated gala/en"));
    assertEquals(404, api.post("/api/v1/events/gala/ingest/fr/rotate", null).status());

    api.delete("/api/v1/events/gala");
    assertNull(api.api.keys().resolve(next));
    assertNull(api.api.keys().resolve(german));
  }

  @Test
  void ingest_ownAuthority_isToldWhileThereIsOne() {
    api.createGala();
    assertEquals(
        Set.of("languages"),
        Set.copyOf(api.get("/api/v1/events/gala/ingest").json().propertyNames()));
    api.authority = new IngestAuthority("/ca.crt", "/ca.pem", "AB:CD", 17);
    JsonNode told = api.get("/api/v1/events/gala/ingest").json().get("authority");
    assertEquals("/ca.crt", told.get("crtUrl").stringValue());
    assertEquals("/ca.pem", told.get("pemUrl").stringValue());
    assertEquals("AB:CD", told.get("sha256").stringValue());
    assertEquals(17, told.get("expiresAtMs").longValue());
  }

  @Test
  void switchTo_delivering_saysWhatBecameOfIt() {
    api.createGala();
    Answer done = api.post("/api/v1/events/gala/languages/en/switch", "{\"to\":\"BACKUP\"}");
    assertEquals(200, done.status());
    assertEquals("{\"outcome\":\"DONE\"}", done.json().toString());
    assertTrue(api.control.commands.contains("switch gala/en BACKUP"));
  }

  @Test
  void switchTo_whatCantBe_isRefusedWithAReason() {
    api.createGala();
    api.control.outcome = SwitchOutcome.NOT_DELIVERING;
    Answer silent = api.post("/api/v1/events/gala/languages/en/switch", "{\"to\":\"BACKUP\"}");
    assertEquals(409, silent.status());
    assertTrue(silent.json().toString().contains("not-delivering"));
    api.control.outcome = SwitchOutcome.NOT_LIVE;
    Answer early = api.post("/api/v1/events/gala/languages/en/switch", "{\"to\":\"BACKUP\"}");
    assertEquals(409, early.status());
    assertTrue(early.json().toString().contains("wrong-phase"));
    String path = "/api/v1/events/gala/languages/";
    assertEquals(404, api.post(path + "xx/switch", "{\"to\":\"BACKUP\"}").status());
    assertEquals(400, api.post(path + "en/switch", "{\"to\":\"BOTH\"}").status());
    assertEquals(400, api.post(path + "en/switch", "{}").status());
  }

  @Test
  void hold_onAndOff_isCommanded() {
    api.createGala();
    String path = "/api/v1/events/gala/languages/en/hold";
    Answer held = api.call("PUT", path, "{\"held\":true}");
    assertEquals(200, held.status());
    assertEquals(200, api.call("PUT", path, "{\"held\":false}").status());
    assertEquals(400, api.call("PUT", path, "{}").status());
    assertTrue(
        api.control.commands.containsAll(List.of("hold gala/en true", "hold gala/en false")));
  }

  @Test
  void publicEvent_withoutToken_showsOnlyWhatViewersMayKnow() {
    api.createGala();
    Answer answer = api.call("GET", "/api/v1/public/events/gala", null, Map.of());
    assertEquals(
        "{\"id\":\"gala\",\"title\":\"Gala\",\"phase\":\"SCHEDULED\","
            + "\"latencyMode\":\"CLASSIC\",\"dvr\":{\"mode\":\"OFF\"},\"languages\":["
            + "{\"language\":\"en\",\"playlist\":\"/live/gala/en/index.m3u8\"},"
            + "{\"language\":\"de\",\"playlist\":\"/live/gala/de/index.m3u8\"}]}",
        answer.text());
    assertEquals("*", answer.headers().get("Access-Control-Allow-Origin"));
    assertEquals("no-cache", answer.headers().get("Cache-Control"));
    assertNull(api.get("/api/v1/events/gala").headers().get("Access-Control-Allow-Origin"));
    assertEquals(
        "{\"status\":\"ok\",\"version\":\"1.2.3\"}",
        api.call("GET", "/api/v1/health", null, Map.of()).text());
  }

  @Test
  void publicEvent_interrupted_tellsViewersSinceWhen() {
    api.createGala();
    api.control.interruptions.put(new ProgramId("gala", "en"), new Interruption(70, null));
    api.control.interruptions.put(new ProgramId("gala", "de"), new Interruption(70, 95L));
    JsonNode languages =
        api.call("GET", "/api/v1/public/events/gala", null, Map.of()).json().get("languages");
    assertEquals("{\"fromMs\":70}", languages.get(0).get("interruption").toString());
    assertEquals("{\"fromMs\":70,\"toMs\":95}", languages.get(1).get("interruption").toString());
  }
}
