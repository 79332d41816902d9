package live.understudy.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import live.understudy.hls.DeliveryDirectives;
import live.understudy.hls.DeliveryDirectives.Fate;
import live.understudy.hls.WindowSnapshot;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How long it takes to tell 5,000 waiting requests whether a new state is what they wait for. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WaitersBenchmark {
  private static final int WAITERS = 5_000;
  private static final int SEGMENTS = 15;

  private final WindowSnapshot window = Windows.listing(SEGMENTS).snapshot();
  private final List<DeliveryDirectives> waiters = new ArrayList<>();

  /** Half of them wait for a part that is there, half for the next one. */
  @Setup
  public void park() {
    int parts = window.openParts();
    for (int i = 0; i < WAITERS; i++) {
      int part = i % 2 == 0 ? parts - 1 : parts;
      waiters.add(DeliveryDirectives.parse("_HLS_msn=" + SEGMENTS + "&_HLS_part=" + part));
    }
  }

  /** One new state for all. */
  @Benchmark
  public int fates() {
    int answered = 0;
    for (DeliveryDirectives waiter : waiters) {
      if (waiter.fate(window) == Fate.NOW) {
        answered++;
      }
    }
    if (answered != WAITERS / 2) {
      throw new IllegalStateException(answered + " are answered");
    }
    return answered;
  }

  /** What it costs to read a request's directives. */
  @Benchmark
  public DeliveryDirectives parse() {
    return DeliveryDirectives.parse("_HLS_msn=15&_HLS_part=2&_HLS_skip=YES");
  }
}
