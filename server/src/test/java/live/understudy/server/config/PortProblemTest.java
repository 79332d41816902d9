package live.understudy.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class PortProblemTest {

  @Test
  void of_portTaken_namesPortKeyAndHolder() throws Exception {
    Assumptions.assumeTrue(Files.isReadable(Path.of("/proc/net/tcp")));
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      StartupException e =
          PortProblem.of(
              "http.port",
              new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
              new BindException("Address already in use"));
      assertEquals(
          "port "
              + port
              + " is already taken by process "
              + ProcessHandle.current().pid()
              + " (java); stop that program or set `http.port` to a free port",
          e.getMessage());
    }
  }

  @Test
  void of_otherCauses_sayWhatToDo() {
    InetSocketAddress low = new InetSocketAddress("127.0.0.1", 80);
    assertTrue(message(low, "Permission denied").contains("set `http.port` to 1024 or above"));
    assertTrue(
        message(low, "Cannot assign requested address").contains("no address of this machine"));
    InetSocketAddress unknown = InetSocketAddress.createUnresolved("no.such.name", 80);
    assertTrue(message(unknown, "").contains("is unknown"));
  }

  private static String message(InetSocketAddress address, String text) {
    return String.valueOf(
        PortProblem.of("http.port", address, new java.io.IOException(text)).getMessage());
  }
}
