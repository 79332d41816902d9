package live.understudy.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpsTest {

  @TempDir private Path data = Path.of("");

  private TestHttpServer server(TestTls tls, int handshakeMs) throws Exception {
    return new TestHttpServer(
        TestHttpServer.limits(handshakeMs, 60_000, 60_000, 60_000),
        TestHttpServer::echo,
        tls.server());
  }

  @ParameterizedTest
  @CsvSource({"boringssl, TLSv1.2", "boringssl, TLSv1.3", "jdk, TLSv1.2", "jdk, TLSv1.3"})
  void https_clientThatTrustsTheAuthority_isServed(String library, String protocol)
      throws Exception {
    TestTls tls = new TestTls(data, library);
    try (TestHttpServer server = server(tls, 10_000);
        SSLSocket socket = tls.connect(server.port(), protocol, "http/1.1")) {
      assertEquals("http/1.1", socket.getApplicationProtocol());
      RawClient client = new RawClient(socket, server.port());
      for (int i = 0; i < 3; i++) {
        client.send(RawClient.head("GET", "/live/show/en/7.m4s"));
        assertEquals(TestHttpServer.SEGMENT.length, client.read().body().length);
        client.send(RawClient.head("GET", "/api/x"));
        assertEquals(200, client.read().status());
      }
      client.send(RawClient.head("GET", "/live/show/en/large.m4s"));
      assertEquals(TestHttpServer.LARGE.length, client.read().body().length);
    }
  }

  @Test
  void https_clientThatDoesNotTrust_refuses() throws Exception {
    try (TestHttpServer server = server(new TestTls(data), 60_000);
        SSLSocket socket =
            (SSLSocket)
                SSLContext.getDefault()
                    .getSocketFactory()
                    .createSocket("localhost", server.port())) {
      assertThrows(SSLHandshakeException.class, socket::startHandshake);
    }
  }

  @Test
  void https_plainRequestOrSilence_isClosed() throws Exception {
    try (TestHttpServer server = server(new TestTls(data), 500);
        RawClient plain = new RawClient(server.port());
        RawClient silent = new RawClient(server.port())) {
      plain.send(RawClient.head("GET", "/"));
      assertTrue(endsWithoutHttp(plain));
      assertTrue(endsWithoutHttp(silent));
    }
  }

  /** A TLS alert may come before the end. */
  private static boolean endsWithoutHttp(RawClient client) throws IOException {
    byte[] all = client.socket.getInputStream().readAllBytes();
    return all.length < 16;
  }
}
