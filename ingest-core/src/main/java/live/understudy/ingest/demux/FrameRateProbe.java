package live.understudy.ingest.demux;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Finds the frame rate of a stream from its first decode times, which an encoder rounded to
 * milliseconds, and from what the stream says of itself.
 */
final class FrameRateProbe {
  private static final int[] COMMON_RATES = {25, 30, 50, 60, 24, 48, 15, 20, 10, 12, 100, 120};

  /**
   * @param rate the rate, perhaps {@link FrameRate#NONE}
   * @param anchorMs a time that lies on the grid; encoders that cut their first, negative decode
   *     times to zero begin beside it
   */
  record Result(FrameRate rate, long anchorMs) {}

  private FrameRateProbe() {}

  /**
   * @param ms decode times in milliseconds, in order of arrival
   * @param hints frames per second that the stream claims, the most trusted first; 0 for none
   * @return the first claimed rate that the times agree with, else the rate that was measured, else
   *     {@link FrameRate#NONE}
   */
  static Result choose(long[] ms, double... hints) {
    Set<FrameRate> candidates = new LinkedHashSet<>();
    for (double hint : hints) {
      FrameRate rate = FrameRate.of(hint);
      if (rate != null) {
        candidates.add(rate);
      }
    }
    long first = ms.length == 0 ? 0 : ms[0];
    if (ms.length < 2) {
      // Nothing to measure: a claim is all there is.
      return new Result(candidates.stream().findFirst().orElse(FrameRate.NONE), first);
    }
    addMeasured(ms, candidates);
    for (FrameRate rate : candidates) {
      long anchor = bestAnchor(ms, rate);
      if (agrees(ms, anchor, rate)) {
        return new Result(rate, anchor);
      }
    }
    return new Result(FrameRate.NONE, first);
  }

  private static void addMeasured(long[] ms, Set<FrameRate> candidates) {
    long[] intervals = new long[ms.length - 1];
    for (int i = 0; i < intervals.length; i++) {
      intervals[i] = ms[i + 1] - ms[i];
    }
    long[] sorted = intervals.clone();
    Arrays.sort(sorted);
    double median = sorted[sorted.length / 2];
    long span = ms[ms.length - 1] - ms[0];
    if (median < 1 || span <= 0) {
      return;
    }
    double frames = 0;
    for (long interval : intervals) {
      frames += Math.rint(interval / median);
    }
    // Both ends of the span are rounded to milliseconds.
    double slowest = 1000 * frames / (span + 1.5);
    double fastest = 1000 * frames / Math.max(1, span - 1.5);
    for (int rate : COMMON_RATES) {
      if (rate >= slowest && rate <= fastest) {
        candidates.add(FrameRate.ofInteger(rate));
      }
    }
    int nearest = (int) Math.round(1000 * frames / span);
    if (nearest >= 1 && nearest <= 240) {
      candidates.add(FrameRate.ofInteger(nearest));
    }
  }

  /** The first of the times through which the grid meets most of the others. */
  private static long bestAnchor(long[] ms, FrameRate rate) {
    long best = ms[0];
    int most = 0;
    for (long anchor : ms) {
      int met = 0;
      for (long time : ms) {
        met += isOnGrid(time, anchor, rate) ? 1 : 0;
      }
      if (met > most) {
        most = met;
        best = anchor;
      }
    }
    return best;
  }

  /** Three of four times lie on the grid, and one of two intervals is a single frame. */
  private static boolean agrees(long[] ms, long anchor, FrameRate rate) {
    int onGrid = 0;
    int singles = 0;
    long previous = Long.MIN_VALUE;
    for (long time : ms) {
      long frame = rate.framesIn((time - anchor) * rate.ticksPerMs());
      if (isOnGrid(time, anchor, rate)) {
        onGrid++;
        singles += frame == previous + 1 ? 1 : 0;
      }
      previous = frame;
    }
    return 4 * onGrid >= 3 * ms.length && 2 * singles >= ms.length - 1;
  }

  private static boolean isOnGrid(long time, long anchor, FrameRate rate) {
    long ticks = (time - anchor) * rate.ticksPerMs();
    return FrameGrid.isNear(ticks - rate.framesIn(ticks) * rate.frameTicks(), rate);
  }
}
