package live.understudy.server.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One encoder as a child process. It outlives nobody: it is killed when it is closed, when this
 * process ends in an orderly way, and when this process is killed, because then its inputs end.
 */
public final class DemoEncoder implements AutoCloseable {
  private static final int KEPT_LINES = 40;
  private static final int LONGEST_LINE = 500;
  private static final long KILL_TIMEOUT_MS = 5_000;

  private final EncoderSpec spec;
  private final Process process;
  private final Deque<String> lines = new ArrayDeque<>();
  private final Thread killer;

  private DemoEncoder(EncoderSpec spec, Process process) {
    this.spec = spec;
    this.process = process;
    this.killer = new Thread(process::destroyForcibly, "kill-" + spec.name());
  }

  /** Starts the encoder; whether its server accepts it shows later. */
  public static DemoEncoder start(FfmpegProgram program, EncoderSpec spec) throws IOException {
    List<String> command = new ArrayList<>(List.of(program.ffmpeg().toString()));
    command.addAll(spec.arguments());
    return start(command, spec);
  }

  /** The same with a command line that differs from what {@code spec} says. */
  public static DemoEncoder start(List<String> command, EncoderSpec spec) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    DemoEncoder encoder = new DemoEncoder(spec, process);
    Runtime.getRuntime().addShutdownHook(encoder.killer);
    Thread.ofVirtual().name("log-" + spec.name()).start(encoder::readLines);
    encoder.onExit().thenRun(encoder::forgetHook);
    return encoder;
  }

  public EncoderSpec spec() {
    return spec;
  }

  /** What {@code kill -9} takes. */
  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Completes with the exit code when the process has ended, however it did. */
  public CompletableFuture<Integer> onExit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /** What the encoder has said, the last lines only, without the stream key. */
  public List<String> lastLines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  private void readLines() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      String line;
      while ((line = reader.readLine()) != null) {
        keep(line);
      }
    } catch (IOException | UncheckedIOException e) {
      // The process was killed while it spoke.
    }
  }

  private void keep(String line) {
    String safe = line.replace(spec.streamKey(), "(stream key)");
    synchronized (lines) {
      if (lines.size() == KEPT_LINES) {
        lines.removeFirst();
      }
      lines.addLast(safe.substring(0, Math.min(safe.length(), LONGEST_LINE)));
    }
  }

  private void forgetHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(killer);
    } catch (IllegalStateException e) {
      // The hooks are running already.
    }
  }

  /** Ends the process as SIGKILL does: no goodbye to the server. Returns when it is gone. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      onExit().get(KILL_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException e) {
      throw new IllegalStateException(spec.name() + " cannot be killed", e);
    }
  }
}
