package live.understudy.encoders;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The processes of one encoder, and what they have said. All end with it. */
final class Running implements AutoCloseable {
  private static final int KEPT_LINES = 400;
  private static final long KILL_TIMEOUT_S = 5;
  private final Address address;
  private final List<Process> processes = new ArrayList<>();
  private final Deque<String> lines = new ArrayDeque<>();
  private final Thread killer = new Thread(this::kill, "kill-encoder");
  private String command = "";

  Running(Address address) {
    this.address = address;
    Runtime.getRuntime().addShutdownHook(killer);
  }

  /**
   * Starts a process; the last one that is started is the one that publishes, or feeds the relay.
   *
   * @param environment more of it
   */
  Running start(List<String> words, Path folder, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectErrorStream(true).directory(folder.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    processes.add(process);
    Thread.ofVirtual().name("encoder-log").start(() -> read(process));
    return this;
  }

  /** The same without anything special; its command line is the one that repeats the run. */
  Running start(List<String> words, Path folder) throws IOException {
    return start(words, folder, Map.of()).repeatedBy(address.mask(words));
  }

  /** What a person types to do the same, without secrets. */
  Running repeatedBy(String text) {
    command = text;
    return this;
  }

  String command() {
    return command;
  }

  private void read(Process process) {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      String line;
      while ((line = reader.readLine()) != null) {
        keep(clean(line));
      }
    } catch (IOException | UncheckedIOException e) {
      // The process was killed while it spoke.
    }
  }

  /** Without secrets, times, addresses in memory, and whatever else differs from run to run. */
  String clean(String line) {
    return address
        .mask(line)
        .replaceAll(" @ 0x[0-9a-f]+", "")
        .replaceAll("^\\[?\\d+/\\d+/\\d+,? \\d+:\\d+:\\d+( [AP]M)?\\]? ?", "")
        .replaceAll("(\\[\\w+\\]) \\d+#\\d+: ", "$1 ")
        .replaceAll("127\\.0\\.0\\.1:\\d+", "RELAY")
        .replaceAll("/\\S+/run\\d+/\\S+/", "")
        .strip();
  }

  private void keep(String line) {
    if (line.isEmpty()) {
      return;
    }
    synchronized (lines) {
      if (lines.size() == KEPT_LINES) {
        lines.removeFirst();
      }
      lines.addLast(line);
    }
  }

  /** Everything that was said, without secrets, up to a limit. */
  List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /** Whether one of its processes has ended, which none does by itself. */
  boolean hasEnded() {
    return processes.stream().anyMatch(process -> !process.isAlive());
  }

  private void kill() {
    for (Process process : processes.reversed()) {
      List<ProcessHandle> children = process.descendants().toList();
      process.destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }

  @Override
  public void close() throws InterruptedException {
    kill();
    for (Process process : processes) {
      process.waitFor(KILL_TIMEOUT_S, TimeUnit.SECONDS);
    }
    try {
      Runtime.getRuntime().removeShutdownHook(killer);
    } catch (IllegalStateException e) {
      // The hooks are running already.
    }
  }
}
