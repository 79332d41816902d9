package live.understudy.server.net;

import io.netty.channel.SelectStrategy;
import io.netty.util.IntSupplier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets a busy event loop collect what arrives for a moment, as network cards do with interrupts:
 * with a hundred encoders something arrives every 100 microseconds, and waking up for each costs
 * more than what is then done. A loop that has slept longer than that, or had a lot to do, is not
 * held up. Belongs to one event loop.
 */
public final class PacedSelect implements SelectStrategy {

  /** Between two looks at the sockets; a hundredth of what a viewer or the engine could notice. */
  static final long INTERVAL_NS = TimeUnit.MICROSECONDS.toNanos(500);

  /** From here on a wake-up costs little beside what was done: one fast stream needs all looks. */
  static final long MUCH_NS = INTERVAL_NS / 2;

  private long lookedNs = System.nanoTime();

  @Override
  public int calculateStrategy(IntSupplier selectNow, boolean hasTasks) throws Exception {
    if (hasTasks) {
      return selectNow.get();
    }
    long nowNs = System.nanoTime();
    long sinceNs = nowNs - lookedNs;
    if (sinceNs >= MUCH_NS) {
      lookedNs = nowNs;
      return SELECT;
    }
    LockSupport.parkNanos(this, INTERVAL_NS - sinceNs);
    lookedNs = System.nanoTime();
    // Not left to the caller: with something to do since, it would do that and look at no socket.
    int ready = selectNow.get();
    return ready > 0 ? ready : SELECT;
  }
}
