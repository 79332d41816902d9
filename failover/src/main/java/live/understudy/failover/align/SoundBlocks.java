package live.understudy.failover.align;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Asks each second of two sounds on its own how far they are apart. */
final class SoundBlocks {

  private static final int RATE = Sound.COMPARED_RATE;
  private static final int BLOCK = RATE;

  /** So far from the whole's answer each one looks. */
  private static final int REACH = RATE / 100;

  /** Those that agree are no further from their median than drift explains. */
  private static final double TOLERANCE = RATE / 660.0;

  /** By chance a third of them agree. */
  private static final double MIN_SHARE = 0.6;

  private static final int MIN_AGREEING = 2;

  /** Correlation of a second of noise with other noise stays below. */
  private static final double MIN_LIKENESS = 0.06;

  /**
   * What most seconds agree on.
   *
   * @param lagSamples left index minus right index of one moment
   * @param atLeftSamples where on the left, on average
   * @param share of the seconds that agree, 0 to 1
   * @param likeness correlation of those, on average of all seconds
   */
  record Agreement(double lagSamples, double atLeftSamples, double share, double likeness) {}

  private SoundBlocks() {}

  /** Null when they don't agree. */
  static @Nullable Agreement agree(Whitened white, int lag) {
    int from = Math.max(0, lag);
    int to = Math.min(white.leftLength(), white.rightLength() + lag);
    int blocks = (to - from) / BLOCK;
    double[] lags = new double[blocks];
    double[] centers = new double[blocks];
    double[] likeness = new double[blocks];
    int heard = 0;
    for (int block = 0; block < blocks; block++) {
      int start = from + block * BLOCK;
      double[] found = find(white, start, start - lag);
      if (found.length == 2) {
        lags[heard] = found[0];
        likeness[heard] = found[1];
        centers[heard++] = start + BLOCK / 2.0;
      }
    }
    if (heard < MIN_AGREEING) {
      return null;
    }
    double[] sorted = Arrays.copyOf(lags, heard);
    Arrays.sort(sorted);
    double median = sorted[heard / 2];
    int agreeing = 0;
    double weight = 0;
    double lagSum = 0;
    double centerSum = 0;
    for (int i = 0; i < heard; i++) {
      if (Math.abs(lags[i] - median) <= TOLERANCE) {
        agreeing++;
        weight += likeness[i];
        lagSum += likeness[i] * lags[i];
        centerSum += likeness[i] * centers[i];
      }
    }
    double share = (double) agreeing / blocks;
    if (agreeing < MIN_AGREEING || share < MIN_SHARE) {
      return null;
    }
    return new Agreement(lagSum / weight, centerSum / weight, share, weight / blocks);
  }

  /** Lag and likeness of one block; empty where nothing is heard or nothing is alike. */
  private static double[] find(Whitened white, int leftStart, int rightStart) {
    double[] correlation = new double[2 * REACH + 1];
    double leftEnergy = 0;
    double rightEnergy = 0;
    for (int i = 0; i < BLOCK; i++) {
      leftEnergy += white.left(leftStart + i) * white.left(leftStart + i);
      rightEnergy += white.right(rightStart + i) * white.right(rightStart + i);
    }
    double energy = Math.sqrt(leftEnergy * rightEnergy);
    if (energy == 0) {
      return new double[0];
    }
    int best = 0;
    for (int d = -REACH; d <= REACH; d++) {
      double sum = 0;
      int first = Math.max(0, -(leftStart + d));
      int last = Math.min(BLOCK, white.leftLength() - leftStart - d);
      for (int i = first; i < last; i++) {
        sum += white.left(leftStart + d + i) * white.right(rightStart + i);
      }
      correlation[d + REACH] = sum / energy;
      if (Math.abs(correlation[d + REACH]) > Math.abs(correlation[best])) {
        best = d + REACH;
      }
    }
    double likeness = Math.abs(correlation[best]);
    if (likeness < MIN_LIKENESS || best == 0 || best == 2 * REACH) {
      return new double[0];
    }
    double before = Math.abs(correlation[best - 1]);
    double after = Math.abs(correlation[best + 1]);
    double curvature = before - 2 * likeness + after;
    double between = curvature == 0 ? 0 : (before - after) / (2 * curvature);
    double found = leftStart - rightStart + best - REACH + between;
    return new double[] {found, likeness};
  }
}
