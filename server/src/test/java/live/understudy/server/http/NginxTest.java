package live.understudy.server.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import live.understudy.testing.Await;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code deploy/nginx.conf} in a real nginx, between HTTP/2 clients and our listener. */
class NginxTest {

  private static final Duration TIMEOUT = Await.PATIENCE;
  private static final int VIEWERS = 50;
  private static final int FEW = 3;
  private static final MediaAnswer ANSWER = new MediaAnswer.Found(TestMedia.playlist("later\n"));

  @TempDir private static Path folder = Path.of("");

  private static TestHttpServer origin;
  private static Nginx nginx;
  private static HttpClient client;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(Nginx.isInstalled(), "nginx is not installed: deploy/nginx.conf is not tested");
    TestTls tls = new TestTls(folder);
    origin = new TestHttpServer();
    nginx = new Nginx(folder, folder.resolve("tls"), origin.port());
    client = HttpClient.newBuilder().sslContext(tls.client()).build();
  }

  @AfterAll
  static void stop() throws Exception {
    if (client != null) {
      client.close();
      nginx.close();
      origin.close();
    }
  }

  private static HttpRequest request(String path, String... headers) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create("https://localhost:" + nginx.port + path));
    return (headers.length == 0 ? builder : builder.headers(headers)).build();
  }

  private static HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    return client.send(request(path, headers), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static List<CompletableFuture<HttpResponse<byte[]>>> getMany(String path) {
    List<CompletableFuture<HttpResponse<byte[]>>> running = new ArrayList<>();
    for (int i = 0; i < VIEWERS; i++) {
      running.add(client.sendAsync(request(path), HttpResponse.BodyHandlers.ofByteArray()));
    }
    return running;
  }

  private static int asked(String name) {
    return origin.media.asked.getOrDefault(name, 0);
  }

  private static String cors(HttpResponse<?> response) {
    return response.headers().firstValue("access-control-allow-origin").orElse("");
  }

  @Test
  void blockingReload_ofManyAtOnce_reachesTheServerOnce() throws Exception {
    // The second parameter is none of HLS's, and must not make another request of it.
    List<CompletableFuture<HttpResponse<byte[]>>> running =
        getMany("/live/show/en/wait1.m3u8?_HLS_msn=7&_HLS_part=2");
    running.addAll(getMany("/live/show/en/wait1.m3u8?_HLS_part=2&token=x&_HLS_msn=7"));
    Await.until(TIMEOUT, "the request", () -> origin.media.waiting.size() >= 1);
    assertTrue(asked("wait1.m3u8") <= FEW, () -> asked("wait1.m3u8") + " requests");
    while (running.stream().anyMatch(one -> !one.isDone())) {
      origin.media.release(ANSWER);
      Thread.onSpinWait();
    }
    for (CompletableFuture<HttpResponse<byte[]>> one : running) {
      HttpResponse<byte[]> response = one.get(60, TimeUnit.SECONDS);
      assertEquals(200, response.statusCode());
      assertEquals(HttpClient.Version.HTTP_2, response.version());
      assertArrayEquals(TestHttpServer.bytes("later\n"), response.body());
      assertEquals("*", cors(response));
    }
    assertTrue(asked("wait1.m3u8") <= FEW, () -> asked("wait1.m3u8") + " requests");
  }

  @Test
  void blockingReload_ofAnotherPart_isAnotherRequest() throws Exception {
    var first =
        client.sendAsync(
            request("/live/show/en/wait2.m3u8?_HLS_msn=7&_HLS_part=2"),
            HttpResponse.BodyHandlers.ofByteArray());
    var second =
        client.sendAsync(
            request("/live/show/en/wait2.m3u8?_HLS_msn=7&_HLS_part=3"),
            HttpResponse.BodyHandlers.ofByteArray());
    Await.until(TIMEOUT, "both requests", () -> asked("wait2.m3u8") == 2);
    while (!first.isDone() || !second.isDone()) {
      origin.media.release(ANSWER);
      Thread.onSpinWait();
    }
    assertEquals(200, first.get().statusCode());
    assertEquals("public, max-age=12", second.get().headers().firstValue("cache-control").get());
  }

  @Test
  void segment_askedByMany_isFetchedOnce() throws Exception {
    for (CompletableFuture<HttpResponse<byte[]>> one : getMany("/live/show/en/7.m4s?x=1")) {
      HttpResponse<byte[]> response = one.get(60, TimeUnit.SECONDS);
      assertArrayEquals(TestMedia.SEGMENT, response.body());
      assertEquals("*", cors(response));
      assertTrue(response.headers().firstValue("cache-control").get().contains("immutable"));
    }
    HttpResponse<byte[]> part = get("/live/show/en/7.m4s", "Range", "bytes=10-19");
    assertEquals(206, part.statusCode());
    assertArrayEquals(Arrays.copyOfRange(TestMedia.SEGMENT, 10, 20), part.body());
    assertEquals(304, get("/live/show/en/7.m4s", "If-None-Match", "\"7.m4s\"").statusCode());
    assertEquals(1, asked("7.m4s"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "gzip, deflate, br"})
  void playlist_compressed_isTheServersForm(String accept) throws Exception {
    HttpResponse<byte[]> response = get("/live/show/en/media.m3u8", "Accept-Encoding", accept);
    String expected = accept.endsWith("br") ? "br" : "gzip";
    assertEquals(expected, response.headers().firstValue("content-encoding").orElse(""));
    assertEquals("accept-encoding", response.headers().firstValue("vary").orElse(""));
  }

  @Test
  void playlist_plain_isAskedForOnceASecond() throws Exception {
    long beganNs = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      HttpResponse<byte[]> response = get("/live/show/en/media.m3u8?i=" + i);
      assertArrayEquals(TestHttpServer.bytes(TestMedia.PLAYLIST), response.body());
      assertEquals("no-cache", response.headers().firstValue("cache-control").get());
    }
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - beganNs);
    // The other forms have been asked for by another test.
    assertTrue(asked("media.m3u8") <= seconds + 2 + FEW, () -> asked("media.m3u8") + " requests");
  }

  @ParameterizedTest
  @CsvSource({
    "/live/show/en/none.m4s,404",
    "/live/show/en/none.m3u8,404",
    "/live/show/en/bad.m3u8?_HLS_part=1,400",
    "/live/show/en/late.m3u8?_HLS_msn=9,503",
    "/live/show/en/fail.m4s,500"
  })
  void otherStatus_keepsItsCorsHeaders(String path, int status) throws Exception {
    HttpResponse<byte[]> response = get(path);
    assertEquals(status, response.statusCode());
    assertEquals("*", cors(response));
  }

  @Test
  void preflight_isAnsweredByTheServer() throws Exception {
    HttpRequest preflight =
        HttpRequest.newBuilder(
                URI.create("https://localhost:" + nginx.port + "/live/show/en/media.m3u8"))
            .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
            .build();
    HttpResponse<byte[]> response = client.send(preflight, HttpResponse.BodyHandlers.ofByteArray());
    assertEquals(204, response.statusCode());
    assertEquals("*", cors(response));
  }
}
