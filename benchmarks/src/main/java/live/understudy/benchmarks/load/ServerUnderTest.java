package live.understudy.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server process with the JVM options of {@code ./run}, free ports and a folder of its own. */
final class ServerUnderTest implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
  private static final int STOP_TIMEOUT_S = 20;
  private static final int TROUBLE_SHOWN = 20;
  private static final Pattern FIRST_PASSWORD = Pattern.compile("one-time password (\\S+)");

  private final Path folder;
  private final Process process;
  private final StudioClient studio;
  private final int httpPort;
  private final int httpsPort;
  private final int rtmpPort;
  private final int rtmpsPort;

  private ServerUnderTest(Path folder, Process process, int[] ports) {
    this.folder = folder;
    this.process = process;
    this.httpPort = ports[0];
    this.httpsPort = ports[1];
    this.rtmpPort = ports[2];
    this.rtmpsPort = ports[4];
    // Whoever interrupts a driver does not want to look for what it started.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    this.studio = new StudioClient(URI.create("http://127.0.0.1:" + httpPort));
  }

  /**
   * Starts a server and logs in.
   *
   * @param home the project's folder, where {@code run} is
   * @param prefix what stands before the command, such as {@code taskset -c 0}
   * @param settings environment variables of the configuration, besides the ports
   */
  static ServerUnderTest start(Path home, List<String> prefix, Map<String, String> settings)
      throws Exception {
    Path folder = Files.createTempDirectory("understudy-benchmark-");
    Map<String, String> all = new LinkedHashMap<>(settings);
    int[] ports = freePorts();
    all.put("UNDERSTUDY_HTTP_BIND", "127.0.0.1");
    all.put("UNDERSTUDY_HTTP_PORT", Integer.toString(ports[0]));
    all.put("UNDERSTUDY_HTTP_TLS_PORT", Integer.toString(ports[1]));
    all.put("UNDERSTUDY_RTMP_PRIMARY_PORT", Integer.toString(ports[2]));
    all.put("UNDERSTUDY_RTMP_BACKUP_PORT", Integer.toString(ports[3]));
    all.put("UNDERSTUDY_RTMPS_PRIMARY_PORT", Integer.toString(ports[4]));
    all.put("UNDERSTUDY_RTMPS_BACKUP_PORT", Integer.toString(ports[5]));
    all.put("UNDERSTUDY_RTMP_ENABLED", "true");
    all.putIfAbsent("UNDERSTUDY_RTMPS_ENABLED", "false");
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of(home.resolve("run").toString(), "serve"));
    command.addAll(List.of("--data", folder.resolve("data").toString()));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("server.log").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("UNDERSTUDY_"));
    builder.environment().putAll(all);
    ServerUnderTest server = new ServerUnderTest(folder, builder.start(), ports);
    try {
      server.awaitStart();
    } catch (Exception e) {
      String log = server.log();
      server.close();
      throw new IOException("the server did not start:\n" + log, e);
    }
    return server;
  }

  private static int[] freePorts() throws IOException {
    int[] ports = new int[6];
    List<ServerSocket> sockets = new ArrayList<>();
    for (int i = 0; i < ports.length; i++) {
      ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      sockets.add(socket);
      ports[i] = socket.getLocalPort();
    }
    for (ServerSocket socket : sockets) {
      socket.close();
    }
    return ports;
  }

  private void awaitStart() throws Exception {
    Matcher[] password = new Matcher[1];
    Await.until(
        START_TIMEOUT,
        "the server's first words",
        () -> {
          if (!process.isAlive()) {
            throw new IOException("the server ended with " + process.exitValue());
          }
          password[0] = FIRST_PASSWORD.matcher(log());
          return password[0].find() && log().contains("  Data ");
        });
    studio.logIn(password[0].group(1));
  }

  StudioClient studio() {
    return studio;
  }

  long pid() {
    return process.pid();
  }

  InetSocketAddress http() {
    return new InetSocketAddress("127.0.0.1", httpPort);
  }

  InetSocketAddress https() {
    return new InetSocketAddress("127.0.0.1", httpsPort);
  }

  InetSocketAddress rtmp() {
    return new InetSocketAddress("127.0.0.1", rtmpPort);
  }

  InetSocketAddress rtmps() {
    return new InetSocketAddress("127.0.0.1", rtmpsPort);
  }

  Path data() {
    return folder.resolve("data");
  }

  /** For files that go with this run. */
  Path folder() {
    return folder;
  }

  private String log() throws IOException {
    Path file = folder.resolve("server.log");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  /** Prints what the server has warned of so far. */
  void tellTrouble() throws IOException {
    log()
        .lines()
        .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
        .limit(TROUBLE_SHOWN)
        .forEach(line -> System.err.println("the server logged: " + line));
  }

  @Override
  public void close() throws IOException {
    studio.close();
    process.destroy();
    try {
      if (!process.waitFor(STOP_TIMEOUT_S, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(STOP_TIMEOUT_S, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Folders.delete(folder);
  }
}
