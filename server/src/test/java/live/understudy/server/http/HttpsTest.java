package live.understudy.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.InstantSource;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import live.understudy.server.config.TlsConfig;
import live.understudy.server.tls.ServerTls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpsTest {

  @TempDir private Path data = Path.of("");

  private TestHttpServer server() throws Exception {
    ServerTls tls =
        ServerTls.open(new TlsConfig("", ""), data, "localhost", InstantSource.system());
    return new TestHttpServer(
        TestHttpServer.limits(500, 5_000, 5_000, 5_000), TestHttpServer::echo, tls.http());
  }

  private SSLSocket connect(int port, String protocol) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(data.resolve("tls/ca.pem"))) {
      trusted.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port);
    var parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setApplicationProtocols(new String[] {"http/1.1"});
    parameters.setProtocols(new String[] {protocol});
    socket.setSSLParameters(parameters);
    return socket;
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void https_clientThatTrustsTheAuthority_isServed(String protocol) throws Exception {
    try (TestHttpServer server = server();
        SSLSocket socket = connect(server.port(), protocol)) {
      socket.startHandshake();
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
    try (TestHttpServer server = server();
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
    try (TestHttpServer server = server();
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
