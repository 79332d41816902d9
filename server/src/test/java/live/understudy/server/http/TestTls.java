package live.understudy.server.http;

import io.netty.handler.ssl.SslContext;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.InstantSource;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import live.understudy.server.config.TlsConfig;
import live.understudy.server.tls.ServerTls;

/** A certificate for localhost, and clients that trust it. */
final class TestTls {

  private final ServerTls tls;
  private final Path folder;

  TestTls(Path folder) throws Exception {
    this(folder, "auto");
  }

  /** With {@code boringssl} or {@code jdk}. */
  TestTls(Path folder, String library) throws Exception {
    this.folder = folder;
    TlsConfig config = new TlsConfig("", "", "", "", "", library, 10);
    tls = ServerTls.open(config, folder, "localhost", InstantSource.system());
  }

  Supplier<SslContext> server() {
    return tls.http();
  }

  Supplier<SslContext> rtmps() {
    return tls.rtmps();
  }

  SSLContext client() throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(folder.resolve("tls/ca.pem"))) {
      trusted.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** A connection that has agreed on one of the protocols of ALPN. */
  SSLSocket connect(int port, String tlsVersion, String... protocols) throws Exception {
    SSLSocket socket = (SSLSocket) client().getSocketFactory().createSocket("localhost", port);
    var parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setApplicationProtocols(protocols);
    parameters.setProtocols(new String[] {tlsVersion});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }
}
