package live.understudy.server.tls;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import live.understudy.server.config.StartupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an administrator gave, checked before it is used. */
abstract class CheckedFiles implements CertificateSource {

  private static final Logger LOG = LoggerFactory.getLogger(CheckedFiles.class);

  private final Path certificateFile;
  private final String publicHost;

  /**
   * For the messages.
   *
   * @param certificateFile where the certificates are
   * @param publicHost the name under which encoders and viewers come
   */
  CheckedFiles(Path certificateFile, String publicHost) {
    this.certificateFile = certificateFile;
    this.publicHost = publicHost;
  }

  /** The files as they are. */
  abstract Certificates read() throws StartupException;

  @Override
  public final Certificates load(Instant now) throws StartupException {
    Certificates certificates = read();
    return accepted(certificates, check(certificates, now));
  }

  /**
   * A server that begins anew in the middle of an event comes up, whatever the day: who did not
   * look at the end of the certificate before goes on as they did.
   */
  @Override
  public final Certificates loadFirst(Instant now) throws StartupException {
    Certificates certificates = read();
    ChainReport report = check(certificates, now);
    Instant end = certificates.notAfter();
    if (report.problem() != null && now.isAfter(end)) {
      ChainReport before = check(certificates, end);
      if (before.problem() == null) {
        LOG.error(
            "{}: {}; it is in use all the same, and encoders and browsers refuse it",
            certificateFile,
            report.problem());
        return accepted(certificates, before);
      }
    }
    return accepted(certificates, report);
  }

  private ChainReport check(Certificates certificates, Instant at) {
    return ChainCheck.check(certificates, TrustedAuthorities.ofThisMachine(), publicHost, at);
  }

  private Certificates accepted(Certificates certificates, ChainReport report)
      throws StartupException {
    if (report.problem() != null) {
      throw new StartupException(certificateFile + ": " + report.problem());
    }
    for (String hint : report.hints()) {
      LOG.warn("{}: {}", certificateFile, hint);
    }
    return certificates;
  }

  /** Two PEM files. */
  static final class Pem extends CheckedFiles {

    private final Path certificate;
    private final Path key;

    Pem(Path certificate, Path key, String publicHost) {
      super(certificate, publicHost);
      this.certificate = certificate;
      this.key = key;
    }

    @Override
    public List<Path> files() {
      return List.of(certificate, key);
    }

    @Override
    Certificates read() throws StartupException {
      return new Certificates(PemFiles.readKey(key), PemFiles.readCertificates(certificate));
    }
  }
}
