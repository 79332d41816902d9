package live.understudy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import live.understudy.server.cli.Main;
import live.understudy.testing.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A supervisor holds the listening socket: while the server is away, viewers wait. */
class SocketHandoverEndToEndTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(90);
  private static final int CLIENTS = 20;

  /** Starts the server once for each line that it reads, as systemd would. */
  private static final String SUPERVISOR =
      "exec 3<&{fd} {fd}<&-; while read -r line; do"
          + " ( export LISTEN_PID=$BASHPID LISTEN_FDS=1; exec \"$@\" ) </dev/null;"
          + " done";

  @Test
  void restart_withHeldSocket_refusesNobody(@TempDir Path folder) throws Exception {
    assumeTrue(Epoll.isAvailable(), "sockets are handed over on Linux only");
    Map<String, String> settings = TestServers.settings(folder.resolve("data"));
    int port = Integer.parseInt(String.valueOf(settings.get("http.port")));
    Process supervisor = supervisor(folder, settings, port);
    try (Writer start = supervisor.outputWriter()) {
      start.write("start\n");
      start.flush();
      Await.until(
          TIMEOUT, () -> "the first run: " + log(folder), () -> status(port).startsWith("200"));
      ProcessHandle first = onlyChild(supervisor);
      assertTrue(first.destroyForcibly());
      first.onExit().get();
      List<Socket> viewers = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        viewers.add(ask(port));
      }
      start.write("start\n");
      start.flush();
      for (Socket viewer : viewers) {
        String status = statusOf(viewer);
        assertTrue(status.matches("200.*|503.*"), status);
      }
      Await.until(TIMEOUT, "the second run", () -> status(port).startsWith("200"));
      assertEquals(1, supervisor.children().count());
    } finally {
      supervisor.descendants().forEach(ProcessHandle::destroyForcibly);
      supervisor.destroyForcibly();
    }
  }

  private static Process supervisor(Path folder, Map<String, String> settings, int port)
      throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("java.class.path");
    List<String> command = new ArrayList<>();
    command.addAll(List.of(java, "--enable-native-access=ALL-UNNAMED", "-cp", classes));
    command.addAll(List.of(SocketHolder.class.getName(), Integer.toString(port)));
    command.addAll(List.of("/bin/bash", "-c", SUPERVISOR, "server"));
    command.addAll(List.of(java, "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC"));
    command.addAll(List.of("-Xmx300m", "-cp", classes, Main.class.getName(), "serve"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(folder.resolve("server.log").toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("UNDERSTUDY_"));
    settings.forEach((key, value) -> {
      String words = key.replaceAll("([a-z])([A-Z])", "$1_$2").replace('.', '_');
      environment.put("UNDERSTUDY_" + words.toUpperCase(Locale.ROOT), value);
    });
    return builder.start();
  }

  private static String log(Path folder) {
    try {
      return Files.readString(folder.resolve("server.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static ProcessHandle onlyChild(Process supervisor) {
    List<ProcessHandle> children = supervisor.children().toList();
    assertEquals(1, children.size());
    return children.getFirst();
  }

  private static Socket ask(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout((int) TIMEOUT.toMillis());
    socket
        .getOutputStream()
        .write(
            "GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** Status code and reason; what went wrong when nothing came. */
  private static String status(int port) {
    try {
      return statusOf(ask(port));
    } catch (IOException e) {
      return String.valueOf(e);
    }
  }

  private static String statusOf(Socket socket) throws IOException {
    try (socket;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      String line = in.readLine();
      return line == null ? "closed" : line.substring("HTTP/1.1 ".length());
    }
  }
}
