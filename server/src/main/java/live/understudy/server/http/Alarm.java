package live.understudy.server.http;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One timer of a connection. Most deadlines are moved before they are due, many thousand times a
 * second in all, so that moving one to a later time only notes that time; the timer looks at it
 * when it fires. Belongs to one event loop.
 */
final class Alarm {

  private final Runnable onDue;
  private boolean set;
  private long dueNs;
  private long firesNs;
  private @Nullable Future<?> timer;

  Alarm(Runnable onDue) {
    this.onDue = onDue;
  }

  /** Rings once at {@code dueNs} of {@link System#nanoTime}, and no longer at an earlier time. */
  void set(EventExecutor loop, long dueNs) {
    this.set = true;
    this.dueNs = dueNs;
    if (timer != null) {
      if (firesNs - dueNs <= 0) {
        return;
      }
      timer.cancel(false);
    }
    schedule(loop, dueNs - System.nanoTime());
  }

  /** As {@link #set}, unless it rings before {@code dueNs} anyway. */
  void ringBy(EventExecutor loop, long dueNs) {
    if (!set || this.dueNs - dueNs > 0) {
      set(loop, dueNs);
    }
  }

  /** Does not ring; the timer may stay, so that setting the alarm again costs nothing. */
  void clear() {
    set = false;
  }

  /** Does not ring any more, and leaves nothing behind. */
  void end() {
    set = false;
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private void schedule(EventExecutor loop, long delayNs) {
    firesNs = dueNs;
    timer = loop.schedule(() -> fire(loop), Math.max(delayNs, 0), TimeUnit.NANOSECONDS);
  }

  private void fire(EventExecutor loop) {
    timer = null;
    if (!set) {
      return;
    }
    long restNs = dueNs - System.nanoTime();
    if (restNs > 0) {
      schedule(loop, restNs);
    } else {
      set = false;
      onDue.run();
    }
  }
}
