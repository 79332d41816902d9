package live.understudy.server.tls;

import io.netty.handler.ssl.SslContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import live.understudy.server.config.StartupException;
import live.understudy.server.config.TlsConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS contexts of all listeners, always made from the newest good certificate.
 *
 * <p>Asking for a context never blocks. While {@link #watch} runs, changed files are taken into
 * use. Connections that exist keep the context they began with; a replacement that is not good is
 * logged and counted, and the old certificate stays in use.
 */
public final class ServerTls {

  private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);

  private record InUse(Certificates certificates, TlsContexts contexts, List<FileStamp> stamps) {}

  private final TlsConfig config;
  private final Path ownFolder;
  private final CertificateSource source;
  private final TlsLibrary library;
  private final InstantSource clock;
  private final ExpiryWarnings expiryWarnings = new ExpiryWarnings();
  private final AtomicLong reloads = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private volatile InUse inUse;

  /** What the files were when they could not be used; null when they can. */
  private @Nullable List<FileStamp> broken;

  private String complaint = "";
  private volatile boolean outdated;

  private ServerTls(TlsConfig config, Path ownFolder, String publicHost, InstantSource clock)
      throws StartupException {
    this.config = config;
    this.ownFolder = ownFolder;
    this.source = source(config, ownFolder, publicHost);
    this.library = TlsLibrary.choose(config.library());
    this.clock = clock;
    // Before the files are read: a change while they are being read is seen at the next look.
    List<FileStamp> stamps = FileStamp.of(source.files());
    Certificates certificates = source.loadFirst(clock.instant());
    this.inUse = new InUse(certificates, TlsContexts.of(certificates, library), stamps);
    LOG.info(library.describe());
  }

  private static CertificateSource source(TlsConfig config, Path ownFolder, String publicHost) {
    if (config.usesOwnAuthority()) {
      return new OwnCertificates(ownFolder, publicHost);
    }
    return config.keyStore().isEmpty()
        ? new CheckedFiles.Pem(Path.of(config.certificate()), Path.of(config.key()), publicHost)
        : new KeyStoreFile(config, publicHost);
  }

  /**
   * Loads or makes the certificates.
   *
   * @param dataFolder own certificates live in its folder {@code tls}
   * @param publicHost a name that an own certificate is good for, besides this machine's
   * @throws StartupException when a file is missing, unreadable or does not fit the others; one
   *     that has expired is taken into use here, and nowhere else
   */
  public static ServerTls open(
      TlsConfig config, Path dataFolder, String publicHost, InstantSource clock)
      throws StartupException {
    return new ServerTls(config, dataFolder.resolve("tls"), publicHost, clock);
  }

  /** Gives the context for HTTPS: TLS 1.2 and 1.3, ALPN {@code h2} and {@code http/1.1}. */
  public Supplier<SslContext> http() {
    return () -> inUse.contexts().http();
  }

  /** Gives the context for RTMPS: TLS 1.2 and 1.3, no ALPN. */
  public Supplier<SslContext> rtmps() {
    return () -> inUse.contexts().rtmps();
  }

  /** When the certificate in use, or one of its chain, ends. */
  public Instant expiresAt() {
    return inUse.certificates().notAfter();
  }

  /** For how long the certificate in use was made. */
  public Duration lifetime() {
    return inUse.certificates().lifetime();
  }

  /** How often another certificate was taken into use. */
  public long reloads() {
    return reloads.get();
  }

  /** How many replacements were refused. */
  public long failures() {
    return failures.get();
  }

  /** Whether the files hold something that can't be used, so that an older one is in use. */
  public boolean isOutdated() {
    return outdated;
  }

  /** What others must trust; empty when the certificate was configured. */
  public Optional<OwnAuthority> ownAuthority() {
    return config.usesOwnAuthority()
        ? Optional.of(
            new OwnAuthority(
                ownFolder.resolve(OwnCertificates.CA_FILE), inUse.certificates().chain().getLast()))
        : Optional.empty();
  }

  /** Looks at the files regularly, on a thread of its own, until what it returns is closed. */
  public AutoCloseable watch() {
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("tls-reload").factory());
    var _ = thread.scheduleWithFixedDelay(this::look, 0, config.reloadCheckS(), TimeUnit.SECONDS);
    return thread::shutdownNow;
  }

  private void look() {
    try {
      refresh();
    } catch (RuntimeException e) {
      // Whoever throws is not called again.
      LOG.error("The old certificate stays in use", e);
    }
  }

  /** Takes changed files, or a renewed own certificate, into use, and reminds of the end. */
  synchronized void refresh() {
    Instant now = clock.instant();
    InUse before = inUse;
    List<FileStamp> stamps = FileStamp.of(source.files());
    if (!stamps.equals(before.stamps()) || source.isRenewalDue(before.certificates(), now)) {
      replace(before, stamps, now);
    } else {
      isGood();
    }
    remind(now);
  }

  private void replace(InUse before, List<FileStamp> stamps, Instant now) {
    try {
      Certificates loaded = source.load(now);
      boolean same = loaded.chain().equals(before.certificates().chain());
      inUse = new InUse(loaded, same ? before.contexts() : TlsContexts.of(loaded, library), stamps);
      isGood();
      if (!same) {
        reloads.incrementAndGet();
        LOG.info(
            "New certificate in use: {}, valid until {}",
            CertificateNames.of(loaded.leaf().getSubjectX500Principal()),
            loaded.notAfter());
      }
    } catch (StartupException e) {
      isBroken(stamps, String.valueOf(e.getMessage()));
    }
  }

  private void isGood() {
    broken = null;
    complaint = "";
    outdated = false;
  }

  /** Certificate and key are two files: what is half replaced is looked at once more. */
  private void isBroken(List<FileStamp> stamps, String reason) {
    boolean settled = stamps.equals(broken);
    broken = stamps;
    if (settled && !reason.equals(complaint)) {
      complaint = reason;
      outdated = true;
      failures.incrementAndGet();
      LOG.error("The old certificate stays in use, valid until {}: {}", expiresAt(), reason);
    }
  }

  private void remind(Instant now) {
    expiryWarnings
        .due(now, lifetime(), expiresAt())
        .ifPresent(days -> {
          String name = CertificateNames.of(inUse.certificates().leaf().getSubjectX500Principal());
          if (days == 0) {
            LOG.error("The certificate {} expired on {}: renew it", name, expiresAt());
          } else {
            LOG.warn(
                "The certificate {} ends within {} {}, on {}: renew it; changed files are taken"
                    + " into use without a restart",
                name,
                days,
                days == 1 ? "day" : "days",
                expiresAt());
          }
        });
  }
}
