package live.understudy.server.tls;

import static java.util.Comparator.naturalOrder;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A private key and the certificates that belong to it.
 *
 * @param chain the server's certificate first, then each one's issuer
 */
record Certificates(PrivateKey key, List<X509Certificate> chain) {

  X509Certificate leaf() {
    return chain.getFirst();
  }

  /** From when on peers refuse it: the end of whichever certificate ends first. */
  Instant notAfter() {
    return chain.stream().map(c -> c.getNotAfter().toInstant()).min(naturalOrder()).orElseThrow();
  }

  /** For how long it was made. */
  Duration lifetime() {
    return Duration.between(leaf().getNotBefore().toInstant(), leaf().getNotAfter().toInstant());
  }

  @Override
  public String toString() {
    return "Certificates[" + leaf().getSubjectX500Principal() + "]";
  }
}
