package live.understudy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import live.understudy.media.Leg;
import live.understudy.server.demo.DemoEncoder;
import live.understudy.server.tls.PemFiles;
import live.understudy.testing.Await;
import live.understudy.testing.CapturedLog;
import live.understudy.testing.CertificateForge;
import live.understudy.testing.CertificateForge.Signed;
import live.understudy.testing.ClientHello;
import live.understudy.testing.PrometheusText;
import live.understudy.testing.Trust;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates of a running server, with an encoder and a viewer that stay connected. */
@Timeout(600)
class CertificateEndToEndTest {
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final int READ_MS = 90_000;
  private static final int TAPE_S = 60;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"boringssl", "jdk"})
  void certificateFiles_replaced_newConnectionsGetTheNewOneAndOldOnesGoOn(String library)
      throws Exception {
    Map<String, String> settings =
        Map.of(
            "tls.certificate",
            certificateFile().toString(),
            "tls.key",
            keyFile().toString(),
            "tls.library",
            library,
            "tls.reloadCheckS",
            "1");
    Signed root = CertificateForge.authority(Instant.now(), "CN=Root of the test").sign();
    Signed first = server(root);
    PemFiles.write(certificateFile(), List.of(first.certificate(), root.certificate()), false);
    PemFiles.write(keyFile(), List.of(first.key()), true);
    SSLContext client = Trust.in(root.certificate());
    try (CapturedLog log = CapturedLog.at(Level.INFO);
        Stage stage =
            Stage.set(
                TestServers.start(folder.resolve("data"), settings), List.of(Stage.LANGUAGE))) {
      String name = library.equals("jdk") ? "the JDK" : "BoringSSL";
      assertEquals(1, log.lines("TLS is done by " + name).size());
      List<String> codecs = List.of("-c:v", stage.codec(), "-c:a", "aac");
      DemoEncoder encoder =
          Tape.make(stage.ffmpeg, folder.resolve("tape.mkv"), TAPE_S, codecs)
              .publish(stage, stage.streamKey(Stage.LANGUAGE), Leg.PRIMARY);
      stage.awaitLeg(Leg.PRIMARY, "RECEIVING");
      try (SSLSocket viewer = connect(client, stage.server.httpsPort())) {
        assertEquals(first.certificate(), shown(viewer));
        assertEquals(200, get(viewer, "/watch/" + Stage.EVENT));

        replaceInTwoSteps(stage, log, client, root, first);

        assertEquals(200, get(viewer, "/watch/" + Stage.EVENT), "the old connection");
        double before = received(stage);
        Await.until(SOON, "more from the encoder", () -> received(stage) > before);
        assertTrue(encoder.isAlive());
        assertEquals(1, stage.legNode(Leg.PRIMARY).path("sessions").asInt());
      }
      for (int port : ports(stage)) {
        assertEquals(
            new ClientHello.Answer(ClientHello.ALERT, ClientHello.PROTOCOL_VERSION),
            ClientHello.send(port, ClientHello.TLS_1_1));
      }
      assertEquals(
          Duration.ofDays(90).toSeconds(),
          metric(stage, "understudy_tls_certificate_lifetime_seconds"));
      assertEquals(
          Duration.ofDays(89).toSeconds(),
          metric(stage, "understudy_tls_certificate_expiry_seconds"),
          Duration.ofHours(1).toSeconds());
      assertEquals(404, fetch(stage.server.http().resolve("/ca.crt")).statusCode());
    }
  }

  /** The certificate first, which alone is of no use; then the key. */
  private void replaceInTwoSteps(
      Stage stage, CapturedLog log, SSLContext client, Signed root, Signed first) throws Exception {
    Signed second = server(root);
    PemFiles.write(certificateFile(), List.of(second.certificate(), root.certificate()), false);
    Await.until(SOON, "the alarm", () -> metric(stage, "understudy_tls_certificate_outdated") == 1);
    assertEquals(1, log.lines("The old certificate stays in use", "does not belong").size());
    for (int port : ports(stage)) {
      assertEquals(first.certificate(), shownBy(client, port));
    }
    PemFiles.write(keyFile(), List.of(second.key()), true);
    Await.until(
        SOON,
        "the new certificate",
        () -> metric(stage, "understudy_tls_reloads_total{result=\"ok\"}") == 1);
    assertEquals(0, metric(stage, "understudy_tls_certificate_outdated"));
    assertEquals(1, metric(stage, "understudy_tls_reloads_total{result=\"failed\"}"));
    for (int port : ports(stage)) {
      assertEquals(second.certificate(), shownBy(client, port));
    }
  }

  private Path certificateFile() {
    return folder.resolve("cert.pem");
  }

  private Path keyFile() {
    return folder.resolve("key.pem");
  }

  /** HTTPS and RTMPS. */
  private static List<Integer> ports(Stage stage) {
    return List.of(stage.server.httpsPort(), stage.server.ingest(Leg.PRIMARY).getPort());
  }

  @Test
  void ownAuthority_downloadedFromThePlainPort_isWhatTheServerIsTrustedBy() throws Exception {
    try (Stage stage = Stage.set(folder)) {
      HttpResponse<byte[]> crt = fetch(stage.server.http().resolve("/ca.crt"));
      assertEquals(
          "application/x-x509-ca-cert", crt.headers().firstValue("content-type").orElse(""));
      byte[] pem = fetch(stage.server.http().resolve("/ca.pem")).body();
      assertEquals(
          Files.readString(Objects.requireNonNull(stage.server.authority())).strip(),
          new String(pem, StandardCharsets.US_ASCII).replace("\n", System.lineSeparator()).strip());
      Certificate authority =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(crt.body()));
      SSLContext client = Trust.in((X509Certificate) authority);
      shownBy(client, stage.server.httpsPort());
      shownBy(client, stage.server.ingest(Leg.BACKUP).getPort());
      var told =
          stage.api.get("/api/v1/events/" + Stage.EVENT + "/ingest").require(200).path("authority");
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(crt.body());
      assertEquals(
          HexFormat.ofDelimiter(":").formatHex(digest).toUpperCase(Locale.ROOT),
          told.path("sha256").asString());
      assertEquals("/ca.crt", told.path("crtUrl").asString());
      assertEquals("/ca.pem", told.path("pemUrl").asString());
      assertFalse(told.path("expiresAtMs").asLong() < System.currentTimeMillis());
    }
  }

  private static Signed server(Signed root) throws Exception {
    return CertificateForge.server(Instant.now())
        .names("localhost", "127.0.0.1")
        .issuer(root)
        .sign();
  }

  private static SSLSocket connect(SSLContext client, int port) throws IOException {
    SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket("localhost", port);
    socket.setSoTimeout(READ_MS);
    var parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static Certificate shown(SSLSocket socket) throws IOException {
    return socket.getSession().getPeerCertificates()[0];
  }

  private static Certificate shownBy(SSLContext client, int port) throws IOException {
    try (SSLSocket socket = connect(client, port)) {
      return shown(socket);
    }
  }

  /** Asks on a connection that stays open; returns the status. */
  private static int get(SSLSocket socket, String path) throws IOException {
    String head = "HEAD " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    String status = in.readLine();
    while (!String.valueOf(in.readLine()).isEmpty()) {
      // The rest of the head; there is no body.
    }
    return Integer.parseInt(status.split(" ")[1]);
  }

  private static double received(Stage stage) throws Exception {
    return metric(
        stage,
        "understudy_leg_received_bytes_total{event=\"%s\",language=\"%s\",leg=\"primary\"}"
            .formatted(Stage.EVENT, Stage.LANGUAGE));
  }

  private static double metric(Stage stage, String name) throws Exception {
    Map<String, Double> all =
        PrometheusText.parse(fetch(stage.server.http().resolve("/metrics")).body());
    Double value = all.get(name);
    if (value == null) {
      throw new AssertionError(name + " is not among " + all.keySet());
    }
    return value;
  }

  private static HttpResponse<byte[]> fetch(URI uri) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
    }
  }
}
