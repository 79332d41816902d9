package live.understudy.server.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.List;
import live.understudy.server.config.StartupException;

/** Refuses certificates that peers would refuse, and says why. */
final class CertificateCheck {

  private CertificateCheck() {}

  /**
   * Checks what an administrator configured.
   *
   * @param certificateFile only for the message
   * @param keyFile only for the message
   * @throws StartupException when a certificate is not valid at {@code now}, one is not signed by
   *     the next, or the key is not the first one's
   */
  static void check(Certificates certificates, Path certificateFile, Path keyFile, Instant now)
      throws StartupException {
    List<X509Certificate> chain = certificates.chain();
    for (X509Certificate certificate : chain) {
      if (now.isAfter(certificate.getNotAfter().toInstant())) {
        throw new StartupException(
            describe(certificateFile, certificate)
                + " expired on "
                + certificate.getNotAfter().toInstant()
                + "; renew it");
      }
      if (now.isBefore(certificate.getNotBefore().toInstant())) {
        throw new StartupException(
            describe(certificateFile, certificate)
                + " is valid only from "
                + certificate.getNotBefore().toInstant()
                + "; check this machine's clock");
      }
    }
    for (int i = 0; i + 1 < chain.size(); i++) {
      if (!isSignedBy(chain.get(i), chain.get(i + 1))) {
        throw new StartupException(
            describe(certificateFile, chain.get(i))
                + " is not signed by the next one in the file; put the server's certificate first,"
                + " then the one that signed it, and so on");
      }
    }
    if (!belongsTogether(certificates.key(), chain.getFirst())) {
      throw new StartupException(
          "the private key in "
              + keyFile
              + " does not belong to the first certificate in "
              + certificateFile
              + "; give the key that it was made with");
    }
  }

  /** Whether the chain stops short of an authority: peers that lack the next one will refuse it. */
  static boolean isIncomplete(List<X509Certificate> chain) {
    X509Certificate last = chain.getLast();
    boolean selfSigned = last.getIssuerX500Principal().equals(last.getSubjectX500Principal());
    return chain.size() == 1 && !selfSigned;
  }

  private static String describe(Path file, X509Certificate certificate) {
    return "certificate " + certificate.getSubjectX500Principal().getName() + " in " + file;
  }

  private static boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
    try {
      certificate.verify(issuer.getPublicKey());
      return certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal());
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
      verifier.initVerify(certificate.getPublicKey());
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
