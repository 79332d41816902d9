package live.understudy.server.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import live.understudy.server.config.StartupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's own authority and certificate, kept in one folder and renewed there. */
final class OwnCertificates implements CertificateSource {

  /** What others must trust. */
  static final String CA_FILE = "ca.pem";

  static final String CA_KEY_FILE = "ca-key.pem";
  static final String SERVER_FILE = "server.pem";
  static final String SERVER_KEY_FILE = "server-key.pem";

  /** A certificate with less left than this is replaced. */
  static final Duration RENEWAL = Duration.ofDays(30);

  private static final Logger LOG = LoggerFactory.getLogger(OwnCertificates.class);
  private static final Pattern DNS_NAME =
      Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,62})(\\.[a-z0-9_]([a-z0-9_-]{0,62}))*");

  private final Path folder;
  private final Set<String> names;

  OwnCertificates(Path folder, String publicHost) {
    this.folder = folder;
    this.names = namesFor(publicHost);
  }

  /**
   * Loads what the folder holds, and makes what is missing, foreign or near its end.
   *
   * @throws StartupException when the folder can't be written or read
   */
  @Override
  public Certificates load(Instant now) throws StartupException {
    try {
      Files.createDirectories(folder);
      CertificateAuthority authority = authority(now);
      Certificates stored = stored();
      if (stored != null && isGood(stored, authority, now)) {
        return stored;
      }
      Certificates made = authority.issue(names, now);
      PemFiles.write(folder.resolve(SERVER_KEY_FILE), List.of(made.key()), true);
      PemFiles.write(folder.resolve(SERVER_FILE), made.chain(), false);
      LOG.info(
          "Made a certificate for {}, valid until {}",
          names,
          made.leaf().getNotAfter().toInstant());
      return made;
    } catch (IOException e) {
      throw new StartupException(
          "the folder "
              + folder
              + " can't be written; make it writable for this user or set `storage.dataFolder`",
          e);
    }
  }

  @Override
  public List<Path> files() {
    return List.of(folder.resolve(SERVER_FILE), folder.resolve(SERVER_KEY_FILE));
  }

  @Override
  public boolean isRenewalDue(Certificates current, Instant now) {
    return now.plus(RENEWAL).isAfter(current.leaf().getNotAfter().toInstant());
  }

  private CertificateAuthority authority(Instant now) throws IOException, StartupException {
    Path certificateFile = folder.resolve(CA_FILE);
    Path keyFile = folder.resolve(CA_KEY_FILE);
    if (Files.exists(certificateFile) && Files.exists(keyFile)) {
      X509Certificate certificate = PemFiles.readCertificates(certificateFile).getFirst();
      // A CA that ends before its next server certificate would is replaced: it can vouch no more.
      if (now.plus(RENEWAL).isBefore(certificate.getNotAfter().toInstant())) {
        return new CertificateAuthority(PemFiles.readKey(keyFile), certificate);
      }
    }
    CertificateAuthority made = CertificateAuthority.make(now);
    PemFiles.write(keyFile, List.of(made.key()), true);
    PemFiles.write(certificateFile, List.of(made.certificate()), false);
    LOG.info("Made a certificate authority: {}", certificateFile.toAbsolutePath());
    return made;
  }

  private @org.jspecify.annotations.Nullable Certificates stored() throws StartupException {
    Path certificateFile = folder.resolve(SERVER_FILE);
    Path keyFile = folder.resolve(SERVER_KEY_FILE);
    if (Files.notExists(certificateFile) || Files.notExists(keyFile)) {
      return null;
    }
    return new Certificates(PemFiles.readKey(keyFile), PemFiles.readCertificates(certificateFile));
  }

  private boolean isGood(Certificates stored, CertificateAuthority authority, Instant now) {
    X509Certificate leaf = stored.leaf();
    try {
      leaf.verify(authority.certificate().getPublicKey());
      return ChainCheck.check(stored, new TrustedAuthorities(List.of()), "localhost", now).problem()
              == null
          && now.plus(RENEWAL).isBefore(leaf.getNotAfter().toInstant())
          && HostNames.of(leaf).equals(names);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static Set<String> namesFor(String publicHost) {
    Set<String> names = new TreeSet<>();
    for (String name : List.of("localhost", "127.0.0.1", "::1", publicHost, machineName())) {
      String canonical = CertificateAuthority.canonical(name);
      if (CertificateAuthority.isIpAddress(name) || DNS_NAME.matcher(canonical).matches()) {
        names.add(canonical);
      }
    }
    return names;
  }

  private static String machineName() {
    try {
      return InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
