package live.understudy.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import live.understudy.testing.Await;
import org.junit.jupiter.api.Test;

class ConnectionTest {

  private static final Duration TIMEOUT = Await.PATIENCE;
  private static final String PLAYLIST = "/live/show/en/media.m3u8";

  @Test
  void keepAlive_manyRequests_useOneConnection() throws Exception {
    try (TestHttpServer server = new TestHttpServer();
        RawClient client = new RawClient(server.port())) {
      for (int i = 0; i < 200; i++) {
        client.send(RawClient.head("GET", PLAYLIST));
        assertEquals(200, client.read().status());
      }
      assertEquals(1, server.limiter.total());
    }
  }

  @Test
  void connectionClose_afterResponse_closes() throws Exception {
    try (TestHttpServer server = new TestHttpServer();
        RawClient client = new RawClient(server.port())) {
      client.send(RawClient.head("GET", PLAYLIST, "Connection: close"));
      assertEquals("close", client.read().header("connection"));
      assertTrue(client.isClosed());
    }
  }

  @Test
  void http10_withKeepAlive_isToldThatItStaysOpen() throws Exception {
    try (TestHttpServer server = new TestHttpServer();
        RawClient client = new RawClient(server.port())) {
      for (int i = 0; i < 2; i++) {
        client.send("GET " + PLAYLIST + " HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        RawClient.Response response = client.read();
        assertEquals(200, response.status());
        assertEquals("keep-alive", response.header("connection"));
      }
    }
  }

  @Test
  void http11_keptOpen_saysNothingOfIt() throws Exception {
    try (TestHttpServer server = new TestHttpServer();
        RawClient client = new RawClient(server.port())) {
      client.send(RawClient.head("GET", PLAYLIST));
      assertFalse(client.read().headers().containsKey("connection"));
      client.send(RawClient.head("GET", PLAYLIST));
      assertEquals(200, client.read().status());
    }
  }

  @Test
  void http10_withoutKeepAlive_closes() throws Exception {
    try (TestHttpServer server = new TestHttpServer();
        RawClient client = new RawClient(server.port())) {
      client.send("GET " + PLAYLIST + " HTTP/1.0\r\n\r\n");
      assertEquals(200, client.read().status());
      assertTrue(client.isClosed());
    }
  }

  @Test
  void pipelining_mixedRoutes_answersInOrder() throws Exception {
    try (TestHttpServer server = new TestHttpServer();
        RawClient client = new RawClient(server.port())) {
      StringBuilder requests = new StringBuilder();
      for (int i = 0; i < 10; i++) {
        requests
            .append(RawClient.head("GET", "/api/call?" + i))
            .append(RawClient.head("GET", PLAYLIST));
      }
      client.send(requests.toString());
      for (int i = 0; i < 10; i++) {
        assertEquals("GET|/api/call|" + i + "||127.0.0.1", client.read().text());
        assertEquals(TestHttpServer.PLAYLIST, client.read().text());
      }
    }
  }

  @Test
  void pipelining_tooMany_closesAfterTheFirstOnes() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    ApiHandler slow =
        request -> {
          awaitLatch(release);
          return TestHttpServer.echo(request);
        };
    try (TestHttpServer server = new TestHttpServer(HttpLimits.DEFAULTS, slow, null);
        RawClient client = new RawClient(server.port())) {
      client.send(RawClient.head("GET", "/api/x").repeat(500));
      release.countDown();
      int answered = 0;
      String connection = "";
      while (!connection.equals("close")) {
        connection = client.read().header("connection");
        answered++;
      }
      assertTrue(answered <= RequestHandler.MAX_PIPELINED + 1, () -> "server held too many");
      assertThrows(IOException.class, () -> expectEnd(client));
    }
  }

  @Test
  void pipelining_badSecondRequest_isRefusedAfterTheFirstAnswer() throws Exception {
    try (TestHttpServer server = new TestHttpServer();
        RawClient client = new RawClient(server.port())) {
      client.send(RawClient.head("GET", "/api/x") + "BAD\r\n\r\n");
      assertEquals(200, client.read().status());
      assertEquals(400, client.read().status());
    }
  }

  @Test
  void headers_drippedTooSlowly_408() throws Exception {
    HttpLimits limits = TestHttpServer.limits(300, 60_000, 60_000, 60_000);
    try (TestHttpServer server = new TestHttpServer(limits, TestHttpServer::echo, null);
        RawClient client = new RawClient(server.port())) {
      client.send("GET / HT");
      assertEquals(408, client.read().status());
      assertTrue(client.isClosed());
    }
  }

  @Test
  void body_neverComplete_408() throws Exception {
    HttpLimits limits = TestHttpServer.limits(60_000, 300, 60_000, 60_000);
    try (TestHttpServer server = new TestHttpServer(limits, TestHttpServer::echo, null);
        RawClient client = new RawClient(server.port())) {
      client.send(RawClient.head("POST", "/api/x", "Content-Length: 10") + "abc");
      assertEquals(408, client.read().status());
    }
  }

  @Test
  void idle_withoutRequest_isClosed() throws Exception {
    HttpLimits limits = TestHttpServer.limits(60_000, 60_000, 300, 60_000);
    try (TestHttpServer server = new TestHttpServer(limits, TestHttpServer::echo, null);
        RawClient silent = new RawClient(server.port())) {
      Await.until(TIMEOUT, "one that is served, then closed", () -> isServedThenClosed(server));
      assertTrue(silent.isClosed());
    }
  }

  /** False where it was closed already, because this thread stood still for so long. */
  private static boolean isServedThenClosed(TestHttpServer server) throws IOException {
    try (RawClient once = new RawClient(server.port())) {
      once.send(RawClient.head("GET", PLAYLIST));
      return once.read().status() == 200 && once.isClosed();
    } catch (EOFException | SocketException e) {
      return false;
    }
  }

  @Test
  void expectContinue_isAnsweredBeforeTheBody() throws Exception {
    try (TestHttpServer server = new TestHttpServer();
        RawClient client = new RawClient(server.port())) {
      client.send(RawClient.head("POST", "/api/x", "Expect: 100-continue", "Content-Length: 3"));
      assertEquals(100, client.read().status());
      client.send("abc");
      assertEquals("POST|/api/x||abc|127.0.0.1", client.read().text());
    }
  }

  @Test
  void body_oneByteAtATime_arrivesWhole() throws Exception {
    try (TestHttpServer server = new TestHttpServer();
        RawClient client = new RawClient(server.port())) {
      client.socket.setTcpNoDelay(true);
      String request =
          RawClient.head("POST", "/api/x?q", "Transfer-Encoding: chunked")
              + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
      for (byte b : TestHttpServer.bytes(request)) {
        client.send(new byte[] {b});
      }
      assertEquals("POST|/api/x|q|abcde|127.0.0.1", client.read().text());
    }
  }

  @Test
  void connections_aboveTheTotal_areClosed() throws Exception {
    HttpLimits limits = HttpLimits.DEFAULTS.withConnections(3, 3);
    try (TestHttpServer server = new TestHttpServer(limits, TestHttpServer::echo, null)) {
      List<RawClient> open = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        RawClient client = new RawClient(server.port());
        client.send(RawClient.head("GET", PLAYLIST));
        assertEquals(200, client.read().status());
        open.add(client);
      }
      try (RawClient fourth = new RawClient(server.port())) {
        assertTrue(fourth.isClosed());
      }
      open.removeFirst().close();
      awaitConnections(server, 2);
      assertEquals(200, RawClient.get(server.port(), PLAYLIST).status());
      for (RawClient client : open) {
        client.close();
      }
      awaitConnections(server, 0);
    }
  }

  @Test
  void slowReader_doesNotGrowMemory() throws Exception {
    try (TestHttpServer server = new TestHttpServer()) {
      List<RawClient> readers = new ArrayList<>();
      long before = nettyBytes();
      for (int i = 0; i < 10; i++) {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(8_192);
        RawClient client = new RawClient(socket, server.port());
        client.send(RawClient.head("GET", "/live/show/en/large.m4s"));
        assertEquals('H', client.socket.getInputStream().read());
        readers.add(client);
      }
      // 240 MB are asked for; what Netty holds for ten clients that do not read stays small.
      assertTrue(nettyBytes() - before < 32 << 20, () -> "holds " + nettyBytes());
      for (RawClient client : readers) {
        client.close();
      }
      awaitConnections(server, 0);
    }
  }

  @Test
  void slowReader_withoutProgress_isClosed() throws Exception {
    HttpLimits limits = TestHttpServer.limits(60_000, 60_000, 60_000, 300);
    try (TestHttpServer server = new TestHttpServer(limits, TestHttpServer::echo, null);
        RawClient client = new RawClient(server.port())) {
      client.send(RawClient.head("GET", "/live/show/en/large.m4s"));
      assertEquals('H', client.socket.getInputStream().read());
      awaitConnections(server, 0);
    }
  }

  @Test
  void largeResponse_readAtLeisure_arrivesWhole() throws Exception {
    HttpLimits limits = TestHttpServer.limits(60_000, 60_000, 60_000, 60_000);
    try (TestHttpServer server = new TestHttpServer(limits, TestHttpServer::echo, null);
        RawClient client = new RawClient(server.port())) {
      client.send(RawClient.head("GET", "/live/show/en/large.m4s").repeat(2));
      assertEquals(TestHttpServer.LARGE.length, client.read().body().length);
      assertEquals(TestHttpServer.LARGE.length, client.read().body().length);
    }
  }

  @Test
  void close_withRequestUnderWay_finishesItAndClosesIdleOnes() throws Exception {
    CountDownLatch called = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    ApiHandler slow =
        request -> {
          called.countDown();
          awaitLatch(release);
          return TestHttpServer.echo(request);
        };
    TestHttpServer server = new TestHttpServer(HttpLimits.DEFAULTS, slow, null);
    try (RawClient busy = new RawClient(server.port());
        RawClient idle = new RawClient(server.port())) {
      idle.send(RawClient.head("GET", PLAYLIST));
      assertEquals(200, idle.read().status());
      busy.send(RawClient.head("GET", "/api/x"));
      awaitLatch(called);
      Thread closer = Thread.ofVirtual().start(server::close);
      assertTrue(idle.isClosed());
      release.countDown();
      RawClient.Response last = busy.read();
      assertEquals(200, last.status());
      assertEquals("close", last.header("connection"));
      assertTrue(busy.isClosed());
      closer.join();
    }
  }

  private static void awaitConnections(TestHttpServer server, int count) throws Exception {
    Await.until(TIMEOUT, count + " connections", () -> server.limiter.total() == count);
  }

  private static void expectEnd(RawClient client) throws IOException {
    if (client.isClosed()) {
      throw new IOException("closed");
    }
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertTrue(latch.await(60, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long nettyBytes() {
    var metric = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
    return metric.usedDirectMemory() + metric.usedHeapMemory();
  }
}
