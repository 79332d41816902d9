package live.understudy.server.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import live.understudy.testing.Await;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Http2Test {

  private static final Duration TIMEOUT = Await.PATIENCE;
  private static final String PLAYLIST = "/live/show/en/media.m3u8";
  private static final String WAIT = "/live/show/en/wait.m3u8?_HLS_msn=7";
  private static final MediaAnswer ANSWER = new MediaAnswer.Found(TestMedia.playlist("later\n"));

  @TempDir private static Path data = Path.of("");

  private static TestTls tls;
  private static TestHttpServer server;

  @BeforeAll
  static void start() throws Exception {
    tls = new TestTls(data);
    server = new TestHttpServer(HttpLimits.DEFAULTS, TestHttpServer::echo, tls.server());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static TestHttpServer server(int bodyMs, int idleMs, int writeMs) throws Exception {
    return new TestHttpServer(
        TestHttpServer.limits(60_000, bodyMs, idleMs, writeMs), TestHttpServer::echo, tls.server());
  }

  private static RawHttp2Client client() throws Exception {
    return new RawHttp2Client(tls, server.port());
  }

  private static void awaitParked(TestHttpServer at, int count) throws Exception {
    Await.until(TIMEOUT, count + " parked", () -> at.media.waiting.size() == count);
  }

  private static void awaitCancelled(TestHttpServer at, int count) throws Exception {
    Await.until(TIMEOUT, count + " cancelled", () -> at.media.cancelled.get() == count);
  }

  @Test
  void javaClient_manyAtOnce_allArriveWhole() throws Exception {
    try (HttpClient client = HttpClient.newBuilder().sslContext(tls.client()).build()) {
      List<CompletableFuture<HttpResponse<byte[]>>> running = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        String name = i % 3 == 0 ? "7.m4s" : i % 3 == 1 ? "stored.m4s" : "media.m3u8";
        URI uri = URI.create("https://localhost:" + server.port() + "/live/show/en/" + name);
        running.add(
            client.sendAsync(
                HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray()));
      }
      for (int i = 0; i < running.size(); i++) {
        HttpResponse<byte[]> response = running.get(i).get(60, TimeUnit.SECONDS);
        assertEquals(HttpClient.Version.HTTP_2, response.version());
        assertEquals(200, response.statusCode());
        assertArrayEquals(
            i % 3 == 2 ? TestHttpServer.bytes(TestMedia.PLAYLIST) : TestMedia.SEGMENT,
            response.body());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"large.m4s", "storedlarge.m4s"})
  void largeBody_inASmallWindow_arrivesWhole(String name) throws Exception {
    try (RawHttp2Client client = client()) {
      client.get(1, "/live/show/en/" + name);
      assertArrayEquals(TestMedia.LARGE, client.response(1).body());
      client.get(3, "/live/show/en/" + name, "range", "bytes=5-70004");
      RawHttp2Client.Response part = client.response(3);
      assertEquals(206, part.status());
      assertEquals(70_000, part.body().length);
    }
  }

  @Test
  void api_postInPieces_getsEverythingAndOneCookieHeader() throws Exception {
    try (RawHttp2Client client = client()) {
      client.send(
          RawHttp2Client.HEADERS,
          RawHttp2Client.END_HEADERS,
          1,
          RawHttp2Client.request("POST", "/api/x?q", "cookie", "a=1", "cookie", "b=2"));
      client.send(RawHttp2Client.DATA, 0, 1, TestHttpServer.bytes("abc"));
      client.send(RawHttp2Client.DATA, RawHttp2Client.END_STREAM, 1, TestHttpServer.bytes("de"));
      assertEquals("POST|/api/x|q|abcde|127.0.0.1", client.response(1).text());
    }
  }

  @Test
  void head_hasLengthAndNoBody() throws Exception {
    try (RawHttp2Client client = client()) {
      client.send(
          RawHttp2Client.HEADERS,
          RawHttp2Client.END_HEADERS | RawHttp2Client.END_STREAM,
          1,
          RawHttp2Client.request("HEAD", "/live/show/en/7.m4s"));
      RawHttp2Client.Response response = client.response(1);
      assertEquals("100000", response.header("content-length"));
      assertEquals(0, response.body().length);
      assertEquals("*", response.header("access-control-allow-origin"));
      assertTrue(response.header("date").endsWith("GMT"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    ":method,GET,:scheme,https,:authority,a,:path,https://b/live/show/en/media.m3u8",
    ":method,GET,:scheme,https,:authority,a,:path,live",
    ":method,GET,:scheme,https,:authority,a,:path,/assets/../x",
    ":method,GET,:scheme,https,:authority,a,:path,/a%00",
    ":method,GET,:scheme,https,:authority,a@b,:path,/",
    ":method,GET,:scheme,https,:authority,a/b,:path,/",
    ":method,GET,:scheme,ftp,:authority,a,:path,/",
    ":method,get,:scheme,https,:authority,a,:path,/",
  })
  void request_refusedByTheRules_400AndConnectionGoesOn(
      String a, String b, String c, String d, String e, String f, String g, String h)
      throws Exception {
    try (RawHttp2Client client = client()) {
      client.send(
          RawHttp2Client.HEADERS,
          RawHttp2Client.END_HEADERS | RawHttp2Client.END_STREAM,
          1,
          RawHttp2Client.block(a, b, c, d, e, f, g, h));
      RawHttp2Client.Response response = client.response(1);
      assertEquals(400, response.status());
      assertEquals("*", response.header("access-control-allow-origin"));
      client.get(3, PLAYLIST);
      assertEquals(200, client.response(3).status());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "host,b",
    "transfer-encoding,chunked",
    "connection,close",
    "Upper,x",
    "x,a\u0000b",
    ":path,/again",
    "te,gzip",
    ":unknown,x"
  })
  void request_withAHeaderThatIsForbidden_isNotServed(String name, String value) throws Exception {
    try (RawHttp2Client client = client()) {
      client.get(1, PLAYLIST, name, value);
      int status;
      try {
        status = client.response(1).status();
      } catch (IOException e) {
        // A stream error is as good as a 400 (RFC 9113 §8.1.1).
        status = 400;
      }
      assertEquals(400, status);
    }
  }

  @Test
  void request_tooLarge_isRefusedByItsOwnStatus() throws Exception {
    try (RawHttp2Client client = client()) {
      client.get(1, "/" + "a".repeat(5_000));
      assertEquals(414, client.response(1).status());
      client.send(
          RawHttp2Client.HEADERS,
          RawHttp2Client.END_HEADERS,
          3,
          RawHttp2Client.request("POST", "/api/x"));
      for (int i = 0; i < 5; i++) {
        client.send(RawHttp2Client.DATA, 0, 3, new byte[16_000]);
      }
      assertEquals(413, client.response(3).status());
      client.get(5, PLAYLIST);
      assertEquals(200, client.response(5).status());
    }
  }

  @Test
  void headers_largerThanTheLimit_431OrTheEnd() throws Exception {
    try (RawHttp2Client client = client()) {
      client.send(
          RawHttp2Client.HEADERS,
          RawHttp2Client.END_STREAM,
          1,
          RawHttp2Client.request("GET", PLAYLIST, "x-a", "v".repeat(15_000)));
      client.send(
          RawHttp2Client.CONTINUATION,
          RawHttp2Client.END_HEADERS,
          1,
          RawHttp2Client.block("x-b", "v".repeat(3_000)));
      assertEquals(431, client.response(1).status());
    }
  }

  @Test
  void parked_answeredResetOrLeft() throws Exception {
    try (TestHttpServer own = server(60_000, 60_000, 60_000)) {
      try (RawHttp2Client client = new RawHttp2Client(tls, own.port())) {
        client.get(1, WAIT);
        awaitParked(own, 1);
        own.media.release(ANSWER);
        assertEquals("later\n", client.response(1).text());
        client.get(3, WAIT);
        awaitParked(own, 1);
        client.send(RawHttp2Client.RST_STREAM, 0, 3, new byte[] {0, 0, 0, 8});
        awaitParked(own, 0);
        awaitCancelled(own, 1);
        client.get(5, WAIT);
        awaitParked(own, 1);
      }
      awaitParked(own, 0);
      awaitCancelled(own, 2);
    }
  }

  @Test
  void parked_moreThanAnAddressMayHave_503UntilOneIsAnswered() throws Exception {
    HttpLimits limits =
        TestHttpServer.limits(60_000, 60_000, 60_000, 60_000).withConnections(100, 2);
    ConnectionLimiter limiter = new ConnectionLimiter(limits, true);
    try (TestHttpServer own =
            new TestHttpServer(limits, TestHttpServer::echo, tls.server(), limiter);
        RawHttp2Client client = new RawHttp2Client(tls, own.port());
        RawHttp2Client neighbour = new RawHttp2Client(tls, own.port())) {
      client.get(1, WAIT);
      client.get(3, WAIT);
      client.get(5, WAIT);
      assertEquals(503, client.response(5).status());
      neighbour.get(1, WAIT);
      assertEquals(503, neighbour.response(1).status());
      awaitCancelled(own, 2);
      awaitParked(own, 2);
      client.send(RawHttp2Client.RST_STREAM, 0, 1, new byte[] {0, 0, 0, 8});
      awaitParked(own, 1);
      neighbour.get(3, WAIT);
      awaitParked(own, 2);
      assertEquals(2, own.media.release(ANSWER));
      assertEquals("later\n", client.response(3).text());
      assertEquals("later\n", neighbour.response(3).text());
      client.get(7, WAIT);
      client.get(9, WAIT);
      awaitParked(own, 2);
      assertEquals(2, own.media.release(ANSWER));
      assertEquals("later\n", client.response(7).text());
      assertEquals("later\n", client.response(9).text());
    }
  }

  @Test
  void parked_eachCostsLessThanOneKibibyte() throws Exception {
    int connections = 20;
    int streams = 100;
    List<RawHttp2Client> clients = new ArrayList<>();
    try (TestHttpServer own = server(60_000, 60_000, 60_000)) {
      for (int i = 0; i < connections; i++) {
        RawHttp2Client client = new RawHttp2Client(tls, own.port());
        client.get(1, PLAYLIST);
        assertEquals(200, client.response(1).status());
        clients.add(client);
      }
      long idle = HeapSize.now();
      for (RawHttp2Client client : clients) {
        for (int i = 0; i < streams; i++) {
          client.get(3 + 2 * i, WAIT, "x-filler", "x".repeat(2_000));
        }
      }
      awaitParked(own, connections * streams);
      long each = (HeapSize.now() - idle) / (connections * streams);
      assertTrue(each < 1_024, () -> each + " bytes");
      assertEquals(connections * streams, own.media.release(ANSWER));
      for (RawHttp2Client client : clients) {
        assertEquals(200, client.response(3 + 2 * (streams - 1)).status());
        client.close();
      }
    }
  }

  @Test
  void streams_aboveTheLimit_areRefused() throws Exception {
    try (TestHttpServer own = server(60_000, 60_000, 60_000);
        RawHttp2Client client = new RawHttp2Client(tls, own.port())) {
      // Nothing is acknowledged: the limit holds before the client says that it knows it.
      for (int i = 0; i < 101; i++) {
        client.get(1 + 2 * i, WAIT);
      }
      RawHttp2Client.Frame reset = client.await(RawHttp2Client.RST_STREAM);
      assertEquals(201, reset.stream());
      assertEquals(7, reset.error());
      assertEquals(100, own.media.waiting.size());
    }
  }

  @ParameterizedTest
  @CsvSource({"6,8,false", "4,0,false", "2,5,true", "3,4,true"})
  void flood_ofCheapFrames_endsTheConnection(int type, int length, boolean onStream)
      throws Exception {
    try (RawHttp2Client client = client()) {
      byte[] payload = new byte[length];
      if (length > 0) {
        payload[length - 1] = 8;
      }
      assertThrows(
          IOException.class,
          () -> {
            for (int i = 0; i < 200_000; i++) {
              int stream = onStream ? 1 + 2 * i : 0;
              if (type == RawHttp2Client.RST_STREAM) {
                client.get(stream, WAIT);
              }
              client.send(type, 0, stream, payload);
            }
          });
    }
  }

  @Test
  void body_neverComplete_408() throws Exception {
    try (TestHttpServer own = server(200, 60_000, 60_000);
        RawHttp2Client client = new RawHttp2Client(tls, own.port())) {
      client.send(
          RawHttp2Client.HEADERS,
          RawHttp2Client.END_HEADERS,
          1,
          RawHttp2Client.request("POST", "/api/x", "content-length", "5"));
      assertEquals(408, client.response(1).status());
    }
  }

  @Test
  void idle_connection_getsGoAway() throws Exception {
    try (TestHttpServer own = server(60_000, 300, 60_000)) {
      Await.until(TIMEOUT, "one that is served, then sent away", () -> isServedThenSentAway(own));
    }
  }

  /** False where it was sent away already, because this thread stood still for so long. */
  private static boolean isServedThenSentAway(TestHttpServer own) throws Exception {
    try (RawHttp2Client client = new RawHttp2Client(tls, own.port())) {
      try {
        client.get(1, PLAYLIST);
        assertEquals(200, client.response(1).status());
      } catch (IOException e) {
        return false;
      }
      assertEquals(0, client.goAwayError());
      return true;
    }
  }

  @Test
  void window_staysClosed_streamIsResetAndOthersGoOn() throws Exception {
    try (TestHttpServer own = server(60_000, 60_000, 400);
        RawHttp2Client client = new RawHttp2Client(tls, own.port(), 4, 0)) {
      client.get(1, "/live/show/en/large.m4s");
      client.get(3, "/live/show/en/storedlarge.m4s");
      assertEquals(8, client.await(RawHttp2Client.RST_STREAM).error());
      assertEquals(8, client.await(RawHttp2Client.RST_STREAM).error());
      // For streams to come: a window given later might come too late.
      client.send(RawHttp2Client.SETTINGS, 0, 0, new byte[] {0, 4, 0, 0, 4, 0});
      client.get(5, PLAYLIST);
      assertEquals(200, client.response(5).status());
    }
  }

  @Test
  void client_readsNothing_isClosed() throws Exception {
    try (TestHttpServer own = server(60_000, 60_000, 400);
        RawHttp2Client client = new RawHttp2Client(tls, own.port(), 4, 1 << 30)) {
      client.window(0, 1 << 30);
      client.get(1, "/live/show/en/large.m4s");
      Await.until(TIMEOUT, "0 connections", () -> own.limiter.total() == 0);
    }
  }

  @Test
  void stored_readFails_streamIsResetAndOthersGoOn() throws Exception {
    try (RawHttp2Client client = client()) {
      client.get(1, "/live/show/en/torn.m4s");
      assertThrows(IOException.class, () -> client.response(1));
      client.get(3, "/live/show/en/stored.m4s");
      assertArrayEquals(TestMedia.SEGMENT, client.response(3).body());
    }
  }

  @Test
  void close_withRequestUnderWay_saysGoAwayAndFinishesIt() throws Exception {
    CountDownLatch called = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    ApiHandler slow =
        request -> {
          called.countDown();
          try {
            assertTrue(release.await(60, TimeUnit.SECONDS));
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return TestHttpServer.echo(request);
        };
    TestHttpServer own = new TestHttpServer(HttpLimits.DEFAULTS, slow, tls.server());
    try (RawHttp2Client client = new RawHttp2Client(tls, own.port())) {
      client.get(1, "/api/x");
      assertTrue(called.await(60, TimeUnit.SECONDS));
      Thread closer = Thread.ofVirtual().start(own::close);
      client.await(RawHttp2Client.GOAWAY);
      release.countDown();
      assertEquals("GET|/api/x|||127.0.0.1", client.response(1).text());
      closer.join();
      assertEquals(-1, client.goAwayError());
    }
  }
}
