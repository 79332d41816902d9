package live.understudy.server.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything an administrator can set.
 *
 * @param publicHost the host name or address that is written into the URLs shown to people
 */
public record ServerConfig(
    String publicHost,
    HttpConfig http,
    IngestListenersConfig rtmps,
    IngestListenersConfig rtmp,
    TlsConfig tls,
    StorageConfig storage,
    PackagingConfig packaging,
    FailoverConfig failover,
    AlignmentConfig alignment,
    IngestConfig ingest) {

  /** What a server without any configuration does. */
  public static final ServerConfig DEFAULTS =
      new ServerConfig(
          "localhost",
          new HttpConfig(ListenerConfig.ALL, 8080, 8443, false, 20_000, 2_000, 64, ""),
          new IngestListenersConfig(
              true,
              new ListenerConfig(ListenerConfig.ALL, 1936),
              new ListenerConfig(ListenerConfig.ALL, 2936)),
          new IngestListenersConfig(
              true, new ListenerConfig("127.0.0.1", 1935), new ListenerConfig("127.0.0.1", 2935)),
          TlsConfig.OWN_AUTHORITY,
          new StorageConfig(Path.of("./data"), 0, 1),
          new PackagingConfig(2_000, 500, 15),
          new FailoverConfig(null, 1_000, 10_000, 0),
          new AlignmentConfig(true, 20, 5_000, 256),
          new IngestConfig(15_000, 500, 100));

  /** Throws {@link IllegalArgumentException} when two sections contradict each other. */
  public ServerConfig {
    if (publicHost.isBlank() || !publicHost.matches("[A-Za-z0-9._:\\[\\]-]{1,253}")) {
      throw new IllegalArgumentException(
          "`publicHost` must be a host name or an IP address, without scheme and port");
    }
    Map<Integer, String> keysByPort = new LinkedHashMap<>();
    claim(keysByPort, http.port(), "http.port");
    claim(keysByPort, http.tlsPort(), "http.tlsPort");
    claim(keysByPort, "rtmps", rtmps);
    claim(keysByPort, "rtmp", rtmp);
  }

  private static void claim(
      Map<Integer, String> keysByPort, String section, IngestListenersConfig listeners) {
    if (listeners.enabled()) {
      claim(keysByPort, listeners.primary().port(), section + ".primary.port");
      claim(keysByPort, listeners.backup().port(), section + ".backup.port");
    }
  }

  private static void claim(Map<Integer, String> keysByPort, int port, String key) {
    String other = port == 0 ? null : keysByPort.putIfAbsent(port, key);
    if (other != null) {
      throw new IllegalArgumentException(
          "`" + key + "` and `" + other + "` are both " + port + "; give one another port");
    }
  }
}
