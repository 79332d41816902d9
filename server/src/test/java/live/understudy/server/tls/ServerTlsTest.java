package live.understudy.server.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import io.netty.handler.ssl.SslContext;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import live.understudy.server.config.StartupException;
import live.understudy.server.config.TlsConfig;
import live.understudy.testing.Await;
import live.understudy.testing.CapturedLog;
import live.understudy.testing.CertificateForge;
import live.understudy.testing.CertificateForge.Signed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerTlsTest {

  private static final TlsConfig OWN = TlsConfig.OWN_AUTHORITY;
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  @TempDir private Path data = Path.of("");
  private final AtomicReference<Instant> time = new AtomicReference<>(NOW);
  private final InstantSource clock = time::get;

  private byte[] read(String name) throws Exception {
    return Files.readAllBytes(data.resolve("tls").resolve(name));
  }

  @Test
  void open_firstTime_makesEverythingWithRightPermissions() throws Exception {
    ServerTls tls = ServerTls.open(OWN, data, "live.example.org", clock);
    assertEquals(data.resolve("tls/ca.pem"), tls.ownAuthority().orElseThrow().file());
    for (String secret : List.of("server-key.pem", "ca-key.pem")) {
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(
              Files.getPosixFilePermissions(data.resolve("tls").resolve(secret))));
    }
    var chain = PemFiles.readCertificates(data.resolve("tls/server.pem"));
    assertEquals(2, chain.size());
    chain.getFirst().verify(chain.getLast().getPublicKey());
    List<String> names =
        chain.getFirst().getSubjectAlternativeNames().stream()
            .map(entry -> CertificateAuthority.canonical(entry.get(1).toString()))
            .toList();
    for (String name : List.of("localhost", "127.0.0.1", "::1", "live.example.org")) {
      assertTrue(names.contains(CertificateAuthority.canonical(name)), name + " in " + names);
    }
  }

  @Test
  void open_firstTime_addressesAreNamesTooForPeersThatCompareNamesOnly() throws Exception {
    ServerTls.open(OWN, data, "192.0.2.9", clock);
    var names =
        PemFiles.readCertificates(data.resolve("tls/server.pem"))
            .getFirst()
            .getSubjectAlternativeNames();
    for (String address : List.of("127.0.0.1", "192.0.2.9")) {
      assertTrue(names.contains(List.of(7, address)), () -> "the address in " + names);
      assertTrue(names.contains(List.of(2, address)), () -> "the name in " + names);
    }
    assertFalse(
        names.stream().anyMatch(n -> n.get(0).equals(2) && n.get(1).toString().contains(":")));
  }

  @Test
  void open_again_keepsEverything() throws Exception {
    ServerTls.open(OWN, data, "localhost", clock);
    byte[] before = read("server.pem");
    ServerTls.open(OWN, data, "localhost", clock);
    assertArrayEquals(before, read("server.pem"));
  }

  @Test
  void open_otherPublicHost_renewsButKeepsTheAuthority() throws Exception {
    ServerTls.open(OWN, data, "localhost", clock);
    byte[] authority = read("ca.pem");
    String before = new String(read("server.pem"), java.nio.charset.StandardCharsets.US_ASCII);
    ServerTls.open(OWN, data, "203.0.113.9", clock);
    assertArrayEquals(authority, read("ca.pem"));
    assertNotEquals(
        before, new String(read("server.pem"), java.nio.charset.StandardCharsets.US_ASCII));
  }

  @Test
  void refresh_ownCertificateNearItsEnd_isRenewed() throws Exception {
    ServerTls tls = ServerTls.open(OWN, data, "localhost", clock);
    SslContext before = tls.http().get();
    time.set(NOW.plus(Duration.ofDays(365)));
    tls.refresh();
    assertSame(before, tls.http().get());
    time.set(NOW.plus(Duration.ofDays(367)));
    tls.refresh();
    assertNotSame(before, tls.http().get());
    assertTrue(tls.expiresAt().isAfter(time.get().plus(Duration.ofDays(300))));
    assertEquals(1, tls.reloads());
  }

  @Test
  void open_folderNotWritable_saysSo() throws Exception {
    Path file = data.resolve("file");
    Files.writeString(file, "");
    assertProblem(() -> ServerTls.open(OWN, file, "localhost", clock), "`storage.dataFolder`");
  }

  @Test
  void watch_filesChanged_areTakenIntoUse() throws Exception {
    CertificateAuthority authority = CertificateAuthority.make(NOW);
    TlsConfig config = write(authority.issue(Set.of("localhost"), NOW), "a");
    TlsConfig often = new TlsConfig(config.certificate(), config.key(), "", "", "", "auto", 1);
    ServerTls tls = ServerTls.open(often, data, "localhost", clock);
    SslContext http = tls.http().get();
    SslContext rtmps = tls.rtmps().get();
    try (AutoCloseable watch = tls.watch()) {
      write(authority.issue(Set.of("localhost"), NOW), "a");
      Await.until(Await.PATIENCE, "another certificate", () -> tls.reloads() > 0);
    }
    assertNotSame(http, tls.http().get());
    assertNotSame(rtmps, tls.rtmps().get());
  }

  @Test
  void refresh_badNewFile_keepsTheOldContextAndSaysSoOnce() throws Exception {
    CertificateAuthority authority = CertificateAuthority.make(NOW);
    Certificates first = authority.issue(Set.of("localhost"), NOW);
    TlsConfig config = write(first, "a");
    ServerTls tls = ServerTls.open(config, data, "localhost", clock);
    SslContext before = tls.http().get();
    Files.writeString(Path.of(config.certificate()), "garbage");
    tls.refresh();
    assertEquals(0, tls.failures(), "it may still be being written");
    for (int i = 0; i < 3; i++) {
      tls.refresh();
      assertSame(before, tls.http().get());
      assertEquals(1, tls.failures());
      assertTrue(tls.isOutdated());
    }
    Files.delete(Path.of(config.certificate()));
    tls.refresh();
    tls.refresh();
    assertEquals(2, tls.failures(), "another reason");
    write(first, "a");
    tls.refresh();
    assertFalse(tls.isOutdated());
    assertEquals(0, tls.reloads(), "it is the one in use");
    assertSame(before, tls.http().get());
  }

  @Test
  void refresh_betweenTheTwoFiles_isNoFailure() throws Exception {
    CertificateAuthority authority = CertificateAuthority.make(NOW);
    TlsConfig config = write(authority.issue(Set.of("localhost"), NOW), "a");
    ServerTls tls = ServerTls.open(config, data, "localhost", clock);
    Certificates next = authority.issue(Set.of("localhost"), NOW);
    PemFiles.write(Path.of(config.certificate()), next.chain(), false);
    tls.refresh();
    PemFiles.write(Path.of(config.key()), List.of(next.key()), true);
    tls.refresh();
    assertEquals(0, tls.failures());
    assertEquals(1, tls.reloads());
    assertFalse(tls.isOutdated());
  }

  @Test
  void open_keyStore_isReadWithThePassword() throws Exception {
    Signed root = CertificateForge.authority(NOW, "CN=Own root").sign();
    Signed server = CertificateForge.server(NOW).issuer(root).sign();
    List<X509Certificate> chain = List.of(server.certificate(), root.certificate());
    Path store = data.resolve("a.p12");
    CertificateForge.writeKeyStore(store, "pa ss:ü".toCharArray(), server, chain, "it");
    Path password = data.resolve("password");
    Files.writeString(password, "pa ss:ü\nsecond line\n");
    assertEquals(
        server.certificate().getNotAfter().toInstant(),
        open(keyStore(store, "pa ss:ü", "")).expiresAt());
    ServerTls tls = open(keyStore(store, "", password.toString()));
    SslContext before = tls.rtmps().get();
    Signed next = CertificateForge.server(NOW).issuer(root).sign();
    CertificateForge.writeKeyStore(
        store, "other".toCharArray(), next, List.of(next.certificate(), root.certificate()), "it");
    Files.writeString(password, "other");
    tls.refresh();
    assertNotSame(before, tls.rtmps().get());
  }

  @Test
  void open_badKeyStore_saysWhatToDoAndNotThePassword() throws Exception {
    Signed root = CertificateForge.authority(NOW, "CN=Own root").sign();
    Signed server = CertificateForge.server(NOW).issuer(root).sign();
    List<X509Certificate> chain = List.of(server.certificate(), root.certificate());
    Path store = data.resolve("a.p12");
    char[] password = "hunter2".toCharArray();
    CertificateForge.writeKeyStore(store, password, server, chain, "it");
    assertProblem(() -> open(keyStore(store, "hunter3", "")), "does not open with this password");
    assertProblem(() -> open(keyStore(store, "", "")), "does not open with this password");
    Path none = data.resolve("none");
    assertProblem(() -> open(keyStore(none, "hunter2", "")), "correct `tls.keyStore`");
    assertProblem(() -> open(keyStore(store, "", none.toString())), "`tls.keyStorePasswordFile`");
    Files.write(none, new byte[] {'h', (byte) 0xff, '\n'});
    assertProblem(() -> open(keyStore(store, "", none.toString())), "can't be read as UTF-8");
    assertProblem(() -> open(keyStore(none, "hunter2", "")), "is no PKCS #12 file");
    CertificateForge.writeKeyStore(store, password, server, chain, "it", "again");
    assertProblem(() -> open(keyStore(store, "hunter2", "")), "holds 2 private keys");
    CertificateForge.writeKeyStore(store, password, server, chain);
    assertProblem(() -> open(keyStore(store, "hunter2", "")), "holds no private key");
    CertificateForge.writeKeyStore(store, password, server, chain.subList(0, 1), "it");
    assertProblem(() -> open(keyStore(store, "hunter2", "")), "'CN=Own root' that signed");
    StartupException e =
        assertThrows(StartupException.class, () -> open(keyStore(store, "hunter3", "")));
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    assertFalse((trace + "" + keyStore(store, "hunter3", "")).contains("hunter"));
  }

  private static TlsConfig keyStore(Path file, String password, String passwordFile) {
    return new TlsConfig("", "", file.toString(), password, passwordFile, "auto", 10);
  }

  @Test
  void open_configured_checksWhatPeersWouldRefuse() throws Exception {
    CertificateAuthority authority = CertificateAuthority.make(NOW);
    Certificates good = authority.issue(Set.of("localhost"), NOW);
    Certificates other = authority.issue(Set.of("localhost"), NOW);
    assertFalse(open(write(good, "good")).ownAuthority().isPresent());

    TlsConfig mixed = new TlsConfig(write(good, "good").certificate(), write(other, "other").key());
    assertProblem(() -> open(mixed), "does not belong to the first certificate");

    Certificates broken =
        new Certificates(
            good.key(), List.of(good.leaf(), CertificateAuthority.make(NOW).certificate()));
    assertProblem(
        () -> open(write(broken, "broken")),
        "that signed 'O=Understudy, CN=Understudy server' is missing");

    TlsConfig swapped = write(new Certificates(good.key(), good.chain().reversed()), "swapped");
    assertProblem(() -> open(swapped), "put it first");

    Certificates future = authority.issue(Set.of("localhost"), NOW.plus(Duration.ofDays(5)));
    assertProblem(() -> open(write(future, "future")), "check this machine's clock");
  }

  @Test
  void open_expired_isServedWithAnErrorAndReplaced() throws Exception {
    Signed root = ownRoot();
    Instant end = NOW.minus(Duration.ofDays(1));
    Signed old = localhost(root, end.minus(Duration.ofDays(90)), end);
    TlsConfig config = write(certificates(old, root), "a");
    try (CapturedLog log = CapturedLog.at(Level.INFO)) {
      ServerTls tls = open(config);
      assertEquals(end, tls.expiresAt());
      assertFalse(tls.isOutdated());
      assertEquals(1, log.lines("a.pem", "expired on 2026-05-31", "in use all the same").size());
      assertEquals(1, log.lines("ERROR", "expired on 2026-05-31").size());
      tls.refresh();
      assertEquals(2, log.lines("ERROR", "expired on 2026-05-31", "renew it").size());

      SslContext before = tls.http().get();
      write(certificates(localhost(root, NOW, NOW.plus(Duration.ofDays(90))), root), "a");
      tls.refresh();
      assertNotSame(before, tls.http().get());
      assertEquals(NOW.plus(Duration.ofDays(90)), tls.expiresAt());
    }
  }

  @Test
  void refresh_expiredInPlaceOfAGoodOne_isRefused() throws Exception {
    Signed root = ownRoot();
    Instant end = NOW.plus(Duration.ofDays(60));
    ServerTls tls = open(write(certificates(localhost(root, NOW, end), root), "a"));
    SslContext before = tls.http().get();
    Instant past = NOW.minus(Duration.ofDays(1));
    write(certificates(localhost(root, past.minus(Duration.ofDays(90)), past), root), "a");
    try (CapturedLog log = CapturedLog.at(Level.INFO)) {
      tls.refresh();
      tls.refresh();
      assertEquals(
          1, log.lines("The old certificate stays in use", "expired on 2026-05-31").size());
    }
    assertSame(before, tls.http().get());
    assertEquals(end, tls.expiresAt());
    assertTrue(tls.isOutdated());
    assertEquals(1, tls.failures());
  }

  /** Being old excuses nothing else. */
  @Test
  void open_expiredAndBroken_isRefused() throws Exception {
    Signed root = ownRoot();
    Instant end = NOW.minus(Duration.ofDays(1));
    Signed old = localhost(root, end.minus(Duration.ofDays(90)), end);
    Signed other = localhost(root, end.minus(Duration.ofDays(90)), end);
    assertProblem(
        () -> open(write(new Certificates(old.key(), List.of(old.certificate())), "b")),
        "expired on");
    assertProblem(
        () ->
            open(
                write(
                    new Certificates(other.key(), List.of(old.certificate(), root.certificate())),
                    "c")),
        "does not belong to the first certificate");
    Signed early = localhost(root, NOW.plus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(90)));
    assertProblem(() -> open(write(certificates(early, root), "d")), "check this machine's clock");
  }

  private static Signed ownRoot() throws Exception {
    return CertificateForge.authority(NOW, "CN=Own root")
        .valid(NOW.minus(Duration.ofDays(400)), NOW.plus(Duration.ofDays(400)))
        .sign();
  }

  private static Signed localhost(Signed root, Instant from, Instant to) throws Exception {
    return CertificateForge.server(from).names("localhost").valid(from, to).issuer(root).sign();
  }

  private static Certificates certificates(Signed leaf, Signed root) {
    return new Certificates(leaf.key(), List.of(leaf.certificate(), root.certificate()));
  }

  @Test
  void open_unreadableFiles_nameTheKey() throws Exception {
    TlsConfig good = write(CertificateAuthority.make(NOW).issue(Set.of("localhost"), NOW), "a");
    Path text = data.resolve("text");
    Files.writeString(text, "hello");
    String missing = data.resolve("missing").toString();
    assertProblem(
        () -> open(new TlsConfig(missing, good.key())),
        "does not exist; correct `tls.certificate`");
    assertProblem(
        () -> open(new TlsConfig(good.certificate(), missing)),
        "does not exist; correct `tls.key`");
    assertProblem(() -> open(new TlsConfig(text.toString(), good.key())), "holds no certificate");
    assertProblem(
        () -> open(new TlsConfig(good.certificate(), text.toString())), "holds no private key");
    Files.writeString(
        text, "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----\n");
    StartupException e =
        assertThrows(
            StartupException.class, () -> open(new TlsConfig(good.certificate(), text.toString())));
    assertFalse(String.valueOf(e.getMessage()).contains("MAA="));
  }

  private ServerTls open(TlsConfig config) throws StartupException {
    return ServerTls.open(config, data, "localhost", clock);
  }

  private TlsConfig write(Certificates certificates, String name) throws Exception {
    Path certificate = data.resolve(name + ".pem");
    Path key = data.resolve(name + "-key.pem");
    PemFiles.write(certificate, certificates.chain(), false);
    PemFiles.write(key, List.of(certificates.key()), true);
    return new TlsConfig(certificate.toString(), key.toString());
  }

  private static void assertProblem(
      org.junit.jupiter.api.function.Executable action, String expected) {
    String message = String.valueOf(assertThrows(StartupException.class, action).getMessage());
    assertTrue(message.contains(expected), message);
    assertFalse(message.contains("\n"), message);
  }
}
