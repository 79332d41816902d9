package live.understudy.server.config;

import java.net.InetSocketAddress;

/**
 * The HTTP and HTTPS listeners for viewers, the Studio and the API.
 *
 * @param bind as in {@link ListenerConfig}
 * @param allowPlainApi accept passwords and tokens over plain HTTP from other machines
 * @param maxConnections of both listeners together
 * @param maxConnectionsPerAddress of one remote address; loopback is exempt, where a reverse proxy
 *     is
 * @param maxApiCalls how many API calls may run at once
 * @param metricsToken who reads {@code /metrics} must send it; empty lets this machine alone read
 */
public record HttpConfig(
    String bind,
    @Range(min = 0, max = 65_535) int port,
    @Range(min = 0, max = 65_535) int tlsPort,
    boolean allowPlainApi,
    @Range(min = 10, max = 1_000_000) int maxConnections,
    @Range(min = 1, max = 1_000_000) int maxConnectionsPerAddress,
    @Range(min = 1, max = 10_000) int maxApiCalls,
    @Secret String metricsToken) {

  /** Throws {@link IllegalArgumentException} when the limits contradict each other. */
  public HttpConfig {
    if (maxConnectionsPerAddress > maxConnections) {
      throw new IllegalArgumentException(
          "`http.maxConnectionsPerAddress` ("
              + maxConnectionsPerAddress
              + ") is greater than `http.maxConnections` ("
              + maxConnections
              + ")");
    }
    if (!metricsToken.isEmpty() && !metricsToken.matches("[A-Za-z0-9._~+/=-]{16,256}")) {
      throw new IllegalArgumentException(
          "`http.metricsToken` must have 16 to 256 letters, digits or . _ ~ + / = -");
    }
  }

  /** Where plain HTTP is served. */
  public InetSocketAddress plainAddress() {
    return ListenerConfig.addressOf(bind, port);
  }

  /** Where HTTPS is served. */
  public InetSocketAddress tlsAddress() {
    return ListenerConfig.addressOf(bind, tlsPort);
  }
}
