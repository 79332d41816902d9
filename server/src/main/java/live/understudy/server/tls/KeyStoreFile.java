package live.understudy.server.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import live.understudy.server.config.StartupException;
import live.understudy.server.config.TlsConfig;

/** A PKCS #12 file (RFC 7292) with one private key and its chain. */
final class KeyStoreFile extends CheckedFiles {

  private static final long MAX_BYTES = 1 << 20;

  private final Path file;
  private final TlsConfig config;

  KeyStoreFile(TlsConfig config, String publicHost) {
    super(Path.of(config.keyStore()), publicHost);
    this.file = Path.of(config.keyStore());
    this.config = config;
  }

  @Override
  public List<Path> files() {
    String passwordFile = config.keyStorePasswordFile();
    return passwordFile.isEmpty() ? List.of(file) : List.of(file, Path.of(passwordFile));
  }

  @Override
  Certificates read() throws StartupException {
    char[] password = password();
    try {
      KeyStore store = open(password);
      String alias = onlyKey(store);
      if (!(store.getKey(alias, password) instanceof PrivateKey key)) {
        throw new StartupException(file + " holds no private key; " + remedy());
      }
      List<X509Certificate> chain = new ArrayList<>();
      for (Certificate certificate : store.getCertificateChain(alias)) {
        if (certificate instanceof X509Certificate x509) {
          chain.add(x509);
        }
      }
      return new Certificates(key, List.copyOf(chain));
    } catch (UnrecoverableKeyException e) {
      throw new StartupException(
          "the private key in " + file + " has another password than the file; give both the same",
          e);
    } catch (GeneralSecurityException e) {
      throw new StartupException(
          file + " holds a key that can't be understood; use RSA or EC P-256", e);
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  private KeyStore open(char[] password) throws StartupException {
    try {
      if (Files.isRegularFile(file) && Files.size(file) > MAX_BYTES) {
        throw new StartupException(file + " is larger than 1 MiB; is it the right file?");
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(file)) {
        store.load(in, password);
      }
      return store;
    } catch (IOException | GeneralSecurityException e) {
      String reason =
          Files.notExists(file)
              ? " does not exist; correct `tls.keyStore`"
              : !Files.isReadable(file)
                  ? " is not readable by this user"
                  : e.getCause() instanceof UnrecoverableKeyException
                      ? " does not open with this password; correct `tls.keyStorePassword` or"
                          + " `tls.keyStorePasswordFile`"
                      : " is no PKCS #12 file; correct `tls.keyStore`";
      throw new StartupException("key store " + file + reason, e);
    }
  }

  private String onlyKey(KeyStore store) throws GeneralSecurityException, StartupException {
    List<String> keys = new ArrayList<>();
    for (String alias : Collections.list(store.aliases())) {
      if (store.isKeyEntry(alias) && store.getCertificateChain(alias) != null) {
        keys.add(alias);
      }
    }
    if (keys.size() == 1) {
      return keys.getFirst();
    }
    throw new StartupException(
        file
            + " holds "
            + (keys.isEmpty() ? "no private key with a certificate" : keys.size() + " private keys")
            + "; "
            + remedy());
  }

  private static String remedy() {
    return "make one with openssl pkcs12 -export -in fullchain.pem -inkey privkey.pem";
  }

  private char[] password() throws StartupException {
    if (config.keyStorePasswordFile().isEmpty()) {
      return config.keyStorePassword().toCharArray();
    }
    Path from = Path.of(config.keyStorePasswordFile());
    try (Stream<String> lines = Files.lines(from)) {
      return lines.findFirst().orElse("").toCharArray();
    } catch (IOException | RuntimeException e) {
      // Without the cause: an error of decoding can hold what it could not decode.
      throw new StartupException(
          "the password file "
              + from
              + (Files.notExists(from) ? " does not exist" : " can't be read as UTF-8 text")
              + "; correct `tls.keyStorePasswordFile`");
    }
  }
}
