package live.understudy.server.memory;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import live.understudy.testing.Await;

/** A process in which 200 MB live; says what soft limit it has come to. */
final class HeapWithMuchInIt {

  private static final Duration TIMEOUT = Await.PATIENCE;
  private static final int ARRAYS = 200;

  private HeapWithMuchInIt() {}

  public static void main(String[] arguments) throws Exception {
    HotSpotDiagnosticMXBean machine =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    String given = machine.getVMOption("SoftMaxHeapSize").getValue();
    boolean isGiven =
        !given.equals("0") && Long.parseLong(given) < Runtime.getRuntime().maxMemory();
    List<byte[]> alive = new ArrayList<>();
    for (int i = 0; i < ARRAYS; i++) {
      alive.add(new byte[1 << 20]);
    }
    try (AutoCloseable _ = SoftHeap.start()) {
      System.gc();
      if (!isGiven) {
        Await.until(
            TIMEOUT,
            "a limit above what lives",
            () -> soft(machine) > 300 << 20 && soft(machine) < 1 << 30);
      }
    }
    System.out.println(soft(machine) + (alive.isEmpty() ? "0" : ""));
  }

  private static long soft(HotSpotDiagnosticMXBean machine) {
    return Long.parseLong(machine.getVMOption("SoftMaxHeapSize").getValue());
  }
}
