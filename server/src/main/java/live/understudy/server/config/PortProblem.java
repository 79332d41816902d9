package live.understudy.server.config;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;

/** Says in one line why a listener could not be bound, and what to change. */
public final class PortProblem {

  private static final int FIRST_UNPRIVILEGED_PORT = 1024;

  private PortProblem() {}

  /**
   * The exception that ends the start-up.
   *
   * @param configKey the key that names the port, such as {@code http.port}
   */
  public static StartupException of(String configKey, InetSocketAddress address, Throwable cause) {
    int port = address.getPort();
    String message = String.valueOf(cause.getMessage());
    if (address.isUnresolved()) {
      return new StartupException(
          "the address `"
              + OneLine.of(address.getHostString())
              + "` of `"
              + configKey
              + "` is unknown; use an IP address of this machine, or * for all",
          cause);
    }
    if (message.contains("ermission denied") && port < FIRST_UNPRIVILEGED_PORT) {
      return new StartupException(
          "port " + port + " needs privileges; set `" + configKey + "` to 1024 or above", cause);
    }
    if (message.contains("annot assign") || message.contains("not available")) {
      return new StartupException(
          address.getHostString()
              + " is no address of this machine; correct the bind address beside `"
              + configKey
              + "`",
          cause);
    }
    if (cause instanceof BindException || message.contains("in use")) {
      String holder = PortHolder.describe(port).map(who -> " by " + who).orElse("");
      return new StartupException(
          "port "
              + port
              + " is already taken"
              + holder
              + "; stop that program or set `"
              + configKey
              + "` to a free port",
          cause);
    }
    if (cause instanceof IOException) {
      return new StartupException(
          "can't listen on port " + port + " (`" + configKey + "`): " + OneLine.of(message), cause);
    }
    return new StartupException(
        "can't listen on port " + port + " (`" + configKey + "`): " + cause.getClass().getName(),
        cause);
  }
}
