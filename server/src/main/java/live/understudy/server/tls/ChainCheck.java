package live.understudy.server.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what peers would refuse in a key and its certificates (RFC 8446 §4.4.2, RFC 5280 §6), and
 * says which certificate it is about. Names no files.
 */
final class ChainCheck {

  private final List<X509Certificate> given;
  private final TrustedAuthorities trusted;
  private final Instant now;
  private final List<String> hints = new ArrayList<>();

  private ChainCheck(List<X509Certificate> given, TrustedAuthorities trusted, Instant now) {
    this.given = given;
    this.trusted = trusted;
    this.now = now;
  }

  /**
   * Looks at everything; reports the first problem, or else all hints.
   *
   * @param trusted authorities below which the chain may end
   * @param host the name under which peers come; a certificate for others is worth a hint
   */
  static ChainReport check(
      Certificates certificates, TrustedAuthorities trusted, String host, Instant now) {
    ChainCheck check = new ChainCheck(certificates.chain(), trusted, now);
    String problem = check.keyProblem(certificates.key());
    if (problem != null) {
      return ChainReport.refused(problem);
    }
    List<X509Certificate> path = new ArrayList<>();
    problem = check.walk(path);
    if (problem == null) {
      X509Certificate last = path.getLast();
      problem =
          CertificateRules.problem(path, isSelfSigned(last) ? null : trusted.issuerOf(last), now);
    }
    if (problem != null) {
      return ChainReport.refused(problem);
    }
    check.hintAtNames(host);
    return new ChainReport(null, List.copyOf(check.hints));
  }

  private @Nullable String keyProblem(PrivateKey key) {
    for (int i = 0; i < given.size(); i++) {
      if (belongsTogether(key, given.get(i))) {
        return i == 0
            ? null
            : "the server's certificate "
                + name(given.get(i))
                + " stands at place "
                + (i + 1)
                + "; put it first, then the one that signed it, and so on";
      }
    }
    return "the private key does not belong to the first certificate "
        + name(given.getFirst())
        + "; give the key that it was made with";
  }

  /** Follows the signatures from the first certificate on, and adds to {@code path}. */
  private @Nullable String walk(List<X509Certificate> path) {
    for (int i = 0; i < given.size(); i++) {
      X509Certificate certificate = given.get(i);
      path.add(certificate);
      String problem = validity(certificate);
      if (problem != null) {
        return problem;
      }
      boolean last = i + 1 == given.size();
      if (!last && isSignedBy(certificate, given.get(i + 1)) && !isSelfSigned(certificate)) {
        continue;
      }
      if (isSelfSigned(certificate)) {
        if (i == 0) {
          hints.add(
              "the certificate "
                  + name(certificate)
                  + " signed itself; every encoder and browser has to trust it");
        }
        return superfluous(i + 1);
      }
      X509Certificate misplaced = issuerAmong(certificate, given);
      if (misplaced != null) {
        return "the certificate "
            + name(misplaced)
            + " signed "
            + name(certificate)
            + " and has to follow it in the file; put the server's certificate first, then the one"
            + " that signed it, and so on";
      }
      return trusted.issuerOf(certificate) == null ? missing(certificate) : superfluous(i + 1);
    }
    throw new IllegalStateException("no certificate");
  }

  private @Nullable String superfluous(int from) {
    for (X509Certificate certificate : given.subList(from, given.size())) {
      hints.add(
          "the certificate " + name(certificate) + " does not belong to the chain; leave it out");
    }
    return null;
  }

  private @Nullable String validity(X509Certificate certificate) {
    Instant from = certificate.getNotBefore().toInstant();
    Instant to = certificate.getNotAfter().toInstant();
    if (now.isAfter(to)) {
      return "the certificate " + name(certificate) + " expired on " + to + "; renew it";
    }
    return now.isBefore(from)
        ? "the certificate "
            + name(certificate)
            + " is valid only from "
            + from
            + " on; check this machine's clock"
        : null;
  }

  private String missing(X509Certificate certificate) {
    String issuer = CertificateNames.of(certificate.getIssuerX500Principal());
    boolean namesake =
        given.stream()
            .anyMatch(other ->
                other.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()));
    String where = CertificateNames.issuerUrl(certificate);
    return (namesake
            ? "the certificate " + issuer + " in the file is another one of that name: the one"
            : "the certificate " + issuer)
        + " that signed "
        + name(certificate)
        + " is missing: append it (fullchain.pem of Let's Encrypt has it"
        + (where == null ? "" : "; its authority offers it at " + where)
        + "), also where it is the root of an authority of your own";
  }

  private void hintAtNames(String host) {
    X509Certificate leaf = given.getFirst();
    Set<String> names = HostNames.of(leaf);
    if (names.isEmpty()) {
      hints.add(
          "the certificate "
              + name(leaf)
              + " has no subject alternative names; browsers refuse it");
    } else if (!HostNames.cover(names, host)) {
      hints.add(
          "the certificate is for "
              + String.join(", ", names)
              + " and not for `publicHost`, which is "
              + host
              + "; encoders and browsers that are sent there refuse it");
    }
  }

  private static @Nullable X509Certificate issuerAmong(
      X509Certificate certificate, List<X509Certificate> others) {
    return others.stream()
        .filter(other -> !other.equals(certificate) && isSignedBy(certificate, other))
        .findFirst()
        .orElse(null);
  }

  private static String name(X509Certificate certificate) {
    return CertificateNames.of(certificate.getSubjectX500Principal());
  }

  static boolean isSelfSigned(X509Certificate certificate) {
    return isSignedBy(certificate, certificate);
  }

  /** By name and by signature. */
  static boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
    if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
      return false;
    }
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static boolean belongsTogether(PrivateKey key, X509Certificate certificate) {
    byte[] challenge = new byte[32];
    new SecureRandom().nextBytes(challenge);
    try {
      Signature signer = Signature.getInstance(algorithmFor(key));
      signer.initSign(key);
      signer.update(challenge);
      Signature verifier = Signature.getInstance(algorithmFor(key));
      verifier.initVerify(Objects.requireNonNull(certificate.getPublicKey()));
      verifier.update(challenge);
      return verifier.verify(signer.sign());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static String algorithmFor(PrivateKey key) {
    return switch (key) {
      case RSAKey _ -> "SHA256withRSA";
      case ECKey _ -> "SHA256withECDSA";
      default -> key.getAlgorithm();
    };
  }
}
