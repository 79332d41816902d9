package live.understudy.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The part of the HTTP API that brings events on air. */
final class StudioClient implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration READY_TIMEOUT = Duration.ofSeconds(60);
  private static final int CONFLICT = 409;

  private final HttpClient http = HttpClient.newHttpClient();
  private final JsonMapper json = JsonMapper.shared();
  private final URI base;
  private String token = "";

  StudioClient(URI base) {
    this.base = base;
  }

  void logIn(String password) throws IOException, InterruptedException {
    Map<String, String> credentials = Map.of("username", "admin", "password", password);
    token = require(post("/api/v1/sessions", credentials)).path("token").asString();
  }

  /** Creates an event; gives each language's stream key, in order. */
  Map<String, String> create(String id, List<String> languages, boolean lowLatency)
      throws IOException, InterruptedException {
    String mode = lowLatency ? "LOW" : "CLASSIC";
    require(
        post(
            "/api/v1/events",
            Map.of("id", id, "title", id, "languages", languages, "latencyMode", mode)));
    JsonNode ingest = require(send(request("/api/v1/events/" + id + "/ingest").GET()));
    Map<String, String> keys = new LinkedHashMap<>();
    for (JsonNode language : ingest.path("languages")) {
      keys.put(language.path("language").asString(), language.path("streamKey").asString());
    }
    return keys;
  }

  /** Goes live as soon as every encoder delivers. */
  void goLive(String id) throws Exception {
    Await.until(
        READY_TIMEOUT,
        "every encoder of " + id + " to deliver",
        () -> {
          HttpResponse<String> answer = post("/api/v1/events/" + id + "/go-live", Map.of());
          if (answer.statusCode() == CONFLICT) {
            return false;
          }
          require(answer);
          return true;
        });
  }

  /** What is served under a path, or an empty text when it is not there. */
  String text(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = send(request(path).GET());
    return answer.statusCode() == 200 ? answer.body() : "";
  }

  /** The bytes that are served under a path. */
  byte[] bytes(String path) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException(path + " was answered with " + answer.statusCode());
    }
    return answer.body();
  }

  private JsonNode require(HttpResponse<String> answer) throws IOException {
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(
          answer.uri() + " was answered with " + answer.statusCode() + ": " + answer.body());
    }
    return json.readTree(answer.body());
  }

  private HttpResponse<String> post(String path, Object body)
      throws IOException, InterruptedException {
    HttpRequest.BodyPublisher text =
        HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body));
    return send(request(path).header("Content-Type", "application/json").POST(text));
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT);
    return token.isEmpty() ? builder : builder.header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
