package live.understudy.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import live.understudy.testing.CertificateForge;
import live.understudy.testing.CertificateForge.Signed;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which a certificate is broken in the field, and what is said about it. */
class ChainCheckTest {

  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final String R11 = "C=US, O=Let's Encrypt, CN=R11";
  private static final Signed ROOT = make(CertificateForge.authority(NOW, "CN=Root X1"));
  private static final Signed MIDDLE = make(CertificateForge.authority(NOW, R11).issuer(ROOT));
  private static final Signed LEAF = make(server().issuer(MIDDLE));
  private static final TrustedAuthorities PUBLIC =
      new TrustedAuthorities(List.of(ROOT.certificate()));
  private static final TrustedAuthorities NONE = new TrustedAuthorities(List.of());

  private static CertificateForge server() {
    return CertificateForge.server(NOW).subject("CN=live.example.org").names("live.example.org");
  }

  private static Signed make(CertificateForge forge) {
    try {
      return forge.sign();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static ChainReport check(
      TrustedAuthorities trusted, String host, PrivateKey key, Signed... chain) {
    List<X509Certificate> certificates = Stream.of(chain).map(Signed::certificate).toList();
    return ChainCheck.check(new Certificates(key, certificates), trusted, host, NOW);
  }

  private static ChainReport check(TrustedAuthorities trusted, Signed... chain) {
    return check(trusted, "live.example.org", chain[0].key(), chain);
  }

  static List<Arguments> good() {
    Signed cross = make(CertificateForge.authority(NOW, "CN=Root X1").issuer(ROOT));
    Signed rsa = make(server().keyKind("RSA:2048").issuer(MIDDLE));
    Signed p384 = make(server().keyKind("EC:secp384r1").issuer(MIDDLE));
    Signed alone = make(server());
    Signed direct = make(server().issuer(ROOT));
    return List.of(
        arguments("up to a known root", PUBLIC, List.of(LEAF, MIDDLE), 0),
        arguments("with the known root", PUBLIC, List.of(LEAF, MIDDLE, ROOT), 0),
        arguments("with an unknown root of one's own", NONE, List.of(LEAF, MIDDLE, ROOT), 0),
        arguments("right below a root", NONE, List.of(direct, ROOT), 0),
        arguments("RSA with 2048 bits", PUBLIC, List.of(rsa, MIDDLE), 0),
        arguments("P-384", PUBLIC, List.of(p384, MIDDLE), 0),
        arguments("a stranger behind it", PUBLIC, List.of(LEAF, MIDDLE, ROOT, alone), 1),
        arguments("a stranger instead of a root", PUBLIC, List.of(LEAF, MIDDLE, alone), 1),
        arguments("twice the root", PUBLIC, List.of(LEAF, MIDDLE, ROOT, cross), 1),
        arguments("signed by itself", NONE, List.of(alone), 1));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("good")
  void check_goodChain_isAccepted(
      String what, TrustedAuthorities trusted, List<Signed> chain, int hints) {
    ChainReport report = check(trusted, chain.toArray(Signed[]::new));
    assertNull(report.problem(), what);
    assertEquals(hints, report.hints().size(), () -> what + ": " + report.hints());
  }

  static List<Arguments> incomplete() {
    Signed at = make(server().issuer(MIDDLE).issuerUrl("http://r11.i.example/"));
    Signed namesake = make(CertificateForge.authority(NOW, R11).issuer(ROOT));
    Signed otherRoot = make(CertificateForge.authority(NOW, "CN=Root X1"));
    return List.of(
        arguments(
            List.of(LEAF),
            "the certificate 'CN=R11, O=Let's Encrypt, C=US' that signed 'CN=live.example.org' is"
                + " missing: append it (fullchain.pem of Let's Encrypt has it), also where it is"
                + " the root of an authority of your own"),
        arguments(List.of(at), "; its authority offers it at http://r11.i.example/)"),
        arguments(List.of(LEAF, ROOT), "'CN=R11, O=Let's Encrypt, C=US' that signed"),
        arguments(
            List.of(LEAF, namesake),
            "the certificate 'CN=R11, O=Let's Encrypt, C=US' in the file is another one of that"
                + " name: the one that signed 'CN=live.example.org' is missing"),
        arguments(
            List.of(LEAF, MIDDLE, otherRoot),
            "'CN=Root X1' in the file is another one of that name"),
        arguments(List.of(LEAF, MIDDLE), "'CN=Root X1' that signed 'CN=R11, O=Let's Encrypt"));
  }

  @ParameterizedTest
  @MethodSource("incomplete")
  void check_certificateMissing_isNamed(List<Signed> chain, String expected) {
    assertProblem(expected, check(NONE, chain.toArray(Signed[]::new)));
  }

  static List<Arguments> disorder() {
    String follow = " has to follow it in the file; put the server's certificate first";
    return List.of(
        arguments(List.of(MIDDLE, LEAF), "'CN=live.example.org' stands at place 2; put it first"),
        arguments(List.of(ROOT, MIDDLE, LEAF), "stands at place 3; put it first"),
        arguments(
            List.of(LEAF, ROOT, MIDDLE),
            "the certificate 'CN=R11, O=Let's Encrypt, C=US' signed 'CN=live.example.org' and"
                + follow));
  }

  @ParameterizedTest
  @MethodSource("disorder")
  void check_wrongOrder_saysWhatBelongsWhere(List<Signed> chain, String expected) {
    assertProblem(
        expected, check(PUBLIC, "live.example.org", LEAF.key(), chain.toArray(Signed[]::new)));
  }

  @Test
  void check_foreignKey_isRefused() {
    for (String kind : List.of("EC:secp256r1", "EC:secp384r1", "RSA:2048", "Ed25519")) {
      PrivateKey foreign = make(server().keyKind(kind).issuer(MIDDLE)).key();
      assertProblem(
          "the private key does not belong to the first certificate 'CN=live.example.org'",
          check(PUBLIC, "live.example.org", foreign, LEAF, MIDDLE));
    }
  }

  static List<Arguments> unfit() {
    Instant past = NOW.minus(Duration.ofDays(300));
    Instant future = NOW.plus(Duration.ofDays(300));
    Signed noCa = make(server().subject("CN=Not a CA").usage(KeyUsage.keyCertSign).issuer(ROOT));
    Signed old =
        make(
            CertificateForge.authority(NOW, "CN=Old")
                .valid(past, NOW.minusSeconds(1))
                .issuer(ROOT));
    Signed small =
        make(CertificateForge.authority(NOW, "CN=Small").keyKind("RSA:1024").issuer(ROOT));
    Signed shortPath =
        make(CertificateForge.authority(NOW, "CN=Zero").mayIssue(true, 0).issuer(ROOT));
    Signed below = make(CertificateForge.authority(NOW, "CN=Below").issuer(shortPath));
    Signed noSigning =
        make(CertificateForge.authority(NOW, "CN=No").usage(KeyUsage.cRLSign).issuer(ROOT));
    return List.of(
        arguments(
            server().valid(past, NOW.minusSeconds(1)),
            List.of(MIDDLE),
            "'CN=live.example.org' expired on 2026-06-01T11:59:59Z; renew it"),
        arguments(
            server().valid(NOW.plusSeconds(1), future),
            List.of(MIDDLE),
            "is valid only from 2026-06-01T12:00:01Z on; check this machine's clock"),
        arguments(server().issuer(old), List.of(old), "the certificate 'CN=Old' expired on"),
        arguments(server().keyKind("RSA:1024"), List.of(MIDDLE), "an RSA key of only 1024 bits"),
        arguments(
            server().issuer(small).signature("SHA256withRSA"),
            List.of(small),
            "'CN=Small' has an RSA key of only 1024 bits"),
        arguments(server().keyKind("Ed25519"), List.of(MIDDLE), "has a key of the kind EdDSA"),
        arguments(
            server().signature("SHA1withECDSA"),
            List.of(MIDDLE),
            "'CN=live.example.org' is signed with SHA1withECDSA, which peers refuse"),
        arguments(
            server().usage(KeyUsage.keyEncipherment),
            List.of(MIDDLE),
            "its key usage lacks digitalSignature"),
        arguments(
            server().purpose(KeyPurposeId.id_kp_clientAuth),
            List.of(MIDDLE),
            "is not for servers (its extended key usage lacks serverAuth)"),
        arguments(
            server().issuer(noCa),
            List.of(noCa),
            "'CN=Not a CA' may not sign others (it is no CA)"),
        arguments(server().issuer(below), List.of(below, shortPath), "is not accepted: "),
        arguments(server().issuer(noSigning), List.of(noSigning), "is not accepted: "),
        arguments(server().withUnknownCriticalExtension(), List.of(MIDDLE), "is not accepted: "));
  }

  @ParameterizedTest
  @MethodSource("unfit")
  void check_certificateThatPeersRefuse_isRefused(
      CertificateForge forge, List<Signed> above, String expected) {
    Signed leaf = make(forge.issuer(above.getFirst()));
    Signed[] chain = Stream.concat(Stream.of(leaf), above.stream()).toArray(Signed[]::new);
    assertProblem(expected, check(PUBLIC, chain));
  }

  @ParameterizedTest
  @CsvSource({
    "live.example.org, live.example.org, true",
    "live.example.org, LIVE.Example.org, true",
    "*.example.org, live.example.org, true",
    "*.example.org, example.org, false",
    "*.example.org, a.live.example.org, false",
    "*.org, 192.0.2.1, false",
    "live.example.org, localhost, false",
    "live.example.org, 192.0.2.1, false",
  })
  void check_host_isComparedWithTheNames(String certified, String host, boolean fits) {
    Signed leaf = make(server().names(certified).issuer(MIDDLE));
    ChainReport report = check(PUBLIC, host, leaf.key(), leaf, MIDDLE);
    assertNull(report.problem());
    assertEquals(fits, report.hints().isEmpty(), () -> report.hints().toString());
    if (!fits) {
      assertTrue(report.hints().getFirst().contains("and not for `publicHost`, which is " + host));
    }
  }

  @Test
  void check_noNames_isHintedAt() {
    Signed leaf = make(server().names().issuer(MIDDLE));
    assertTrue(
        check(PUBLIC, leaf, MIDDLE).hints().getFirst().contains("no subject alternative names"));
  }

  @Test
  void check_controlCharactersInAName_stayOnOneLine() {
    Signed leaf = make(server().subject("CN=a\\0Ab").issuer(MIDDLE));
    String problem = String.valueOf(check(NONE, leaf).problem());
    assertFalse(problem.chars().anyMatch(c -> c < ' '), problem);
  }

  @Test
  void trustedAuthorities_ofThisMachine_areThere() {
    assertFalse(TrustedAuthorities.ofThisMachine().certificates().isEmpty());
    assertNull(TrustedAuthorities.ofThisMachine().issuerOf(LEAF.certificate()));
  }

  private static void assertProblem(String expected, ChainReport report) {
    assertTrue(String.valueOf(report.problem()).contains(expected), () -> "" + report);
    assertTrue(report.hints().isEmpty());
  }
}
