package live.understudy.server.align;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import live.understudy.failover.align.SoundAnswer;
import live.understudy.failover.align.SoundWindow;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has windows of all programs compared, in the order in which they come, by one child process that
 * is started when it is needed, ended when it is not, and replaced when it dies.
 */
public final class SoundService implements SoundComparer, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SoundService.class);
  private static final long CLOSE_TIMEOUT_MS = 2_000;

  private record Task(SoundWindow window, Consumer<@Nullable SoundAnswer> answer) {}

  private final SoundLimits limits;
  private final List<String> command;
  private final BlockingQueue<Task> waiting;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("sound-deadline").factory());
  private final Thread thread;
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong starts = new AtomicLong();
  private final AtomicLong processorNs = new AtomicLong();

  private volatile boolean closed;
  private volatile @Nullable WorkerProcess worker;
  private long restMs;
  private long restUntilNs;

  /** {@code libraries}: a folder of this user into which the decoders' libraries are unpacked. */
  public SoundService(SoundLimits limits, Path libraries) {
    this(limits, WorkerCommand.of(limits, libraries));
  }

  SoundService(SoundLimits limits, List<String> command) {
    this.limits = limits;
    this.command = List.copyOf(command);
    this.waiting = new ArrayBlockingQueue<>(limits.maxWaiting());
    this.restUntilNs = System.nanoTime();
    this.thread = Thread.ofPlatform().daemon().name("sound").unstarted(this::work);
    thread.start();
  }

  @Override
  public boolean offer(SoundWindow window, Consumer<@Nullable SoundAnswer> answer) {
    return !closed && waiting.offer(new Task(window, answer));
  }

  /** How many windows were answered. */
  long answered() {
    return answered.get();
  }

  /** How many children were started. */
  long starts() {
    return starts.get();
  }

  /** Processor time that answers took, nanoseconds. */
  long processorNs() {
    return processorNs.get();
  }

  /** The process that works now; null where none does. */
  @Nullable Long workerPid() {
    WorkerProcess current = worker;
    return current == null || !current.isAlive() ? null : current.pid();
  }

  private void work() {
    while (!closed) {
      try {
        Task task = waiting.poll(limits.idleMs(), TimeUnit.MILLISECONDS);
        if (task == null) {
          endWorker();
        } else {
          task.answer().accept(compare(task.window()));
        }
      } catch (InterruptedException e) {
        break;
      } catch (RuntimeException e) {
        LOG.error("an answer was not taken", e);
      }
    }
    endWorker();
  }

  private @Nullable SoundAnswer compare(SoundWindow window) {
    WorkerProcess current = worker;
    try {
      if (current == null || !current.isAlive()) {
        if (current != null) {
          LOG.warn("the sound worker ended: {}", current.lines());
          endWorker();
        }
        current = startWorker();
      }
      if (current == null) {
        return null;
      }
      SoundWire.Reply reply = current.ask(window, limits, timer);
      answered.incrementAndGet();
      processorNs.addAndGet(reply.cpuNs());
      restMs = 0;
      return reply.answer();
    } catch (IOException e) {
      failed(current, e);
      return null;
    }
  }

  /** A new child; null while the last one's death is too short ago. */
  private @Nullable WorkerProcess startWorker() throws IOException {
    if (System.nanoTime() - restUntilNs < 0) {
      return null;
    }
    WorkerProcess started = WorkerProcess.start(command);
    starts.incrementAndGet();
    LOG.info("sound worker started: pid={}", started.pid());
    worker = started;
    return started;
  }

  private void failed(@Nullable WorkerProcess failed, IOException why) {
    endWorker();
    restMs = Math.clamp(2 * restMs, limits.minRestMs(), limits.maxRestMs());
    restUntilNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(restMs);
    if (!closed) {
      List<String> lines = failed == null ? List.of() : failed.lines();
      LOG.warn(
          "the sound worker failed, what is known of legs stays: reason={} restMs={} said={}",
          why.getMessage(),
          restMs,
          lines);
    }
  }

  private void endWorker() {
    WorkerProcess current = worker;
    worker = null;
    if (current != null) {
      current.close();
    }
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    endWorker();
    thread.interrupt();
    thread.join(CLOSE_TIMEOUT_MS);
    endWorker();
    timer.shutdownNow();
  }
}
