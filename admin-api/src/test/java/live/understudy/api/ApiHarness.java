package live.understudy.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import live.understudy.api.auth.PasswordCost;
import live.understudy.api.event.ApiLimits;
import live.understudy.api.event.LegStatus;
import live.understudy.api.http.ApiRequest;
import live.understudy.api.http.ApiResponse;
import live.understudy.api.http.IngestAuthority;
import live.understudy.api.http.IngestUrls;
import live.understudy.media.Leg;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An API over a folder, with a clock and programs that the test holds. */
final class ApiHarness implements AutoCloseable {
  static final JsonMapper JSON = JsonMapper.builder().build();

  /** Real passwords cost 100 ms and more; most tests are not about them. */
  static final PasswordCost CHEAP = new PasswordCost(64, 1);

  final FakeClock clock = new FakeClock();
  final FakeControl control = new FakeControl();
  final Path folder;
  final ApiLimits limits;
  final String password;
  AdminApi api;
  @Nullable IngestAuthority authority;
  String token = "";

  private ApiHarness(Path folder, ApiLimits limits) throws IOException {
    this.folder = folder;
    this.limits = limits;
    this.api = AdminApi.open(config(), CHEAP, control);
    this.password = Objects.requireNonNull(api.firstPassword());
  }

  /** A new installation with {@code admin} logged in. */
  static ApiHarness loggedIn(Path folder) throws IOException {
    return loggedIn(folder, ApiLimits.defaults());
  }

  static ApiHarness loggedIn(Path folder, ApiLimits limits) throws IOException {
    ApiHarness harness = new ApiHarness(folder, limits);
    harness.token = harness.logIn(harness.password).json().get("token").stringValue();
    return harness;
  }

  AdminApiConfig config() {
    return new AdminApiConfig(
        folder.resolve("test.db"),
        folder.resolve("test.key"),
        new IngestUrls(
            "rtmps://studio.test:1936/live",
            "rtmps://studio.test:2936/live",
            () -> Optional.ofNullable(authority)),
        "1.2.3",
        clock,
        limits);
  }

  void restart() {
    api.close();
    try {
      api = AdminApi.open(config(), CHEAP, control);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An answer, its body read as JSON. */
  record Answer(int status, Map<String, String> headers, String text) {
    JsonNode json() {
      return JSON.readTree(text);
    }

    String code() {
      return json().get("code").stringValue();
    }
  }

  Answer get(String path) {
    return call("GET", path, null);
  }

  /** With {@code name=value} pairs joined by {@code &}. */
  Answer get(String path, String query) {
    Map<String, String> parameters = new TreeMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    Map<String, @Nullable String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("Authorization", "Bearer " + token);
    ApiResponse response =
        api.handle(new ApiRequest("GET", path, parameters, headers::get, new byte[0], "192.0.2.1"));
    return new Answer(
        response.status(), response.headers(), new String(response.body(), StandardCharsets.UTF_8));
  }

  Answer post(String path, @Nullable String body) {
    return call("POST", path, body);
  }

  Answer delete(String path) {
    return call("DELETE", path, null);
  }

  Answer call(String method, String path, @Nullable String body) {
    return call(method, path, body, Map.of("Authorization", "Bearer " + token));
  }

  Answer call(String method, String path, @Nullable String body, Map<String, String> headers) {
    return call(method, path, body, headers, "192.0.2.1");
  }

  Answer call(
      String method, String path, @Nullable String body, Map<String, String> given, String from) {
    Map<String, @Nullable String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("Host", "studio.test:8080");
    if (body != null) {
      headers.put("Content-Type", "application/json");
    }
    headers.putAll(given);
    byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
    ApiRequest request = new ApiRequest(method, path, Map.of(), headers::get, bytes, from);
    ApiResponse response = api.handle(request);
    return new Answer(
        response.status(), response.headers(), new String(response.body(), StandardCharsets.UTF_8));
  }

  Answer logIn(String secret) {
    return logIn("admin", secret, "192.0.2.1");
  }

  Answer logIn(String username, String secret, String from) {
    String body = JSON.writeValueAsString(Map.of("username", username, "password", secret));
    return call("POST", "/api/v1/sessions", body, Map.of(), from);
  }

  /** Makes the event {@code gala} in English and German. */
  void createGala() {
    Answer made =
        post(
            "/api/v1/events", "{\"title\":\"Gala\",\"languages\":[\"en\",\"de\"],\"id\":\"gala\"}");
    if (made.status() != 201) {
      throw new IllegalStateException(made.text());
    }
  }

  void receiving(Leg leg, String... languages) {
    for (String language : languages) {
      control.leg("gala", language, leg, LegStatus.State.RECEIVING);
    }
  }

  String streamKey(int language) {
    return get("/api/v1/events/gala/ingest")
        .json()
        .get("languages")
        .get(language)
        .get("streamKey")
        .stringValue();
  }

  @Override
  public void close() {
    api.close();
  }
}
