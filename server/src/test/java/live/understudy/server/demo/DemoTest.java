package live.understudy.server.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demonstration's order of calls and what it says, against an API that is all canned answers.
 */
@Timeout(240)
class DemoTest {
  private static final String LEG = "{\"state\":\"RECEIVING\"}";

  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private final List<String> said = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, String> answers = new ConcurrentHashMap<>();

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    answers.put("POST /api/v1/events", "201 {\"id\":\"demo\"}");
    answers.put("GET /api/v1/events/demo", "200 {\"phase\":\"SCHEDULED\"}");
    String language =
        "{\"language\":\"en\",\"streamKey\":\"demo_en_SECRET\",\"primary\":{\"url\":\"rtmp://example.test:1/live\"},"
            + "\"backup\":{\"url\":\"rtmp://example.test:2/live\"}}";
    answers.put("GET /api/v1/events/demo/ingest", "200 {\"languages\":[" + language + "]}");
    answers.put(
        "GET /api/v1/events/demo/status",
        "200 {\"languages\":[{\"language\":\"en\",\"legs\":{\"primary\":"
            + LEG
            + ",\"backup\":"
            + LEG
            + "}}]}");
    answers.put("POST /api/v1/events/demo/go-live", "200 {\"phase\":\"LIVE\"}");
    answers.put("GET /live/demo/en/media.m3u8", "200 #EXTM3U\n#EXTINF:2.0,\n0.m4s\n");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String call = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
      calls.add(call);
      assertEquals("Bearer TOKEN", exchange.getRequestHeaders().getFirst("Authorization"));
      String answer = answers.getOrDefault(call, "404 {}");
      byte[] body = answer.substring(4).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private DemoOptions options(Path cache) {
    URI http = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return new DemoOptions(
        http,
        "TOKEN",
        null,
        cache,
        List.of("en"),
        Duration.ofSeconds(20),
        "admin / first-password");
  }

  @Test
  void start_emptyServer_goesLiveAndTellsWhatToKill(@TempDir Path cache) throws Exception {
    try (Demo demo = Demo.start(options(cache), said::add)) {
      String text = String.join("\n", said);
      assertTrue(
          calls.indexOf("POST /api/v1/events/demo/go-live")
              > calls.indexOf("GET /api/v1/events/demo/status"));
      assertTrue(text.contains("kill -9 " + demo.encoder("en", "primary").pid()), text);
      assertTrue(text.contains("/watch/demo"), text);
      assertTrue(text.contains("/studio/"), text);
      assertTrue(text.contains("admin / first-password"), text);
      assertTrue(text.contains("after 20 s"), text);
      assertTrue(text.contains("a keyframe every half second"), text);
      assertFalse(text.contains("SECRET"), text);
      assertFalse(text.contains("TOKEN"), text);
      EncoderSpec spec = demo.encoder("en", "backup").spec();
      assertEquals(URI.create("rtmp://127.0.0.1:2/live"), spec.server());
      assertEquals(spec.camera().framesPerSecond(), 2 * spec.keyframeFrames());
      assertThrows(IllegalArgumentException.class, () -> demo.encoder("fr", "primary"));
    }
  }

  @Test
  void start_eventStillLive_usesItWithoutGoingLiveAgain(@TempDir Path cache) throws Exception {
    answers.put("POST /api/v1/events", "409 {}");
    answers.put("GET /api/v1/events/demo", "200 {\"phase\":\"LIVE\"}");
    try (Demo demo = Demo.start(options(cache), said::add)) {
      assertFalse(calls.contains("POST /api/v1/events/demo/go-live"));
      assertTrue(demo.encoder("en", "primary").pid() > 0);
    }
  }

  @Test
  void start_goLiveRefused_saysWhyAndLeavesNoEncoder(@TempDir Path cache) {
    answers.put("POST /api/v1/events/demo/go-live", "409 {\"code\":\"not-ready\"}");
    IOException refused =
        assertThrows(IOException.class, () -> Demo.start(options(cache), said::add));
    assertTrue(String.valueOf(refused.getMessage()).contains("not-ready"), refused::toString);
    assertFalse(
        ProcessHandle.current()
            .descendants()
            .anyMatch(child -> child.info().command().orElse("").startsWith(cache.toString())));
  }

  @Test
  void options_toString_keepsTheSecrets(@TempDir Path cache) {
    String text = options(cache).toString();
    assertFalse(text.contains("TOKEN") || text.contains("first-password"), text);
  }
}
