package live.understudy.server.tls;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import live.understudy.server.config.StartupException;
import live.understudy.server.config.TlsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS contexts of all listeners, always made from the newest good certificate.
 *
 * <p>Asking for a context never blocks: at most once a minute it starts a look at the files on
 * another thread. Connections that exist keep the context they began with; a new file that is not
 * good is logged and the old certificate stays in use.
 */
public final class ServerTls {

  /** How often files are looked at, while connections come in. */
  static final Duration CHECK_INTERVAL = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);

  private record Contexts(
      SslContext http, SslContext rtmps, X509Certificate leaf, List<FileTime> fileTimes) {}

  private final TlsConfig config;
  private final Path ownFolder;
  private final String publicHost;
  private final InstantSource clock;
  private final AtomicReference<Contexts> contexts;
  private final AtomicReference<Instant> nextCheck;

  private ServerTls(TlsConfig config, Path ownFolder, String publicHost, InstantSource clock)
      throws StartupException {
    this.config = config;
    this.ownFolder = ownFolder;
    this.publicHost = publicHost;
    this.clock = clock;
    this.contexts = new AtomicReference<>(load());
    this.nextCheck = new AtomicReference<>(clock.instant().plus(CHECK_INTERVAL));
  }

  /**
   * Loads or makes the certificates.
   *
   * @param dataFolder own certificates live in its folder {@code tls}
   * @param publicHost a name that an own certificate is good for, besides this machine's
   * @throws StartupException when a file is missing, unreadable, expired or does not fit the others
   */
  public static ServerTls open(
      TlsConfig config, Path dataFolder, String publicHost, InstantSource clock)
      throws StartupException {
    return new ServerTls(config, dataFolder.resolve("tls"), publicHost, clock);
  }

  /** Gives the context for HTTPS: TLS 1.2 and 1.3, ALPN {@code h2} and {@code http/1.1}. */
  public Supplier<SslContext> http() {
    return () -> current().http();
  }

  /** Gives the context for RTMPS: TLS 1.2 and 1.3, no ALPN. */
  public Supplier<SslContext> rtmps() {
    return () -> current().rtmps();
  }

  /** When the certificate in use ends. */
  public Instant expiresAt() {
    return contexts.get().leaf().getNotAfter().toInstant();
  }

  /** The file that others must trust; empty when the certificate was configured. */
  public java.util.Optional<Path> ownAuthorityFile() {
    return config.usesOwnAuthority()
        ? java.util.Optional.of(ownFolder.resolve(OwnCertificates.CA_FILE))
        : java.util.Optional.empty();
  }

  /** Whether native TLS does the work, which is several times faster. */
  public static boolean isNative() {
    return OpenSsl.isAvailable();
  }

  private Contexts current() {
    Instant due = nextCheck.get();
    Instant now = clock.instant();
    if (!now.isBefore(due) && nextCheck.compareAndSet(due, now.plus(CHECK_INTERVAL))) {
      Thread.ofVirtual().name("tls-reload").start(this::refresh);
    }
    return contexts.get();
  }

  /** Takes changed files, or a renewed own certificate, into use. */
  void refresh() {
    try {
      Contexts before = contexts.get();
      boolean ownIsOld =
          config.usesOwnAuthority()
              && clock.instant().plus(OwnCertificates.RENEWAL).isAfter(expiresAt());
      if (!ownIsOld && fileTimes().equals(before.fileTimes())) {
        return;
      }
      Contexts loaded = load();
      contexts.set(loaded);
      LOG.info("New certificate in use, valid until {}", loaded.leaf().getNotAfter().toInstant());
    } catch (StartupException e) {
      LOG.error("The old certificate stays in use: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("The old certificate stays in use", e);
    }
  }

  private Contexts load() throws StartupException {
    // Before the files are read: a change while they are being read is seen at the next look.
    List<FileTime> before = fileTimes();
    Certificates certificates;
    if (config.usesOwnAuthority()) {
      certificates = new OwnCertificates(ownFolder, publicHost).loadOrMake(clock.instant());
      before = fileTimes();
    } else {
      certificates =
          new Certificates(
              PemFiles.readKey(Path.of(config.key())),
              PemFiles.readCertificates(Path.of(config.certificate())));
      CertificateCheck.check(
          certificates, Path.of(config.certificate()), Path.of(config.key()), clock.instant());
      if (CertificateCheck.isIncomplete(certificates.chain())) {
        LOG.warn(
            "{} holds a certificate without the one that signed it; encoders may refuse it as"
                + " invalid. Use the file with the full chain",
            config.certificate());
      }
    }
    return new Contexts(
        context(certificates, true), context(certificates, false), certificates.leaf(), before);
  }

  private List<FileTime> fileTimes() {
    return files().stream().map(ServerTls::modified).toList();
  }

  private List<Path> files() {
    return config.usesOwnAuthority()
        ? List.of(
            ownFolder.resolve(OwnCertificates.SERVER_FILE),
            ownFolder.resolve(OwnCertificates.SERVER_KEY_FILE))
        : List.of(Path.of(config.certificate()), Path.of(config.key()));
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }

  private static SslContext context(Certificates certificates, boolean http)
      throws StartupException {
    SslContextBuilder builder =
        SslContextBuilder.forServer(
                certificates.key(), certificates.chain().toArray(X509Certificate[]::new))
            .sslProvider(isNative() ? SslProvider.OPENSSL : SslProvider.JDK)
            .protocols("TLSv1.3", "TLSv1.2");
    if (http) {
      builder.applicationProtocolConfig(
          new ApplicationProtocolConfig(
              Protocol.ALPN,
              SelectorFailureBehavior.NO_ADVERTISE,
              SelectedListenerFailureBehavior.ACCEPT,
              ApplicationProtocolNames.HTTP_2,
              ApplicationProtocolNames.HTTP_1_1));
      // HTTP/2 forbids what is not in this list (RFC 9113 §9.2.2), and nobody needs it.
      builder.ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE);
    }
    try {
      return builder.build();
    } catch (SSLException e) {
      throw new StartupException(
          "the TLS library refuses the certificate of "
              + certificates.leaf().getSubjectX500Principal().getName()
              + "; use an RSA (2048 bits or more) or EC P-256 key",
          e);
    }
  }
}
