package live.understudy.server.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The server's HTTP API as the demonstration and the end-to-end tests use it. */
public final class DemoApi implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final JsonMapper json = JsonMapper.shared();
  private final URI base;
  private volatile @Nullable String token;

  /**
   * @param base the server's address, {@code http://127.0.0.1:8080}
   * @param token a bearer token, or null until {@link #logIn}
   */
  public DemoApi(URI base, @Nullable String token) {
    this.base = base;
    this.token = token;
  }

  /** A status and, where the answer was JSON, its body. */
  public record Answer(int status, JsonNode body) {
    /** The body of an answer that had to be a success. */
    public JsonNode require(int expected) throws IOException {
      if (status != expected) {
        throw new IOException(
            "The server answered " + status + " instead of " + expected + ": " + body);
      }
      return body;
    }
  }

  /** One leg's ingest as the API tells it. */
  public record Ingest(String language, String streamKey, URI primary, URI backup) {
    /** Without the stream key. */
    @Override
    public String toString() {
      return "Ingest[" + language + ", " + primary + ", " + backup + "]";
    }
  }

  /** Opens a session and uses its token from now on. */
  public void logIn(String username, String password) throws IOException, InterruptedException {
    Map<String, String> credentials = Map.of("username", username, "password", password);
    token = post("/api/v1/sessions", credentials).require(201).path("token").asString();
  }

  /** Creates an event; 409 when the id is taken. */
  public Answer createEvent(String id, String title, List<String> languages)
      throws IOException, InterruptedException {
    return post("/api/v1/events", Map.of("id", id, "title", title, "languages", languages));
  }

  /** Every language's stream key and both servers of an event. */
  public List<Ingest> ingests(String event) throws IOException, InterruptedException {
    JsonNode body = get("/api/v1/events/" + event + "/ingest").require(200);
    return body.path("languages").valueStream().map(DemoApi::ingest).toList();
  }

  private static Ingest ingest(JsonNode node) {
    return new Ingest(
        node.path("language").asString(),
        node.path("streamKey").asString(),
        URI.create(node.path("primary").path("url").asString()),
        URI.create(node.path("backup").path("url").asString()));
  }

  public JsonNode status(String event) throws IOException, InterruptedException {
    return get("/api/v1/events/" + event + "/status").require(200);
  }

  public Answer goLive(String event) throws IOException, InterruptedException {
    return post("/api/v1/events/" + event + "/go-live", Map.of());
  }

  public Answer stop(String event) throws IOException, InterruptedException {
    return post("/api/v1/events/" + event + "/stop", Map.of());
  }

  public Answer get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  public Answer post(String path, Object body) throws IOException, InterruptedException {
    HttpRequest.BodyPublisher text =
        HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body));
    return send(request(path).header("Content-Type", "application/json").POST(text));
  }

  /** The text behind a path, or empty when the answer was not 200. */
  public String text(String path) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
    return response.statusCode() == 200 ? response.body() : "";
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT);
    String bearer = token;
    return bearer == null ? builder : builder.header("Authorization", "Bearer " + bearer);
  }

  private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    String type = response.headers().firstValue("Content-Type").orElse("");
    JsonNode body = type.contains("json") ? json.readTree(response.body()) : json.missingNode();
    return new Answer(response.statusCode(), body);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
