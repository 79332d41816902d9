package live.understudy.server.store;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that writes. It is never interrupted: that would close the files it writes to. */
final class StoreWriter implements Executor, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StoreWriter.class);
  private static final int CLOSE_TIMEOUT_S = 5;

  /** At most one task of each recording, and a few of the store. */
  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

  private final LongConsumer tick;
  private final long tickNs;
  private final Thread thread;
  private volatile boolean closing;

  /** {@code tick} is called with a monotonic time every {@code tickMs}. */
  StoreWriter(LongConsumer tick, long tickMs) {
    this.tick = tick;
    this.tickNs = TimeUnit.MILLISECONDS.toNanos(tickMs);
    this.thread = Thread.ofPlatform().name("store-writer").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  private void run() {
    long tickAtNs = System.nanoTime() + tickNs;
    while (!closing || !tasks.isEmpty()) {
      try {
        Runnable task = tasks.poll(tickAtNs - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (task != null) {
          task.run();
        }
        long nowNs = System.nanoTime();
        if (nowNs - tickAtNs >= 0) {
          tickAtNs = nowNs + tickNs;
          tick.accept(nowNs);
        }
      } catch (InterruptedException | RuntimeException | Error e) {
        // All programs need this thread.
        LOG.error("the segment store's writer goes on after a failure", e);
      }
    }
  }

  /** Runs what waits, then ends; gives up on a disk that hangs. */
  @Override
  public void close() {
    execute(() -> closing = true);
    try {
      if (!thread.join(java.time.Duration.ofSeconds(CLOSE_TIMEOUT_S))) {
        LOG.warn("the disk of the recordings hangs; what waits for it is lost");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
