package live.understudy.server.config;

/**
 * Which certificate the TLS listeners show. Both empty: the server makes its own authority and
 * certificate in the data folder.
 *
 * @param certificate path of a PEM file: the certificate first, then its chain
 * @param key path of a PEM file with the certificate's private key, unencrypted
 */
public record TlsConfig(String certificate, String key) {

  /** Throws {@link IllegalArgumentException} when only one of the two is set. */
  public TlsConfig {
    if (certificate.isEmpty() != key.isEmpty()) {
      throw new IllegalArgumentException(
          "`tls.certificate` and `tls.key` belong together: set both or neither");
    }
  }

  /** Whether the server makes its own certificate. */
  public boolean usesOwnAuthority() {
    return certificate.isEmpty();
  }
}
