package live.understudy.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** Makes certificates that are right, and certificates that are wrong in one way. */
public final class CertificateForge {

  private static final AtomicLong SERIALS = new AtomicLong(1);

  private String subject = "CN=localhost";
  private @Nullable Signed issuer;
  private String keyKind = "EC:secp256r1";
  private String signature = "SHA256withECDSA";
  private Instant from;
  private Instant to;
  private boolean authority;
  private int pathLength = 9;
  private int usage = KeyUsage.digitalSignature;
  private @Nullable KeyPurposeId purpose = KeyPurposeId.id_kp_serverAuth;
  private List<String> names = List.of("localhost");
  private @Nullable String issuerUrl;
  private boolean unknownCritical;

  private CertificateForge(Instant now) {
    from = now.minus(Duration.ofDays(1));
    to = now.plus(Duration.ofDays(89));
  }

  /** A key and the certificate for it. */
  public record Signed(PrivateKey key, X509Certificate certificate) {}

  /** Begins a server's certificate for localhost, good for 90 days. */
  public static CertificateForge server(Instant now) {
    return new CertificateForge(now);
  }

  /** Begins the certificate of an authority. */
  public static CertificateForge authority(Instant now, String name) {
    CertificateForge forge = new CertificateForge(now);
    forge.subject = name;
    forge.authority = true;
    forge.usage = KeyUsage.keyCertSign | KeyUsage.cRLSign;
    forge.purpose = null;
    forge.names = List.of();
    return forge;
  }

  public CertificateForge subject(String name) {
    subject = name;
    return this;
  }

  public CertificateForge issuer(Signed by) {
    issuer = by;
    return this;
  }

  /** Algorithm and size or curve, such as {@code RSA:2048}. */
  public CertificateForge keyKind(String kind) {
    keyKind = kind;
    return this;
  }

  /** With which algorithm the issuer signs. */
  public CertificateForge signature(String algorithm) {
    signature = algorithm;
    return this;
  }

  public CertificateForge valid(Instant begin, Instant end) {
    from = begin;
    to = end;
    return this;
  }

  /** Whether it may sign others, and how many authorities may be below it. */
  public CertificateForge mayIssue(boolean may, int length) {
    authority = may;
    pathLength = length;
    return this;
  }

  public CertificateForge usage(int bits) {
    usage = bits;
    return this;
  }

  public CertificateForge purpose(KeyPurposeId id) {
    purpose = id;
    return this;
  }

  /** DNS names and IPv4 addresses; none leaves the extension out. */
  public CertificateForge names(String... all) {
    names = List.of(all);
    return this;
  }

  /** Where the issuer's certificate can be had. */
  public CertificateForge issuerUrl(String url) {
    issuerUrl = url;
    return this;
  }

  public CertificateForge withUnknownCriticalExtension() {
    unknownCritical = true;
    return this;
  }

  public Signed sign() throws Exception {
    String[] kind = keyKind.split(":", 2);
    KeyPairGenerator generator = KeyPairGenerator.getInstance(kind[0]);
    if (kind[0].equals("EC")) {
      generator.initialize(new java.security.spec.ECGenParameterSpec(kind[1]));
    } else if (kind.length > 1) {
      generator.initialize(Integer.parseInt(kind[1]));
    }
    KeyPair pair = generator.generateKeyPair();
    Signed by = issuer;
    X500Name issuerName =
        by == null
            ? new X500Name(subject)
            : X500Name.getInstance(by.certificate().getSubjectX500Principal().getEncoded());
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            issuerName,
            BigInteger.valueOf(SERIALS.getAndIncrement()),
            Date.from(from),
            Date.from(to),
            new X500Name(subject),
            pair.getPublic());
    addExtensions(builder);
    PrivateKey signer = by == null ? pair.getPrivate() : by.key();
    X509Certificate certificate =
        new JcaX509CertificateConverter()
            .getCertificate(builder.build(new JcaContentSignerBuilder(signature).build(signer)));
    return new Signed(pair.getPrivate(), certificate);
  }

  private void addExtensions(JcaX509v3CertificateBuilder builder) throws IOException {
    builder.addExtension(
        Extension.basicConstraints,
        true,
        authority ? new BasicConstraints(pathLength) : new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
    if (purpose != null) {
      builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
    }
    if (!names.isEmpty()) {
      GeneralName[] all =
          names.stream()
              .map(name ->
                  new GeneralName(
                      name.matches("[0-9.]+") ? GeneralName.iPAddress : GeneralName.dNSName, name))
              .toArray(GeneralName[]::new);
      builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(all));
    }
    if (issuerUrl != null) {
      builder.addExtension(
          Extension.authorityInfoAccess,
          false,
          new AuthorityInformationAccess(
              new AccessDescription(
                  AccessDescription.id_ad_caIssuers,
                  new GeneralName(GeneralName.uniformResourceIdentifier, issuerUrl))));
    }
    if (unknownCritical) {
      builder.addExtension(
          new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1"), true, new DERUTF8String("?"));
    }
  }

  /** Writes a PKCS #12 file with one key for each name. */
  public static void writeKeyStore(
      Path file, char[] password, Signed server, List<X509Certificate> chain, String... aliases)
      throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (String alias : aliases) {
      store.setKeyEntry(alias, server.key(), password, chain.toArray(Certificate[]::new));
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, password);
    }
  }
}
