package live.understudy.server;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import live.understudy.api.AdminApi;
import live.understudy.server.cli.Access;
import live.understudy.server.cli.RunningServer;
import live.understudy.server.config.ServerConfig;
import live.understudy.server.http.AuthorityPage;
import live.understudy.server.tls.OwnAuthority;
import live.understudy.server.tls.ServerTls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A started server: says where everything is, and ends it in the reverse order of the start. */
final class RunningUnderstudy implements RunningServer {

  private static final Logger LOG = LoggerFactory.getLogger(RunningUnderstudy.class);

  private final ServerConfig config;
  private final Path dataFolder;
  private final int httpPort;
  private final int httpsPort;
  private final ServerTls tls;
  private final AdminApi api;
  private final Deque<AutoCloseable> started;

  RunningUnderstudy(
      ServerConfig config,
      Path dataFolder,
      int httpPort,
      int httpsPort,
      ServerTls tls,
      AdminApi api,
      Deque<AutoCloseable> started) {
    this.config = config;
    this.dataFolder = dataFolder;
    this.httpPort = httpPort;
    this.httpsPort = httpsPort;
    this.tls = tls;
    this.api = api;
    this.started = started;
  }

  @Override
  public List<String> banner() {
    List<String> lines = new ArrayList<>();
    String host = config.publicHost();
    lines.add("");
    lines.add("Understudy is running.");
    lines.add("  Studio    https://" + host + ":" + httpsPort + "/studio/");
    lines.add("            http://localhost:" + httpPort + "/studio/ (on this machine)");
    String firstPassword = api.firstPassword();
    if (firstPassword != null) {
      lines.add("            user admin, one-time password " + firstPassword);
    }
    if (config.rtmps().enabled()) {
      lines.add("  Primary   rtmps://" + host + ":" + config.rtmps().primary().port() + "/live");
      lines.add("  Backup    rtmps://" + host + ":" + config.rtmps().backup().port() + "/live");
    }
    lines.add("  Data      " + dataFolder);
    tls.ownAuthority()
        .ifPresent(authority -> {
          lines.add("  CA        " + authority.file());
          lines.add("            or http://" + host + ":" + httpPort + AuthorityPage.CRT_PATH);
          lines.add("            (trust it where encoders or browsers complain)");
          lines.add("            SHA-256 " + authority.fingerprint());
        });
    lines.add("");
    return lines;
  }

  @Override
  public Access access() {
    return new Access(
        URI.create("http://127.0.0.1:" + httpPort),
        api.firstPassword(),
        api::localSession,
        tls.ownAuthority().map(OwnAuthority::file).orElse(null));
  }

  @Override
  public void close() {
    closeAll(started);
  }

  /** Ends what was started, the newest first; one that fails does not keep the others from it. */
  static void closeAll(Deque<AutoCloseable> started) {
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        LOG.warn("not ended cleanly", e);
      }
    }
  }
}
