package live.understudy.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import live.understudy.api.auth.Tokens.Issued;
import live.understudy.api.http.ApiRequest;
import live.understudy.api.http.ApiResponse;
import live.understudy.api.store.TokenStore.Kind;
import live.understudy.api.store.TokenStore.StoredToken;
import live.understudy.api.store.UserStore.User;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class SecrecyTest {
  @TempDir Path folder;
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Level before = root.getLevel();

  @BeforeEach
  void capture() {
    root.setLevel(Level.TRACE);
    log.start();
    root.addAppender(log);
  }

  @AfterEach
  void release() {
    root.detachAppender(log);
    root.setLevel(before);
  }

  @Test
  void log_atTrace_holdsNoSecret() throws IOException, SQLException {
    List<String> secrets = new ArrayList<>();
    try (ApiHarness api = ApiHarness.loggedIn(folder)) {
      api.createGala();
      secrets.add(api.password);
      secrets.add(api.token);
      secrets.add(api.streamKey(0));
      secrets.add(
          api.post("/api/v1/events/gala/ingest/en/rotate", null)
              .json()
              .get("streamKey")
              .stringValue());
      secrets.add(api.post("/api/v1/tokens", "{\"name\":\"s\"}").json().get("token").stringValue());
      secrets.add("a new password");
      api.call(
          "PUT",
          "/api/v1/password",
          "{\"current\":\"" + api.password + "\",\"new\":\"a new password\"}");
      secrets.add("typed into the wrong field");
      api.logIn("typed into the wrong field", "x", "192.0.2.3");
      secrets.add("wrong-guess");
      api.logIn("admin", "wrong-guess", "192.0.2.4");
      secrets.add("broken-json-secret");
      api.post("/api/v1/sessions", "{\"username\":\"admin\",\"password\":\"broken-json-secret");
      api.api.keys().resolve("gala_en_wrongsecret");
      secrets.add("wrongsecret");
      try (Connection connection =
              DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("test.db"));
          Statement run = connection.createStatement()) {
        run.executeUpdate("DROP TABLE users");
      }
      // The failed statement has what was typed among its bound values.
      assertEquals(503, api.logIn("typed into the wrong field", "x", "192.0.2.5").status());
    }
    String all = logged();
    assertTrue(all.contains("event gala created"), "the log was captured");
    assertTrue(all.contains("the database failed"), "a failure was captured");
    for (String secret : secrets) {
      assertFalse(all.contains(secret), () -> "logged: " + secret);
    }
    assertFalse(all.contains("$argon2id$"), "password hashes are not logged");
  }

  private String logged() {
    StringBuilder all = new StringBuilder();
    for (ILoggingEvent event : List.copyOf(log.list)) {
      all.append(event.getFormattedMessage()).append('\n');
      if (event.getThrowableProxy() != null) {
        all.append(ThrowableProxyUtil.asString(event.getThrowableProxy())).append('\n');
      }
    }
    return all.toString();
  }

  @Test
  void answers_withAnError_quoteNoSecret() throws IOException {
    try (ApiHarness api = ApiHarness.loggedIn(folder)) {
      String body = "{\"username\":\"admin\",\"password\":\"top-secret\",}";
      assertFalse(api.post("/api/v1/sessions", body).text().contains("top-secret"));
      assertFalse(api.post("/api/v1/sessions", "{\"top secret\":1}").text().contains("top secret"));
      assertFalse(api.logIn("top-secret").text().contains("top-secret"));
    }
  }

  @Test
  void toString_ofWhatCarriesSecrets_showsNone() {
    byte[] body = "{\"password\":\"secret\"}".getBytes(StandardCharsets.UTF_8);
    ApiRequest request =
        new ApiRequest("POST", "/live/secret", Map.of("k", "secret"), h -> "secret", body, "::1");
    List<Object> carriers =
        List.of(
            request,
            new ApiResponse(200, "application/json", Map.of(), body),
            new Issued("id", "secret", null),
            new User("admin", "secret", true),
            new StoredToken("id", Kind.API, "admin", "n", "secret", 0, null));
    for (Object carrier : carriers) {
      assertFalse(carrier.toString().contains("secret"), carrier.getClass().getSimpleName());
    }
  }
}
