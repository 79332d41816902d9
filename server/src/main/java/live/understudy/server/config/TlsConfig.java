package live.understudy.server.config;

import java.util.Set;

/**
 * Which certificate the TLS listeners show. Without {@code certificate} and {@code keyStore} the
 * server makes its own authority and certificate in the data folder.
 *
 * @param certificate path of a PEM file: the certificate first, then its chain
 * @param key path of a PEM file with the certificate's private key, unencrypted
 * @param keyStore path of a PKCS #12 file with the key and the chain, instead of the two
 * @param keyStorePassword opens it; empty where it has none
 * @param keyStorePasswordFile path of a file whose first line opens it, instead
 * @param library {@code auto}, {@code boringssl} or {@code jdk}
 * @param reloadCheckS how often the files are looked at
 */
public record TlsConfig(
    String certificate,
    String key,
    String keyStore,
    @Secret String keyStorePassword,
    String keyStorePasswordFile,
    String library,
    @Range(min = 1, max = 3_600) int reloadCheckS) {

  private static final Set<String> LIBRARIES = Set.of("auto", "boringssl", "jdk");

  /** The server's own authority. */
  public static final TlsConfig OWN_AUTHORITY = new TlsConfig("", "", "", "", "", "auto", 10);

  /** Throws {@link IllegalArgumentException} when keys contradict each other. */
  public TlsConfig {
    if (certificate.isEmpty() != key.isEmpty()) {
      throw new IllegalArgumentException(
          "`tls.certificate` and `tls.key` belong together: set both or neither");
    }
    if (!certificate.isEmpty() && !keyStore.isEmpty()) {
      throw new IllegalArgumentException(
          "`tls.certificate` and `tls.keyStore` are two ways to give one certificate: set one");
    }
    if (!keyStorePassword.isEmpty() && !keyStorePasswordFile.isEmpty()) {
      throw new IllegalArgumentException(
          "`tls.keyStorePassword` and `tls.keyStorePasswordFile` are both set: keep one");
    }
    if (keyStore.isEmpty() && !(keyStorePassword + keyStorePasswordFile).isEmpty()) {
      throw new IllegalArgumentException("`tls.keyStore` is not set, but a password for it is");
    }
    if (!LIBRARIES.contains(library)) {
      throw new IllegalArgumentException("`tls.library` must be auto, boringssl or jdk");
    }
  }

  /** PEM files. */
  public TlsConfig(String certificate, String key) {
    this(certificate, key, "", "", "", "auto", OWN_AUTHORITY.reloadCheckS);
  }

  /** Whether the server makes its own certificate. */
  public boolean usesOwnAuthority() {
    return certificate.isEmpty() && keyStore.isEmpty();
  }

  @Override
  public String toString() {
    return "TlsConfig[" + certificate + keyStore + "]";
  }
}
