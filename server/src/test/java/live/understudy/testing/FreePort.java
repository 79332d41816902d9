package live.understudy.testing;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports on loopback for servers that are told theirs, and that may be away for a while. They lie
 * below those that the system gives to connections (32768 and above on Linux): of these one that
 * was free can be some client's a moment later.
 */
public final class FreePort {
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;
  private static final int MOST_ATTEMPTS = 200;

  private FreePort() {}

  /** Holds a free port until it is closed. */
  public static ServerSocket hold() throws IOException {
    BindException last = new BindException("no attempt");
    for (int i = 0; i < MOST_ATTEMPTS; i++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      try {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
      } catch (BindException e) {
        last = e;
      }
    }
    throw last;
  }

  /** A port that is free now. */
  public static int find() throws IOException {
    try (ServerSocket socket = hold()) {
      return socket.getLocalPort();
    }
  }
}
