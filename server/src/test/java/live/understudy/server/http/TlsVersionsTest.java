package live.understudy.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import live.understudy.testing.ClientHello;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS 1.0 and 1.1 are refused (RFC 8996), by both libraries and for both kinds of listeners. */
class TlsVersionsTest {

  private static final int SERVER_HELLO = 2;

  @TempDir private Path data = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"boringssl", "jdk"})
  void hello_ofAnOldVersion_isRefused(String library) throws Exception {
    TestTls tls = new TestTls(data, library);
    for (var context : List.of(tls.server(), tls.rtmps())) {
      try (TestHttpServer server =
          new TestHttpServer(HttpLimits.DEFAULTS, TestHttpServer::echo, context)) {
        for (int version : new int[] {ClientHello.TLS_1_0, ClientHello.TLS_1_1}) {
          assertEquals(
              new ClientHello.Answer(ClientHello.ALERT, ClientHello.PROTOCOL_VERSION),
              ClientHello.send(server.port(), version));
        }
        assertEquals(
            new ClientHello.Answer(ClientHello.HANDSHAKE, SERVER_HELLO),
            ClientHello.send(server.port(), ClientHello.TLS_1_2),
            "the same hello is answered where only its version is another one");
      }
    }
  }
}
