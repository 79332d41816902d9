package live.understudy.server.tls;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import live.understudy.server.config.OneLine;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.jspecify.annotations.Nullable;

/** What each certificate of a chain has to be like (RFC 5280 §4.2, RFC 9155). Pure. */
final class CertificateRules {

  private static final int MIN_RSA_BITS = 2_048;
  private static final Set<Integer> EC_BITS = Set.of(256, 384, 521);
  private static final int DIGITAL_SIGNATURE = 0;
  private static final String SERVER_AUTH = KeyPurposeId.id_kp_serverAuth.getId();
  private static final String ANY_PURPOSE = KeyPurposeId.anyExtendedKeyUsage.getId();

  private CertificateRules() {}

  /**
   * The first thing that peers would refuse.
   *
   * @param path the server's certificate first, each signed by the next
   * @param anchor the authority that signed the last one; null when that signed itself
   */
  static @Nullable String problem(
      List<X509Certificate> path, @Nullable X509Certificate anchor, Instant now) {
    for (X509Certificate certificate : path) {
      String problem = strength(certificate);
      if (problem != null) {
        return "the certificate " + name(certificate) + " " + problem;
      }
    }
    String problem = purpose(path.getFirst());
    if (problem != null) {
      return "the certificate " + name(path.getFirst()) + " " + problem;
    }
    for (X509Certificate issuer : path.subList(1, path.size())) {
      // Version 1 has no extensions; some old roots are of it.
      if (issuer.getBasicConstraints() < 0 && issuer.getVersion() > 1) {
        return "the certificate "
            + name(issuer)
            + " may not sign others (it is no CA); use one that is signed by an authority";
      }
    }
    return pathProblem(path, anchor, now);
  }

  private static @Nullable String strength(X509Certificate certificate) {
    PublicKey key = certificate.getPublicKey();
    String remedy = "; make one with an RSA key of 2048 bits or an EC P-256 key";
    if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < MIN_RSA_BITS) {
      return "has an RSA key of only " + rsa.getModulus().bitLength() + " bits" + remedy;
    }
    if (key instanceof ECPublicKey ec && !EC_BITS.contains(ec.getParams().getOrder().bitLength())) {
      return "has a key on a curve that peers don't know" + remedy;
    }
    if (!(key instanceof RSAPublicKey || key instanceof ECPublicKey)) {
      return "has a key of the kind " + key.getAlgorithm() + ", which browsers refuse" + remedy;
    }
    String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
    boolean weak =
        algorithm.startsWith("MD") || algorithm.startsWith("SHA1W") || algorithm.equals("SHA1");
    // Nobody relies on the signature of a root.
    return weak && !ChainCheck.isSelfSigned(certificate)
        ? "is signed with " + certificate.getSigAlgName() + ", which peers refuse; have it renewed"
        : null;
  }

  private static @Nullable String purpose(X509Certificate leaf) {
    boolean[] usage = leaf.getKeyUsage();
    if (usage != null && !usage[DIGITAL_SIGNATURE]) {
      return "may not sign handshakes (its key usage lacks digitalSignature); have one made for a"
          + " TLS server";
    }
    try {
      List<String> purposes = leaf.getExtendedKeyUsage();
      return purposes == null || purposes.contains(SERVER_AUTH) || purposes.contains(ANY_PURPOSE)
          ? null
          : "is not for servers (its extended key usage lacks serverAuth); have one made for a TLS"
              + " server";
    } catch (CertificateParsingException e) {
      return "can't be understood: " + OneLine.of(String.valueOf(e.getMessage()));
    }
  }

  /** Everything else that RFC 5280 §6 asks for: path lengths, name constraints, key usages. */
  private static @Nullable String pathProblem(
      List<X509Certificate> path, @Nullable X509Certificate anchor, Instant now) {
    X509Certificate end = anchor == null ? path.getLast() : anchor;
    List<X509Certificate> below = anchor == null ? path.subList(0, path.size() - 1) : path;
    if (below.isEmpty()) {
      return null;
    }
    try {
      CertPath certPath = CertificateFactory.getInstance("X.509").generateCertPath(below);
      PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(end, null)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      CertPathValidator.getInstance("PKIX").validate(certPath, parameters);
      return null;
    } catch (CertPathValidatorException e) {
      int index = e.getIndex();
      String which = index < 0 ? "the chain" : "the certificate " + name(below.get(index));
      return which + " is not accepted: " + OneLine.of(String.valueOf(e.getMessage()));
    } catch (GeneralSecurityException e) {
      return "the chain is not accepted: " + OneLine.of(String.valueOf(e.getMessage()));
    }
  }

  private static String name(X509Certificate certificate) {
    return CertificateNames.of(certificate.getSubjectX500Principal());
  }
}
