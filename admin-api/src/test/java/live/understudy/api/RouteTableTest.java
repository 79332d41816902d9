package live.understudy.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import live.understudy.api.ApiHarness.Answer;
import live.understudy.api.http.Route;
import live.understudy.api.http.Route.Permission;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

class RouteTableTest {
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

  private JsonNode description() {
    return new YAMLMapper().readTree(api.get("/api/v1/openapi.yaml").text());
  }

  @Test
  void openapi_comparedWithTable_hasTheSameRoutes() {
    Set<String> described = new TreeSet<>();
    Set<String> methods = Set.of("get", "post", "put", "patch", "delete");
    description()
        .get("paths")
        .properties()
        .forEach(path ->
            path.getValue().propertyNames().stream()
                .filter(methods::contains)
                .forEach(m -> described.add(m.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    Set<String> routed =
        api.api.routes().stream()
            .map(Route::toString)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(routed, described);
  }

  @Test
  void openapi_security_matchesPermissions() {
    JsonNode paths = description().get("paths");
    for (Route route : api.api.routes()) {
      JsonNode operation = paths.get(route.template()).get(route.method().toLowerCase(Locale.ROOT));
      boolean open = operation.has("security") && operation.get("security").isEmpty();
      assertEquals(route.permission() == Permission.PUBLIC, open, route.toString());
    }
  }

  @Test
  void openapi_references_allResolve() {
    JsonNode all = description();
    all.findValuesAsString("$ref")
        .forEach(
            ref -> assertTrue(all.at(ref.substring(1)).isObject(), () -> "nothing is at " + ref));
  }

  @Test
  void everyUserRoute_withoutToken_is401() {
    for (Route route : api.api.routes()) {
      if (route.permission() == Permission.USER) {
        String path = route.template().replaceAll("\\{[a-z]+}", "x");
        for (Map<String, String> headers :
            Set.<Map<String, String>>of(
                Map.of(),
                Map.of("Authorization", "Bearer "),
                Map.of("Authorization", "Basic YWRtaW46YWRtaW4="),
                Map.of("Authorization", "Bearer " + api.token + "x"),
                Map.of("Authorization", api.token))) {
          Answer answer = api.call(route.method(), path, null, headers);
          assertEquals(401, answer.status(), route + " " + headers.keySet());
          assertEquals("not-authenticated", answer.code());
          assertTrue(answer.headers().getOrDefault("WWW-Authenticate", "").startsWith("Bearer"));
        }
      }
    }
  }

  @Test
  void everyChangingRoute_fromForeignOrigin_is403() {
    for (Route route : api.api.routes()) {
      if (!route.method().equals("GET")) {
        String path = route.template().replaceAll("\\{[a-z]+}", "x");
        Map<String, String> headers =
            Map.of("Authorization", "Bearer " + api.token, "Origin", "https://evil.test");
        assertEquals(403, api.call(route.method(), path, null, headers).status(), route.toString());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://studio.test:8080, studio.test:8080, 204",
    "https://studio.test, studio.test, 204",
    "https://STUDIO.test, studio.test:443, 204",
    "http://studio.test, studio.test:80, 204",
    "http://studio.test, studio.test:8080, 403",
    "http://studio.test:8080, studio.test, 403",
    "http://studio.test.evil.test, studio.test, 403",
    "http://evil-studio.test, studio.test, 403",
    "null, studio.test, 403",
    "file://studio.test, studio.test, 403",
    "'', studio.test, 403",
    "studio.test, studio.test, 403",
  })
  void origin_comparedWithHost_decides(String origin, String host, int status) {
    Map<String, String> headers =
        Map.of("Authorization", "Bearer " + api.token, "Origin", origin, "Host", host);
    Answer answer = api.call("DELETE", "/api/v1/sessions/current", null, headers);
    assertEquals(status, answer.status(), answer.text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "",
        "/api/v1",
        "/api/v1/events/",
        "/api/v1/events//status",
        "/api/v1/events/a/b",
        "/api/v1/../v1/events",
        "/API/v1/events",
        "/api/v1/events?x",
        "/api/v1/health/"
      })
  void unknownPath_isAnswered404(String path) {
    Answer answer = api.get(path);
    assertEquals(404, answer.status(), path);
  }

  @Test
  void longPath_isAnswered404() {
    assertEquals(404, api.get("/api/v1/events/" + "a".repeat(100_000)).status());
    assertEquals(404, api.get("/".repeat(100_000)).status());
  }

  @Test
  void wrongMethod_isAnswered405WithAllow() {
    Answer answer = api.call("PATCH", "/api/v1/events", null);
    assertEquals(405, answer.status());
    assertEquals("GET, POST", answer.headers().get("Allow"));
    assertEquals("wrong-method", answer.code());
    assertEquals("POST", api.get("/api/v1/events/gala/go-live").headers().get("Allow"));
  }

  @Test
  void problems_haveOneShape() {
    for (Answer answer :
        Set.of(
            api.get("/nowhere"),
            api.get("/api/v1/events/nobody"),
            api.post("/api/v1/events", "{"),
            api.call("PUT", "/api/v1/events", null),
            api.logIn("wrong"))) {
      JsonNode json = answer.json();
      assertEquals(
          Set.of("type", "title", "status", "detail", "code"),
          Set.copyOf(json.propertyNames()),
          answer.text());
      assertEquals(answer.status(), json.get("status").intValue());
      assertEquals("no-store", answer.headers().get("Cache-Control"));
    }
  }
}
