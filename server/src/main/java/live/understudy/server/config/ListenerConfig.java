package live.understudy.server.config;

import java.net.InetSocketAddress;

/**
 * Where one listener listens.
 *
 * @param bind an IP address of this machine, or {@code *} for all of them, IPv4 and IPv6
 * @param port 0 takes any free port
 */
public record ListenerConfig(String bind, @Range(min = 0, max = 65_535) int port) {

  /** All addresses of the machine. */
  public static final String ALL = "*";

  /** The address to bind; unresolved when {@code bind} is a name that nobody knows. */
  public InetSocketAddress address() {
    return addressOf(bind, port);
  }

  static InetSocketAddress addressOf(String bind, int port) {
    return bind.equals(ALL) ? new InetSocketAddress(port) : new InetSocketAddress(bind, port);
  }
}
