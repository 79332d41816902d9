package live.understudy.server.memory;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps ZGC's heap near what lives in it. By itself ZGC lets the heap grow towards its greatest
 * size before it collects, and would take memory from the media beside it. {@code SoftMaxHeapSize}
 * is what it tries to stay below, and may exceed; nobody can know a good value before the streams
 * come.
 */
public final class SoftHeap implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SoftHeap.class);
  private static final String OPTION = "SoftMaxHeapSize";
  private static final long SPARE_BYTES = 128L << 20;
  private static final int EVERY_S = 1;

  private final HotSpotDiagnosticMXBean machine;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("soft-heap").daemon().factory());
  private long set;

  private SoftHeap(HotSpotDiagnosticMXBean machine) {
    this.machine = machine;
  }

  /** Begins where there is something to do: with ZGC, unless the option was given. */
  public static AutoCloseable start() {
    HotSpotDiagnosticMXBean machine =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    if (machine == null || !isZgc() || isGiven(machine)) {
      return () -> {};
    }
    SoftHeap heap = new SoftHeap(machine);
    heap.timer.scheduleWithFixedDelay(heap::adjust, EVERY_S, EVERY_S, TimeUnit.SECONDS);
    return heap;
  }

  private static boolean isZgc() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .map(GarbageCollectorMXBean::getName)
        .anyMatch(name -> name.startsWith("ZGC"));
  }

  private static boolean isGiven(HotSpotDiagnosticMXBean machine) {
    VMOption.Origin origin = machine.getVMOption(OPTION).getOrigin();
    return origin != VMOption.Origin.DEFAULT && origin != VMOption.Origin.ERGONOMIC;
  }

  private void adjust() {
    try {
      long wanted = softBytes(aliveBytes(), Runtime.getRuntime().maxMemory());
      if (Math.abs(wanted - set) > set / 10) {
        machine.setVMOption(OPTION, Long.toString(wanted));
        set = wanted;
      }
    } catch (RuntimeException e) {
      LOG.warn("the heap's soft limit can't be set, and stays: {}", e.toString());
      timer.shutdown();
    }
  }

  /** What was in use after the last collections. */
  private static long aliveBytes() {
    long bytes = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      MemoryUsage usage = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
      bytes += usage == null ? 0 : usage.getUsed();
    }
    return bytes;
  }

  /** Half as much again as lives, and something for what comes at once. */
  static long softBytes(long aliveBytes, long maxBytes) {
    return Math.min(maxBytes, aliveBytes + aliveBytes / 2 + SPARE_BYTES);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
