package live.understudy.server.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes a server once, and waits no longer than a limit for it. */
final class GracefulShutdown {

  private static final Logger LOG = LoggerFactory.getLogger(GracefulShutdown.class);

  private final RunningServer server;
  private final Duration limit;
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile boolean failed;

  GracefulShutdown(RunningServer server, Duration limit) {
    this.server = server;
    this.limit = limit;
  }

  /**
   * Closes the server, or waits for whoever began to.
   *
   * @return whether it closed without an error and within the limit
   */
  boolean close() {
    if (begun.compareAndSet(false, true)) {
      Thread.ofPlatform().name("shutdown").daemon().start(this::closeServer);
    }
    try {
      if (finished.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return !failed;
      }
      LOG.warn("The server did not close within {} s; leaving now", limit.toSeconds());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private void closeServer() {
    try {
      LOG.info("Shutting down");
      server.close();
      LOG.info("Shut down");
    } catch (RuntimeException e) {
      failed = true;
      LOG.error("The server did not close cleanly", e);
    } finally {
      finished.countDown();
    }
  }
}
