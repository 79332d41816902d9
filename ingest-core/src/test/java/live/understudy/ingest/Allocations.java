package live.understudy.ingest;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What code costs in memory, which, unlike its time, is the same on every machine. */
public final class Allocations {
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  private Allocations() {}

  /** Bytes that this thread has allocated so far. */
  public static long ofThisThread() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }
}
