package live.understudy.server.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes a CA, and server certificates signed by it (RFC 5280), all with EC P-256 keys. */
final class CertificateAuthority {

  /** Long enough to be trusted once per machine. */
  static final Duration CA_VALIDITY = Duration.ofDays(3650);

  /** Browsers refuse server certificates valid for more than 398 days. */
  static final Duration SERVER_VALIDITY = Duration.ofDays(397);

  /** Clocks of peers may be behind. */
  private static final Duration BACKDATING = Duration.ofHours(24);

  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  private final PrivateKey key;
  private final X509Certificate certificate;

  CertificateAuthority(PrivateKey key, X509Certificate certificate) {
    this.key = key;
    this.certificate = certificate;
  }

  PrivateKey key() {
    return key;
  }

  X509Certificate certificate() {
    return certificate;
  }

  /** A new authority; its name carries a random part so that two never share one. */
  static CertificateAuthority make(Instant now) {
    KeyPair pair = newKeyPair();
    BigInteger serial = newSerial();
    X500Name name =
        new X500Name("CN=Understudy CA " + serial.toString(16).substring(0, 8) + ",O=Understudy");
    try {
      JcaX509ExtensionUtils utils = new JcaX509ExtensionUtils();
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
                  name,
                  serial,
                  Date.from(now.minus(BACKDATING)),
                  Date.from(now.plus(CA_VALIDITY)),
                  name,
                  pair.getPublic())
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
              .addExtension(
                  Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
              .addExtension(
                  Extension.subjectKeyIdentifier,
                  false,
                  utils.createSubjectKeyIdentifier(pair.getPublic()));
      return new CertificateAuthority(pair.getPrivate(), sign(builder, pair.getPrivate()));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A certificate for these host names and IP addresses, with a new key. */
  Certificates issue(Set<String> names, Instant now) {
    KeyPair pair = newKeyPair();
    List<GeneralName> generalNames = new ArrayList<>();
    for (String name : names) {
      if (isIpAddress(name)) {
        generalNames.add(new GeneralName(GeneralName.iPAddress, name));
      }
      // Of an IPv4 address too: OBS's TLS library compares with names only. Others ignore it.
      if (name.indexOf(':') < 0) {
        generalNames.add(new GeneralName(GeneralName.dNSName, name));
      }
    }
    try {
      JcaX509ExtensionUtils utils = new JcaX509ExtensionUtils();
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
                  X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()),
                  newSerial(),
                  Date.from(now.minus(BACKDATING)),
                  Date.from(now.plus(SERVER_VALIDITY).minus(BACKDATING)),
                  new X500Name("CN=Understudy server,O=Understudy"),
                  pair.getPublic())
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
              .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
              .addExtension(
                  Extension.extendedKeyUsage,
                  false,
                  new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
              .addExtension(
                  Extension.subjectAlternativeName,
                  false,
                  new GeneralNames(generalNames.toArray(GeneralName[]::new)))
              .addExtension(
                  Extension.subjectKeyIdentifier,
                  false,
                  utils.createSubjectKeyIdentifier(pair.getPublic()))
              .addExtension(
                  Extension.authorityKeyIdentifier,
                  false,
                  utils.createAuthorityKeyIdentifier(certificate.getPublicKey()));
      return new Certificates(pair.getPrivate(), List.of(sign(builder, key), certificate));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether {@code name} is an IP literal; never asks a name server. */
  static boolean isIpAddress(String name) {
    return IPV4.matcher(name).matches() || name.indexOf(':') >= 0;
  }

  /** One spelling per address, so that sets of names can be compared. */
  static String canonical(String name) {
    if (!isIpAddress(name)) {
      return name.toLowerCase(java.util.Locale.ROOT);
    }
    try {
      return InetAddress.getByName(name.replaceAll("[\\[\\]]|%.*", "")).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(name, e);
    }
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
      throws OperatorCreationException, GeneralSecurityException {
    return new JcaX509CertificateConverter()
        .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
  }

  private static KeyPair newKeyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** "Certificate users MUST be able to handle serialNumber values up to 20 octets" (RFC 5280). */
  private static BigInteger newSerial() {
    return new BigInteger(126, new SecureRandom()).setBit(126);
  }
}
