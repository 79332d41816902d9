package live.understudy.server.tls;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Authorities that peers know without being told: a chain may end below one of them. Those that the
 * Java of this machine trusts stand for those that encoders and browsers trust.
 *
 * @param certificates of the authorities
 */
record TrustedAuthorities(List<X509Certificate> certificates) {

  static TrustedAuthorities ofThisMachine() {
    return OfThisMachine.INSTANCE;
  }

  /** The one that signed {@code certificate}. */
  @Nullable X509Certificate issuerOf(X509Certificate certificate) {
    return certificates.stream()
        .filter(authority -> ChainCheck.isSignedBy(certificate, authority))
        .findFirst()
        .orElse(null);
  }

  /** Read when a configured certificate is checked for the first time. */
  private static final class OfThisMachine {

    static final TrustedAuthorities INSTANCE = read();

    private static TrustedAuthorities read() {
      try {
        TrustManagerFactory factory =
            TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return new TrustedAuthorities(
            Stream.of(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .flatMap(manager -> Stream.of(((X509TrustManager) manager).getAcceptedIssuers()))
                .toList());
      } catch (GeneralSecurityException e) {
        return new TrustedAuthorities(List.of());
      }
    }
  }
}
