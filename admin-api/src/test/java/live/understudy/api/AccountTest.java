package live.understudy.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import live.understudy.api.ApiHarness.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class AccountTest {
  private static final String NEW_PASSWORD = "correct horse battery";

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

  private Answer changePassword(String current, String next) {
    String body = ApiHarness.JSON.writeValueAsString(Map.of("current", current, "new", next));
    return api.call("PUT", "/api/v1/password", body);
  }

  @Test
  void login_rightPassword_answersTheSession() {
    Answer answer = api.logIn(api.password);
    assertEquals(201, answer.status());
    JsonNode session = answer.json();
    assertEquals(
        Set.of("token", "expiresAtMs", "username", "mustChangePassword"),
        Set.copyOf(session.propertyNames()));
    assertTrue(session.get("token").stringValue().matches("us_[a-z2-7]{16}_[a-z2-7]{52}"));
    assertEquals(api.clock.millis() + 12 * 3_600_000L, session.get("expiresAtMs").longValue());
    assertTrue(session.get("mustChangePassword").booleanValue());
  }

  @Test
  void login_wrongUserOrPassword_answersTheSame() {
    Answer user = api.logIn("nobody", api.password, "192.0.2.2");
    Answer password = api.logIn("admin", api.password + "x", "192.0.2.3");
    assertEquals(401, user.status());
    assertEquals(user.text(), password.text());
    assertEquals("wrong-credentials", user.code());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"username\":\"admin\"}",
        "{\"username\":\"admin\",\"password\":7}",
        "{\"username\":\"admin\",\"password\":null}",
        "{\"username\":{\"$ne\":\"\"},\"password\":\"x\"}",
        "{\"username\":\"admin\",\"password\":\"x\",\"otp\":\"1\"}"
      })
  void login_badBody_is400(String body) {
    assertEquals(400, api.post("/api/v1/sessions", body).status());
  }

  @Test
  void login_longPassword_isRefusedUnhashed() {
    assertEquals(400, api.logIn("x".repeat(201)).status());
  }

  @Test
  void session_after12Hours_isOver() {
    api.clock.advanceMs(12 * 3_600_000L - 1);
    assertEquals(200, api.get("/api/v1/events").status());
    assertTrue(api.api.authorize(api.token));
    api.clock.advanceMs(1);
    assertEquals(401, api.get("/api/v1/events").status());
    assertFalse(api.api.authorize(api.token));
  }

  @Test
  void logout_endsThatSessionAlone() {
    String other = api.logIn(api.password).json().get("token").stringValue();
    assertTrue(api.api.authorize(api.token));
    assertEquals(204, api.delete("/api/v1/sessions/current").status());
    assertEquals(401, api.get("/api/v1/events").status());
    assertFalse(api.api.authorize(api.token));
    assertTrue(api.api.authorize(other));
  }

  @Test
  void sessions_beyondTheLimit_theOldestGivesWay() {
    for (int i = 0; i < api.limits.maxSessions() - 1; i++) {
      api.clock.advanceMs(1);
      assertEquals(201, api.logIn(api.password).status());
    }
    assertTrue(api.api.authorize(api.token));
    api.clock.advanceMs(1);
    api.logIn(api.password);
    assertFalse(api.api.authorize(api.token));
  }

  @Test
  void apiTokens_madeListedDeleted() {
    Answer made = api.post("/api/v1/tokens", "{\"name\":\"backup script\"}");
    assertEquals(201, made.status());
    assertEquals(Set.of("id", "name", "token"), Set.copyOf(made.json().propertyNames()));
    String token = made.json().get("token").stringValue();
    String id = made.json().get("id").stringValue();
    assertTrue(api.api.authorize(token));
    Answer list = api.get("/api/v1/tokens");
    assertEquals(1, list.json().get("tokens").size());
    assertEquals(
        Set.of("id", "name", "createdAtMs"),
        Set.copyOf(list.json().get("tokens").get(0).propertyNames()));
    assertFalse(list.text().contains(token));
    api.clock.advanceMs(400L * 24 * 3_600_000);
    assertTrue(api.api.authorize(token));
    api.token = token;
    assertEquals("not-a-session", api.delete("/api/v1/sessions/current").code());
    assertEquals(204, api.delete("/api/v1/tokens/" + id).status());
    assertFalse(api.api.authorize(token));
    assertEquals(401, api.get("/api/v1/tokens").status());
  }

  @Test
  void apiTokens_beyondTheLimit_areRefused() {
    for (int i = 0; i < api.limits.maxApiTokens(); i++) {
      assertEquals(201, api.post("/api/v1/tokens", "{\"name\":\"n\"}").status());
    }
    assertEquals("too-many-tokens", api.post("/api/v1/tokens", "{\"name\":\"n\"}").code());
  }

  @Test
  void sessionToken_byTheTokenRoute_isNotDeleted() {
    String id = api.token.substring(3, 19);
    assertEquals(404, api.delete("/api/v1/tokens/" + id).status());
    assertTrue(api.api.authorize(api.token));
  }

  @Test
  void changePassword_right_endsOtherSessionsAndTheHint() {
    String other = api.logIn(api.password).json().get("token").stringValue();
    assertTrue(api.api.authorize(other));
    assertEquals(204, changePassword(api.password, NEW_PASSWORD).status());
    assertFalse(api.api.authorize(other));
    assertTrue(api.api.authorize(api.token));
    assertEquals(401, api.logIn(api.password).status());
    Answer login = api.logIn(NEW_PASSWORD);
    assertFalse(login.json().get("mustChangePassword").booleanValue());
  }

  @Test
  void resetPassword_endsSessionsAndOldPassword() {
    assertTrue(api.api.authorize(api.token));
    String next = Objects.requireNonNull(api.api.resetPassword("admin"));
    assertFalse(api.api.authorize(api.token));
    assertEquals(401, api.logIn(api.password).status());
    assertTrue(api.logIn(next).json().get("mustChangePassword").booleanValue());
    assertNull(api.api.resetPassword("nobody"));
  }

  @Test
  void changePassword_wrongOrWeak_changesNothing() {
    assertEquals("wrong-password", changePassword("wrong", NEW_PASSWORD).code());
    assertEquals(400, changePassword(api.password, "short").status());
    assertEquals(400, changePassword(api.password, "y".repeat(201)).status());
    assertEquals(400, changePassword(api.password, api.password).status());
    assertEquals(201, api.logIn(api.password).status());
  }

  @Test
  void changePassword_guessedOften_is429() {
    for (int i = 0; i < api.limits.freeLoginFailures() + 1; i++) {
      assertEquals(403, changePassword("wrong" + i, NEW_PASSWORD).status());
    }
    assertEquals(429, changePassword(api.password, NEW_PASSWORD).status());
  }

  @Test
  void login_guessedFromOneAddress_isSlowedWithDoublingBackoff() {
    for (int i = 0; i < api.limits.freeLoginFailures(); i++) {
      assertEquals(401, api.logIn("user" + i, "x", "192.0.2.9").status());
    }
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      assertEquals(401, api.logIn("other" + i, "x", "192.0.2.9").status());
      Answer refused = api.logIn("admin", api.password, "192.0.2.9");
      assertEquals(429, refused.status());
      long waitS = Long.parseLong(refused.headers().getOrDefault("Retry-After", ""));
      waits.add(waitS);
      api.clock.advanceMs(waitS * 1000 - 1);
      assertEquals(429, api.logIn("admin", api.password, "192.0.2.9").status());
      api.clock.advanceMs(1);
    }
    assertEquals(List.of(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L, 300L), waits);
    assertEquals(201, api.logIn("admin", api.password, "192.0.2.9").status());
    assertEquals(401, api.logIn("admin", "x", "192.0.2.9").status());
  }

  @Test
  void login_guessedFromManyAddresses_slowsThemAndNeverTheOwner() {
    int free = api.limits.freeLoginFailures();
    int refused = 0;
    for (int round = 0; round <= free; round++) {
      for (int i = 0; i < 20; i++) {
        refused += api.logIn("admin", "x", "198.51.100." + i).status() == 429 ? 1 : 0;
      }
    }
    // Each address has its free attempts; after them the user's failures elsewhere count too.
    assertEquals(20, refused);
    assertEquals(201, api.logIn("admin", api.password, "203.0.113.5").status());
  }

  @Test
  void login_guessedFromOneIpv6Network_isOneSource() {
    int refused = 0;
    for (int i = 0; i < 20; i++) {
      refused += api.logIn("user" + i, "x", "2001:db8:1:2:0:0:0:" + i).status() == 429 ? 1 : 0;
    }
    assertEquals(20 - api.limits.freeLoginFailures() - 1, refused);
    assertEquals(201, api.logIn("admin", api.password, "2001:db8:1:3:0:0:0:1").status());
  }

  @Test
  void login_guessedByManyAtOnce_isNoWayAroundTheCount() throws Exception {
    List<Callable<Integer>> guesses = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String guess = "guess" + i;
      guesses.add(() -> api.logIn("admin", guess, "192.0.2.9").status());
    }
    int tried = 0;
    try (ExecutorService attackers = Executors.newFixedThreadPool(8)) {
      for (Future<Integer> answer : attackers.invokeAll(guesses)) {
        tried += answer.get() == 401 ? 1 : 0;
      }
    }
    assertEquals(api.limits.freeLoginFailures() + 1, tried);
  }
}
