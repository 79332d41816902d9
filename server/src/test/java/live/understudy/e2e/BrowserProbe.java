package live.understudy.e2e;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A viewer in a real browser: a Node process that drives Chromium and tells what it saw. */
public final class BrowserProbe implements AutoCloseable {
  private static final Path SOURCE = Path.of("src", "test", "browser");
  private static final List<String> FILES =
      List.of("package.json", "package-lock.json", "probe.mjs", "watch.js");
  private static final Duration INSTALL_TIMEOUT = Duration.ofMinutes(3);
  private static final Duration REPORT_TIMEOUT = Duration.ofSeconds(90);

  private final Process process;
  private final BufferedWriter commands;
  private final List<JsonNode> events = new ArrayList<>();
  private final List<String> noise = new ArrayList<>();
  private int looks;

  private BrowserProbe(Process process) {
    this.process = process;
    this.commands = process.outputWriter();
    Thread.ofVirtual().start(this::read);
  }

  /** Plays the page at {@code url}, which must hold a video element. */
  public static BrowserProbe page(URI url) throws IOException, InterruptedException {
    return start("page", url.toString());
  }

  /** Opens the page at {@code url} as a viewer does who touches nothing. */
  public static BrowserProbe visit(URI url) throws IOException, InterruptedException {
    return start("visit", url.toString());
  }

  /** Plays a playlist with hls.js on a page that holds nothing else. */
  public static BrowserProbe hls(URI playlist) throws IOException, InterruptedException {
    return start("hls", playlist.toString());
  }

  /** The same with hls.js in low-latency mode. */
  public static BrowserProbe hlsLowLatency(URI playlist) throws IOException, InterruptedException {
    return start("hls", playlist.toString(), "low");
  }

  /** Plays a playlist with Shaka Player on a page that holds nothing else. */
  public static BrowserProbe shaka(URI playlist, boolean lowLatency)
      throws IOException, InterruptedException {
    return start("shaka", playlist.toString(), lowLatency ? "low" : "classic");
  }

  private static BrowserProbe start(String... arguments) throws IOException, InterruptedException {
    Path home = install();
    List<String> command = new ArrayList<>(List.of("node", "probe.mjs"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true).start();
    return new BrowserProbe(process);
  }

  /** Copies the probe to the build folder and installs its two packages, once per lock file. */
  private static synchronized Path install() throws IOException, InterruptedException {
    Path home = Files.createDirectories(Path.of("target", "browser"));
    Path installedLock = home.resolve("node_modules").resolve(".understudy-lock");
    for (String file : FILES) {
      Files.copy(SOURCE.resolve(file), home.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    Path lock = home.resolve("package-lock.json");
    if (Files.exists(installedLock) && Files.mismatch(lock, installedLock) < 0) {
      return home;
    }
    Process npm =
        new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("npm.log").toFile())
            .start();
    npm.getOutputStream().close();
    if (!npm.waitFor(INSTALL_TIMEOUT.toSeconds(), TimeUnit.SECONDS) || npm.exitValue() != 0) {
      npm.destroyForcibly();
      throw new IOException("npm ci failed: " + Files.readString(home.resolve("npm.log")));
    }
    Files.copy(lock, installedLock, StandardCopyOption.REPLACE_EXISTING);
    return home;
  }

  private void read() {
    try (BufferedReader reader = process.inputReader()) {
      String line;
      while ((line = reader.readLine()) != null) {
        synchronized (events) {
          if (line.startsWith("{")) {
            events.add(JsonMapper.shared().readTree(line));
          } else {
            noise.add(line);
          }
          events.notifyAll();
        }
      }
    } catch (IOException e) {
      synchronized (events) {
        noise.add(e.toString());
      }
    }
  }

  /** Waits until the first picture has been shown. */
  public void awaitFirstFrame(Duration timeout) throws InterruptedException {
    await("first-frame", timeout);
  }

  /** How many stalls have begun so far. */
  long stalls() {
    synchronized (events) {
      return events.stream().filter(event -> is(event, "stalled")).count();
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits until the page is open and watched. */
  void awaitOpen(Duration timeout) throws InterruptedException {
    await("watching", timeout);
  }

  /** How things are on the page now. */
  public Look look() throws IOException, InterruptedException {
    int number = ++looks;
    command("look " + number);
    return new Look(
        await(
            "look " + number,
            event -> is(event, "look") && event.path("number").asInt() == number,
            REPORT_TIMEOUT));
  }

  /** Picks an entry of a {@code select} element. */
  void choose(String css, String value) throws IOException {
    command("choose " + css + " " + value);
  }

  /** Presses a key of the keyboard on what {@code css} names. */
  void press(String css, String key) throws IOException {
    command("press " + css + " " + key);
  }

  /** Clicks what {@code css} names. */
  void click(String css) throws IOException {
    command("click " + css);
  }

  void screenshot(Path file) throws IOException, InterruptedException {
    command("screenshot " + file.toAbsolutePath());
    await("screenshot", REPORT_TIMEOUT);
  }

  /** Every picture shown so far and when, and every stall. */
  public JsonNode painted() throws IOException, InterruptedException {
    command("painted");
    return await("painted", REPORT_TIMEOUT);
  }

  /** Ends the browser and returns what it saw. */
  public Report stop() throws IOException, InterruptedException {
    command("stop");
    JsonNode report = await("report", REPORT_TIMEOUT);
    close();
    return new Report(report);
  }

  private void command(String line) throws IOException {
    commands.write(line);
    commands.newLine();
    commands.flush();
  }

  private static boolean is(JsonNode event, String name) {
    return event.path("event").asString("").equals(name);
  }

  private JsonNode await(String name, Duration timeout) throws InterruptedException {
    return await(name, event -> is(event, name), timeout);
  }

  private JsonNode await(String name, Predicate<JsonNode> wanted, Duration timeout)
      throws InterruptedException {
    long deadlineNs = System.nanoTime() + timeout.toNanos();
    synchronized (events) {
      while (true) {
        @Nullable JsonNode found = events.stream().filter(wanted).findFirst().orElse(null);
        if (found != null) {
          return found;
        }
        long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
        if (leftMs <= 0) {
          throw new AssertionError(
              "The browser said no '" + name + "' in " + timeout + ": " + events + " " + noise);
        }
        events.wait(Math.min(leftMs, 1_000));
      }
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** The page at one moment. */
  public record Look(JsonNode json) {
    /** All text that can be read on the page. */
    String text() {
      return json.path("text").asString("");
    }

    /** Pictures shown since the page was opened; -1 when the page was loaded again. */
    public int frames() {
      return json.path("frames").asInt();
    }

    /** The number painted into the picture shown last; -1 before the first. */
    public int lastFrame() {
      return json.path("lastFrame").asInt();
    }

    public int stalls() {
      return json.path("stalls").asInt();
    }

    /** How many parts have been fetched. */
    int parts() {
      return json.path("parts").asInt();
    }

    /** How many blocking reloads have been answered. */
    int blockingReloads() {
      return json.path("blockingReloads").asInt();
    }

    /** Pictures that the browser has decoded, also those without a number in them. */
    int decodedFrames() {
      return json.path("total").asInt();
    }

    double currentTimeS() {
      return json.path("currentTime").asDouble();
    }

    /** The path of the segment fetched last, or empty. */
    String lastSegment() {
      return json.path("lastSegment").asString("");
    }
  }

  /** What the browser saw from its first picture to its end. */
  public record Report(JsonNode json) {
    int stalls() {
      return json.path("stalls").asInt();
    }

    /** How often currentTime was found smaller than before. */
    int timeBacks() {
      return json.path("backs").asInt();
    }

    public int seeks() {
      return json.path("seeks").asInt();
    }

    int framesSeen() {
      return json.path("framesSeen").asInt();
    }

    /** How often a painted number followed a greater one. */
    int framesBack() {
      return json.path("framesBack").asInt();
    }

    int longestStillMs() {
      return json.path("longestStillMs").asInt();
    }

    int parts() {
      return json.path("parts").asInt();
    }

    int blockingReloads() {
      return json.path("blockingReloads").asInt();
    }

    /** How many pages there have been; more than 1 when the page was loaded again. */
    int pages() {
      return json.path("pages").asInt();
    }

    /** The greatest distance to the live edge that hls.js told in the second half, seconds. */
    double settledLatencyMaxS() {
      return json.path("settledLatencyMaxS").asDouble();
    }

    /** How long it stood still in all, milliseconds. */
    int stalledMs() {
      return json.path("stalledMs").asInt();
    }

    public List<String> fatalErrors() {
      return strings("fatal");
    }

    public List<String> consoleErrors() {
      return strings("consoleErrors");
    }

    private List<String> strings(String name) {
      return json.path(name).valueStream().map(JsonNode::asString).toList();
    }
  }
}
