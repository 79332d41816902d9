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
  private static final int ANCHORS = 3;

  private FrameRateProbe() {}

  /**
   * @param ms decode times in milliseconds, in order of arrival
   * @param hints frames per second that the stream claims, the most trusted first; 0 for none
   * @return the first claimed rate that the times agree with, else the rate that was measured, else
   *     {@link FrameRate#NONE}
   */
  static FrameRate choose(long[] ms, double... hints) {
    Set<FrameRate> candidates = new LinkedHashSet<>();
    for (double hint : hints) {
      FrameRate rate = FrameRate.of(hint);
      if (rate != null) {
        candidates.add(rate);
      }
    }
    if (ms.length < 2) {
      // Nothing to measure: a claim is all there is.
      return candidates.stream().findFirst().orElse(FrameRate.NONE);
    }
    addMeasured(ms, candidates);
    return candidates.stream().filter(rate -> agrees(ms, rate)).findFirst().orElse(FrameRate.NONE);
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

  /** Four of five times lie on the grid, and one of two intervals is a single frame. */
  private static boolean agrees(long[] ms, FrameRate rate) {
    for (int anchor = 0; anchor < Math.min(ANCHORS, ms.length); anchor++) {
      int onGrid = 0;
      int singles = 0;
      long previous = Long.MIN_VALUE;
      for (long time : ms) {
        long ticks = (time - ms[anchor]) * rate.ticksPerMs();
        long frame = rate.framesIn(ticks);
        if (FrameGrid.isNear(ticks - frame * rate.frameTicks(), rate)) {
          onGrid++;
          singles += frame == previous + 1 ? 1 : 0;
        }
        previous = frame;
      }
      if (5 * onGrid >= 4 * ms.length && 2 * singles >= ms.length - 1) {
        return true;
      }
    }
    return false;
  }
}
