package live.understudy.failover.align;

import java.util.Arrays;

/** The lags at which a correlation stands out, the strongest first; each with its surroundings. */
final class CorrelationPeaks {

  private static final int RATE = Sound.COMPARED_RATE;

  /** Sound resembles itself so shortly after: pitch, reverberation. */
  private static final int NEIGHBOURHOOD = RATE / 20;

  /** Drift of 100 ppm spreads the peak of ten seconds by a millisecond. */
  private static final int SPREAD = RATE / 1000;

  private static final double TAKEN = -1;

  private final int from;
  private final double[] energies;

  /** {@code correlation[lag mod length]} for each lag in [{@code from}, {@code to}]. */
  CorrelationPeaks(double[] correlation, int from, int to) {
    this.from = from;
    int count = to - from + 1;
    double[] sums = new double[count + 2 * SPREAD + 1];
    for (int i = 0; i < sums.length - 1; i++) {
      double value = correlation[Math.floorMod(from - SPREAD + i, correlation.length)];
      // Squared: a leg may be inverted.
      sums[i + 1] = sums[i] + value * value;
    }
    energies = new double[count];
    for (int i = 0; i < count; i++) {
      energies[i] = sums[i + 2 * SPREAD + 1] - sums[i];
    }
  }

  /**
   * One of them.
   *
   * @param strength of the correlation there, in its own unit
   */
  record Peak(int lag, double strength) {}

  /** The strongest one that was not taken before; its strength is 0 when none is left. */
  Peak take() {
    int best = 0;
    for (int i = 1; i < energies.length; i++) {
      if (energies[i] > energies[best]) {
        best = i;
      }
    }
    Peak peak = new Peak(from + best, Math.sqrt(Math.max(0, energies[best])));
    int first = Math.max(0, best - NEIGHBOURHOOD);
    int last = Math.min(energies.length, best + NEIGHBOURHOOD);
    Arrays.fill(energies, first, last, TAKEN);
    return peak;
  }
}
