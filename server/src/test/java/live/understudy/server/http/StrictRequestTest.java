package live.understudy.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that no browser sends. */
class StrictRequestTest {

  private static TestHttpServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new TestHttpServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static final String OK = "GET /live/show/en/media.m3u8 HTTP/1.1\r\nHost: x\r\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0000" + OK + "\r\n",
        "\u0001" + OK + "\r\n",
        "\u007f" + OK + "\r\n",
        "GET /live/show/en/media.m3u8 HTTP/1.1\r\n\r\n",
        OK + "Host: y\r\n\r\n",
        OK + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
        OK + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        OK + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        OK + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        OK + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        OK + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
        OK + "Content-Length: +3\r\n\r\nabc",
        OK + "Content-Length: -1\r\n\r\n",
        OK + "Content-Length: 3, 3\r\n\r\nabc",
        OK + "Content-Length : 3\r\n\r\nabc",
        OK + "X: a\u0000b\r\n\r\n",
        OK + "no colon\r\n\r\n",
        "GET\r\nHost: x\r\n\r\n",
        "get /live/show/en/media.m3u8 HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /live/show/en/media.m3u8 HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET /live/show/en/media.m3u8 HTTP/2.0\r\nHost: x\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "POST /api/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
        "POST /api/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\nabc\r\n0\r\n\r\n",
        "\u0003\u0000\u0000\u0000\u0000 rtmp handshake\r\n\r\n"
      })
  void request_malformed_isRefusedAndConnectionCloses(String request) throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      client.send(request + OK + "\r\n");
      RawClient.Response response = client.read();
      assertTrue(
          response.status() == 400 || response.status() == 501 || response.status() == 505,
          () -> "got " + response.status());
      assertEquals("close", response.header("connection"));
      assertTrue(client.isClosed(), "nothing after the refusal is answered");
    }
  }

  @Test
  void request_lineTooLong_414() throws Exception {
    assertEquals(414, RawClient.get(server.port(), "/" + "a".repeat(5_000)).status());
  }

  @Test
  void request_headersTooLarge_431() throws Exception {
    String[] headers = new String[40];
    java.util.Arrays.setAll(headers, i -> "X-" + i + ": " + "v".repeat(500));
    assertEquals(431, RawClient.get(server.port(), "/", headers).status());
  }

  @Test
  void request_declaredBodyTooLarge_413() throws Exception {
    assertEquals(
        413,
        RawClient.request(server.port(), "POST", "/api/x", "Content-Length: 1048577").status());
  }

  @Test
  void request_chunkedBodyTooLarge_413() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      client.send(RawClient.head("POST", "/api/x", "Transfer-Encoding: chunked"));
      byte[] chunk =
          ("4000\r\n" + "a".repeat(0x4000) + "\r\n")
              .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
      try {
        for (int i = 0; i < 70; i++) {
          client.send(chunk);
        }
      } catch (java.io.IOException e) {
        // The refusal may come, and the connection go, before everything is sent.
      }
      assertEquals(413, client.read().status());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/assets/../studio.html",
        "/assets/..%2f..%2fetc/passwd",
        "/assets/%2e%2e/%2e%2e/etc/passwd",
        "/assets/%2E%2E%5Cwin.ini",
        "/assets/..\\..\\win.ini",
        "/assets//etc/passwd",
        "//etc/passwd",
        "/live/show/en/../../../etc/passwd",
        "/live/show/en/%00.m3u8",
        "/watch/%zz",
        "/watch/%4",
        "/./studio/",
        "/studio/..",
        "etc/passwd",
        "/live/show/en/media.m3u8#x",
        "/x\u00e9"
      })
  void path_traversalOrUnclean_400(String path) throws Exception {
    assertEquals(400, RawClient.get(server.port(), path).status(), path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/passwd",
        "/assets/",
        "/assets/watch.html",
        "/assets/...",
        "/web/watch.html",
        "/watch.html",
        "/watch/",
        "/watch/UPPER",
        "/watch/a/b",
        "/studio/x",
        "/assets/app-1.js%20",
        "/assets/%61pp-1.js",
        "/META-INF/MANIFEST.MF"
      })
  void path_unknown_404(String path) throws Exception {
    assertEquals(404, RawClient.get(server.port(), path).status(), path);
  }

  @Test
  void target_absoluteForm_isAccepted() throws Exception {
    String path = "http://elsewhere:8080/live/show/en/media.m3u8";
    assertEquals(200, RawClient.get(server.port(), path).status());
  }
}
