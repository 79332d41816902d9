package live.understudy.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import live.understudy.testing.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParkedRequestTest {

  private static final Duration TIMEOUT = Await.PATIENCE;
  private static final String WAIT = "/live/show/en/wait.m3u8?_HLS_msn=7";
  private static final MediaAnswer ANSWER = new MediaAnswer.Found(TestMedia.playlist("later\n"));

  private static void awaitParked(TestHttpServer server, int count) throws Exception {
    Await.until(TIMEOUT, count + " parked", () -> server.media.waiting.size() == count);
  }

  private static void awaitCancelled(TestHttpServer server, int count) throws Exception {
    Await.until(TIMEOUT, count + " cancelled", () -> server.media.cancelled.get() == count);
  }

  @Test
  void parked_answeredLater_andConnectionGoesOn() throws Exception {
    try (TestHttpServer server = new TestHttpServer();
        RawClient client = new RawClient(server.port())) {
      client.send(RawClient.head("GET", WAIT, "Accept-Encoding: gzip;q=0"));
      awaitParked(server, 1);
      assertEquals(1, server.media.release(ANSWER));
      RawClient.Response response = client.read();
      assertEquals("later\n", response.text());
      assertEquals("public, max-age=12", response.header("cache-control"));
      client.send(RawClient.head("GET", "/live/show/en/media.m3u8?_HLS_skip=YES"));
      assertEquals("no-cache", client.read().header("cache-control"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/live/show/en/bad.m3u8,400,no-store,''",
    "/live/show/en/late.m3u8,503,no-store,2",
    "/live/show/en/none.m3u8,404,max-age=1,''"
  })
  void otherAnswers_carryCorsAndSayHowLong(
      String path, int status, String cacheControl, String retryAfter) throws Exception {
    try (TestHttpServer server = new TestHttpServer()) {
      RawClient.Response response = RawClient.get(server.port(), path);
      assertEquals(status, response.status());
      assertEquals("*", response.header("access-control-allow-origin"));
      assertEquals(cacheControl, response.header("cache-control"));
      assertEquals(retryAfter, response.header("retry-after"));
    }
  }

  @Test
  void parked_clientLeaves_isCancelled() throws Exception {
    try (TestHttpServer server = new TestHttpServer()) {
      try (RawClient leaving = new RawClient(server.port());
          RawClient resetting = new RawClient(server.port())) {
        leaving.send(RawClient.head("GET", WAIT));
        resetting.send(RawClient.head("GET", WAIT));
        awaitParked(server, 2);
        resetting.socket.setSoLinger(true, 0);
      }
      awaitParked(server, 0);
      awaitCancelled(server, 2);
      assertEquals(0, server.media.release(ANSWER));
    }
  }

  @Test
  void parked_longerThanAllReadDeadlines_staysOpen() throws Exception {
    HttpLimits limits = TestHttpServer.limits(50, 50, 50, 60_000);
    try (TestHttpServer server = new TestHttpServer(limits, TestHttpServer::echo, null);
        RawClient parked = parkedInTime(server);
        RawClient idle = new RawClient(server.port())) {
      // The idle one began later, so that its end shows that the deadlines of both have passed.
      assertTrue(idle.isClosed());
      assertEquals(1, server.media.release(ANSWER));
      assertEquals(200, parked.read().status());
    }
  }

  /** One that asked before it had been idle for too long, which this thread may have been. */
  private static RawClient parkedInTime(TestHttpServer server) throws Exception {
    while (true) {
      RawClient client = new RawClient(server.port());
      try {
        client.send(RawClient.head("GET", WAIT));
      } catch (SocketException e) {
        // Closed already: one more look, and then another one.
      }
      Await.until(
          TIMEOUT,
          "parked or closed",
          () -> server.media.waiting.size() == 1 || server.limiter.total() == 0);
      if (server.media.waiting.size() == 1) {
        return client;
      }
      client.close();
    }
  }

  @Test
  void parked_morePipelined_waitsItsTurnAndIsBounded() throws Exception {
    try (TestHttpServer server = new TestHttpServer();
        RawClient client = new RawClient(server.port())) {
      client.send(RawClient.head("GET", WAIT));
      awaitParked(server, 1);
      client.send(RawClient.head("GET", "/live/show/en/media.m3u8").repeat(3));
      client.send(RawClient.head("GET", WAIT));
      assertFalse(client.socket.getInputStream().available() > 0);
      assertEquals(1, server.media.release(ANSWER));
      assertEquals("later\n", client.read().text());
      for (int i = 0; i < 3; i++) {
        assertEquals(TestMedia.PLAYLIST, client.read().text());
      }
      awaitParked(server, 1);
      assertEquals(1, server.media.release(ANSWER));
      assertEquals("later\n", client.read().text());
    }
  }

  @Test
  void preview_parkedAfterTheTokenCheck_isAnsweredOrCancelled() throws Exception {
    String path = "/preview/show/en/primary/wait.m3u8";
    String token = "Authorization: Bearer " + TestHttpServer.TOKEN;
    try (TestHttpServer server = new TestHttpServer()) {
      try (RawClient client = new RawClient(server.port())) {
        client.send(RawClient.head("GET", path, token));
        awaitParked(server, 1);
        server.media.release(ANSWER);
        assertEquals("private, no-store", client.read().header("cache-control"));
        client.send(RawClient.head("GET", path, token));
        awaitParked(server, 1);
      }
      awaitParked(server, 0);
      awaitCancelled(server, 1);
    }
  }

  @Test
  void parked_eachCostsLessThanOneKibibyte() throws Exception {
    int count = 1_000;
    try (TestHttpServer server = new TestHttpServer()) {
      List<RawClient> clients = new ArrayList<>();
      try {
        String filler = "X-Filler: " + "x".repeat(6_000);
        for (int i = 0; i < count; i++) {
          RawClient client = new RawClient(server.port());
          client.send(RawClient.head("GET", "/live/show/en/media.m3u8", filler));
          assertEquals(200, client.read().status());
          clients.add(client);
        }
        long idle = HeapSize.now();
        for (RawClient client : clients) {
          client.send(RawClient.head("GET", WAIT, filler));
        }
        awaitParked(server, count);
        long each = (HeapSize.now() - idle) / count;
        assertTrue(each < 1_024, () -> each + " bytes");
        assertEquals(count, server.media.release(ANSWER));
        for (RawClient client : clients) {
          assertEquals(200, client.read().status());
        }
      } finally {
        for (RawClient client : clients) {
          client.close();
        }
      }
    }
  }
}
