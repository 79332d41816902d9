package live.understudy.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import live.understudy.api.ApiHarness.Answer;
import live.understudy.api.http.IngestUrls;
import live.understudy.media.Leg;
import live.understudy.media.ProgramId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartTest {
  private static final ProgramId ENGLISH = new ProgramId("gala", "en");

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

  private void sql(String statement) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("test.db"));
        Statement run = connection.createStatement()) {
      assertTrue(run.executeUpdate(statement) > 0, "the statement changed something");
    }
  }

  @Test
  void restart_keepsEventsPhasesKeysAndTokens() {
    api.receiving(Leg.PRIMARY, "en", "de");
    api.post("/api/v1/events/gala/go-live", null);
    String events = api.get("/api/v1/events").text();
    String ingest = api.get("/api/v1/events/gala/ingest").text();
    String key = api.streamKey(0);
    String script =
        api.post("/api/v1/tokens", "{\"name\":\"s\"}").json().get("token").stringValue();
    int commands = api.control.commands.size();
    api.restart();
    assertEquals(events, api.get("/api/v1/events").text());
    assertEquals(ingest, api.get("/api/v1/events/gala/ingest").text());
    assertEquals(ENGLISH, api.api.keys().resolve(key));
    assertTrue(api.api.authorize(script));
    assertEquals("gala", api.api.liveEvents().getFirst().id());
    assertEquals(commands, api.control.commands.size());
    assertEquals("wrong-phase", api.post("/api/v1/events/gala/go-live", null).code());
    assertEquals(200, api.post("/api/v1/events/gala/stop", null).status());
    api.restart();
    assertEquals("wrong-phase", api.post("/api/v1/events/gala/go-live", null).code());
    assertEquals(204, api.delete("/api/v1/events/gala").status());
    api.restart();
    assertNull(api.api.keys().resolve(key));
  }

  @Test
  void restart_leavesAuthAsStrong() {
    String ended = api.logIn(api.password).json().get("token").stringValue();
    String old = api.streamKey(0);
    api.post("/api/v1/events/gala/ingest/en/rotate", null);
    String kept = api.token;
    api.token = ended;
    api.delete("/api/v1/sessions/current");
    api.token = kept;
    api.restart();
    assertNull(api.api.firstPassword());
    assertFalse(api.api.authorize(ended));
    assertNull(api.api.keys().resolve(old));
    assertEquals(401, api.logIn("wrong").status());
    Answer login = api.logIn(api.password);
    assertEquals(201, login.status());
    assertTrue(login.json().get("mustChangePassword").booleanValue());
    api.clock.advanceMs(12 * 3_600_000L);
    api.restart();
    assertFalse(api.api.authorize(kept));
  }

  @Test
  void files_areTheOwnersAlone() throws IOException {
    for (String name : new String[] {"test.db", "test.key"}) {
      String permissions =
          PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
      assertEquals("rw-------", permissions, name);
    }
  }

  @Test
  void database_asBytes_holdsNoSecretInPlain() throws IOException {
    String key = api.streamKey(0);
    api.api.close();
    for (String name : new String[] {"test.db", "test.db-wal"}) {
      Path file = folder.resolve(name);
      if (Files.exists(file)) {
        String bytes = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
        assertFalse(bytes.contains(key.substring("gala_en_".length())), name);
        assertFalse(bytes.contains(api.token.substring(20)), name);
        assertFalse(bytes.contains(api.password), name);
      }
    }
  }

  @Test
  void keyRow_tampered_onlyThatProgramIsWithoutKeyUntilRotated() throws SQLException {
    String english = api.streamKey(0);
    String german = api.streamKey(1);
    sql(
        "UPDATE event_languages SET stream_key = 'AAAA' || substr(stream_key, 5) WHERE language = 'en'");
    api.restart();
    assertNull(api.api.keys().resolve(english));
    assertNotNull(api.api.keys().resolve(german));
    Answer ingest = api.get("/api/v1/events/gala/ingest");
    assertEquals(409, ingest.status());
    assertEquals("key-unreadable", ingest.code());
    assertTrue(ingest.json().get("detail").stringValue().contains("en"));
    assertEquals(200, api.post("/api/v1/events/gala/ingest/en/rotate", null).status());
    assertEquals(ENGLISH, api.api.keys().resolve(api.streamKey(0)));
  }

  @Test
  void keyRows_swapped_openNothing() throws SQLException {
    String english = api.streamKey(0);
    sql(
        "UPDATE event_languages SET stream_key ="
            + " (SELECT stream_key FROM event_languages WHERE language = 'de')"
            + " WHERE language = 'en'");
    api.restart();
    assertNull(api.api.keys().resolve(english));
    assertEquals("key-unreadable", api.get("/api/v1/events/gala/ingest").code());
  }

  @Test
  void keyFile_missing_isAnErrorAndNoNewOneIsMade() throws IOException {
    api.api.close();
    Path file = folder.resolve("test.key");
    Files.delete(file);
    assertTrue(openError().contains("is missing"));
    assertTrue(Files.notExists(file));
    Files.write(file, new byte[32]);
    assertTrue(openError().contains("does not belong to the database"));
    Files.write(file, new byte[3]);
    assertTrue(openError().contains("has 3 bytes"));
  }

  @Test
  void database_notADatabase_isAnErrorThatNamesIt() throws IOException {
    api.api.close();
    Files.writeString(
        folder.resolve("test.db"), "this is no database at all, not even a bit of one");
    assertTrue(openError().contains("test.db can't be opened"));
  }

  @Test
  void folder_missing_isAnErrorThatSaysSo() {
    AdminApiConfig config =
        AdminApiConfig.inFolder(folder.resolve("none"), new IngestUrls("p", "b"), "1");
    IOException e = assertThrows(IOException.class, () -> AdminApi.open(config, api.control));
    assertTrue(Objects.requireNonNull(e.getMessage()).contains("its folder does not exist"));
  }

  private String openError() {
    IOException e = assertThrows(IOException.class, () -> AdminApi.open(api.config(), api.control));
    return Objects.requireNonNull(e.getMessage());
  }

  @Test
  void passwordRow_tampered_isAnErrorNotALogin() throws SQLException {
    sql("UPDATE users SET password_hash = ''");
    assertEquals(500, api.logIn("").status());
    assertEquals(500, api.logIn(api.password).status());
  }
}
