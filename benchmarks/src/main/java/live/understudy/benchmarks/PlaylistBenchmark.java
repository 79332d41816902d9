package live.understudy.benchmarks;

import java.util.concurrent.TimeUnit;
import live.understudy.hls.MediaPlaylist;
import live.understudy.hls.SegmentWindow;
import live.understudy.hls.WindowSnapshot;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one new part costs a low-latency playlist, whoever asks for it: twice a second. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PlaylistBenchmark {

  /** The usual half minute, and eight hours for rewinding. */
  @Param({"15", "14400"})
  int segments;

  private SegmentWindow window = Windows.listing(15);
  private WindowSnapshot snapshot = window.snapshot();

  @Setup
  public void fill() {
    window = Windows.listing(segments);
    snapshot = window.snapshot();
  }

  /** The window's state for readers. */
  @Benchmark
  public WindowSnapshot snapshot() {
    return window.snapshot();
  }

  /** The text of the whole playlist. */
  @Benchmark
  public String whole() {
    return MediaPlaylist.write(snapshot);
  }

  /** The text of the delta update. */
  @Benchmark
  public String delta() {
    return MediaPlaylist.writeDelta(snapshot);
  }
}
