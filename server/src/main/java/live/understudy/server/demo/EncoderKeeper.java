package live.understudy.server.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Keeps one encoder going: when its process has ended, a new one is started after a pause. The
 * pause is long enough to watch that the program stays on the backup when the primary returns.
 */
final class EncoderKeeper implements AutoCloseable {
  private static final int SIGKILL = 9;
  private static final int SIGTERM = 15;

  /** Starts the process; a seam for tests. */
  @FunctionalInterface
  interface Starter {
    DemoEncoder start() throws IOException;
  }

  private final String name;
  private final Starter starter;
  private final Duration pause;
  private final Consumer<String> log;
  private final Executor later;
  private DemoEncoder encoder;
  private boolean closed;

  EncoderKeeper(String name, Starter starter, Duration pause, Consumer<String> log)
      throws IOException {
    this.name = name;
    this.starter = starter;
    this.pause = pause;
    this.log = log;
    this.later = CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS);
    this.encoder = starter.start();
    watch(encoder);
  }

  /** The process that runs now, or the one that ran last. */
  synchronized DemoEncoder encoder() {
    return encoder;
  }

  private void watch(DemoEncoder started) {
    started.onExit().thenAccept(code -> ended(started, code));
  }

  /**
   * A shell's convention: 128 plus the signal. What a killed encoder said last explains nothing.
   */
  private static String fate(DemoEncoder was, int code) {
    if (code == 128 + SIGKILL || code == 128 + SIGTERM) {
      return "was killed";
    }
    String why = was.lastLines().isEmpty() ? "" : ": " + was.lastLines().getLast();
    return "ended (exit code " + code + why + ")";
  }

  private synchronized void ended(DemoEncoder was, int code) {
    if (closed) {
      return;
    }
    log.accept(
        name + " encoder " + fate(was, code) + "; starts again in " + pause.toSeconds() + " s");
    later.execute(this::startAgain);
  }

  private synchronized void startAgain() {
    if (closed) {
      return;
    }
    try {
      encoder = starter.start();
      log.accept(name + " encoder runs again, process " + encoder.pid());
      watch(encoder);
    } catch (IOException e) {
      log.accept(name + " encoder cannot be started: " + e.getMessage());
      later.execute(this::startAgain);
    }
  }

  @Override
  public void close() {
    DemoEncoder last;
    synchronized (this) {
      closed = true;
      last = encoder;
    }
    last.close();
  }
}
