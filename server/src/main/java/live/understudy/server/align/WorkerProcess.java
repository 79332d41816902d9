package live.understudy.server.align;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import live.understudy.failover.align.SoundWindow;

/** One child and the pipes to it. One thread asks; any may end it. */
final class WorkerProcess implements AutoCloseable {

  private static final int KEPT_LINES = 12;
  private static final int LONGEST_LINE = 300;

  private final Process process;
  private final DataOutputStream out;
  private final DataInputStream in;
  private final List<String> lines = new ArrayList<>();
  private long lastId;

  private WorkerProcess(Process process) {
    this.process = process;
    this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    this.in = new DataInputStream(new BufferedInputStream(process.getInputStream()));
  }

  static WorkerProcess start(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    // What decodes what strangers send need not know what this process was told.
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("MALLOC_ARENA_MAX", "1");
    WorkerProcess worker = new WorkerProcess(builder.start());
    Thread.ofVirtual().name("sound-log").start(worker::readLines);
    return worker;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Asks, and waits for the answer. After an exception the child is of no use any more.
   *
   * @throws IOException when it dies, says nonsense, or does not answer in time
   */
  SoundWire.Reply ask(SoundWindow window, SoundLimits limits, ScheduledExecutorService timer)
      throws IOException {
    long id = ++lastId;
    long allowedMs = limits.timeoutMs() + (id == 1 ? limits.startMs() : 0);
    AtomicBoolean late = new AtomicBoolean();
    ScheduledFuture<?> deadline =
        timer.schedule(
            () -> {
              late.set(true);
              close();
            },
            allowedMs,
            TimeUnit.MILLISECONDS);
    try {
      SoundWire.writeRequest(new SoundWire.Request(id, window), out);
      SoundWire.Reply reply = SoundWire.readReply(in);
      if (reply.id() != id) {
        throw new IOException("an answer to another question");
      }
      return reply;
    } catch (IOException e) {
      if (late.get()) {
        InterruptedIOException timeout =
            new InterruptedIOException("no answer within " + allowedMs + " ms");
        timeout.initCause(e);
        throw timeout;
      }
      throw e;
    } finally {
      deadline.cancel(false);
    }
  }

  /** The first lines that it wrote to its standard error, for people. */
  List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  private void readLines() {
    try (BufferedReader reader = process.errorReader(StandardCharsets.UTF_8)) {
      String line;
      while ((line = reader.readLine()) != null) {
        synchronized (lines) {
          if (lines.size() < KEPT_LINES) {
            lines.add(line.substring(0, Math.min(line.length(), LONGEST_LINE)));
          }
        }
      }
    } catch (IOException | UncheckedIOException e) {
      // It was killed while it spoke.
    }
  }

  /** Ends it at once. */
  @Override
  public void close() {
    process.destroyForcibly();
  }
}
