package live.understudy.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import live.understudy.media.Leg;
import live.understudy.server.cli.Main;
import live.understudy.testing.Await;
import org.jspecify.annotations.Nullable;

/** A server as a process of its own, so that it can be killed and started again where it was. */
public final class ServerProcess implements TestServer {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(180);
  private static final Pattern FIRST_PASSWORD = Pattern.compile("one-time password (\\S+)");
  private static final int MAX_LINES = 5_000;
  private static final int LAST_LINES = 30;
  private static final Duration LAST_WORDS = Duration.ofSeconds(30);

  private final Map<String, String> settings;
  private final List<String> lines = new ArrayList<>();
  private Process process;
  private Thread reader = Thread.currentThread();
  private String token = "";

  private ServerProcess(Map<String, String> settings) throws IOException {
    this.settings = settings;
    this.process = launch();
  }

  /** Starts a server that keeps its state in {@code dataFolder}, which must be empty. */
  public static ServerProcess start(Path dataFolder) throws Exception {
    return start(TestServers.settings(dataFolder));
  }

  /** The same with the unencrypted RTMP listeners. */
  public static ServerProcess startWithPlain(Path dataFolder) throws Exception {
    Map<String, String> settings = TestServers.settings(dataFolder);
    settings.put("rtmp.enabled", "true");
    return start(settings);
  }

  private static ServerProcess start(Map<String, String> settings) throws Exception {
    ServerProcess server = new ServerProcess(settings);
    try {
      return server.started();
    } catch (Exception | AssertionError e) {
      server.close();
      throw e;
    }
  }

  private ServerProcess started() throws Exception {
    awaitBanner();
    Matcher password = FIRST_PASSWORD.matcher(String.join("\n", lines()));
    if (!password.find()) {
      throw new AssertionError("no first password: " + lines());
    }
    token = TestServers.logIn(http(), password.group(1));
    return this;
  }

  private Process launch() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        List.of(
            java,
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-Xmx400m",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "serve",
            "--data",
            String.valueOf(settings.get("storage.dataFolder")));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("UNDERSTUDY_"));
    settings.forEach((key, value) -> environment.put(variable(key), value));
    Process launched = builder.start();
    reader = Thread.ofVirtual().name("server-log").start(() -> read(launched));
    return launched;
  }

  /** The environment variable that sets a key, as the example configuration tells. */
  private static String variable(String key) {
    String words = key.replaceAll("([a-z])([A-Z])", "$1_$2").replace('.', '_');
    return "UNDERSTUDY_" + words.toUpperCase(java.util.Locale.ROOT);
  }

  private void read(Process from) {
    try (BufferedReader reader = from.inputReader(StandardCharsets.UTF_8)) {
      String line;
      while ((line = reader.readLine()) != null) {
        synchronized (lines) {
          if (lines.size() < MAX_LINES) {
            lines.add(line);
          }
        }
      }
    } catch (IOException | UncheckedIOException e) {
      // The process was killed while it spoke.
    }
  }

  private void awaitBanner() throws Exception {
    Await.until(
        START_TIMEOUT,
        () -> "the server's banner: " + lines(),
        () -> {
          boolean alive = isAlive();
          if (!alive) {
            reader.join(LAST_WORDS);
            throw new AssertionError("the server ended at its start: " + lastLines());
          }
          return lines().stream().anyMatch(line -> line.contains("rtmps://"));
        });
  }

  private String lastLines() {
    List<String> all = lines();
    return String.join("\n", all.subList(Math.max(0, all.size() - LAST_LINES), all.size()));
  }

  /** Everything that this run of the server has written, up to a limit. */
  public List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Ends the process as a power cut does. Returns when it is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the server cannot be killed");
    }
  }

  /** Starts it again on the same ports and the same data folder; returns when it listens. */
  void startAgain() throws Exception {
    synchronized (lines) {
      lines.clear();
    }
    process = launch();
    awaitBanner();
  }

  @Override
  public URI http() {
    return URI.create("http://127.0.0.1:" + settings.get("http.port"));
  }

  @Override
  public int httpsPort() {
    return Integer.parseInt(String.valueOf(settings.get("http.tlsPort")));
  }

  @Override
  public String token() {
    return token;
  }

  @Override
  public URI ingest(Leg leg) {
    String key = leg == Leg.PRIMARY ? "rtmps.primary.port" : "rtmps.backup.port";
    return URI.create("rtmps://127.0.0.1:" + settings.get(key) + "/live");
  }

  @Override
  public URI plainIngest(Leg leg) {
    String key = leg == Leg.PRIMARY ? "rtmp.primary.port" : "rtmp.backup.port";
    return URI.create("rtmp://127.0.0.1:" + settings.get(key) + "/live");
  }

  @Override
  public @Nullable Path authority() {
    return Path.of(String.valueOf(settings.get("storage.dataFolder"))).resolve("tls/ca.pem");
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
