package live.understudy.server.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
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

  @Override
  public String toString() {
    return "Certificates[" + leaf().getSubjectX500Principal() + "]";
  }
}
