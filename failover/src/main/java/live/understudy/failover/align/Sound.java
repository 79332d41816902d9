package live.understudy.failover.align;

import live.understudy.media.Timescale;

/**
 * A run of decoded sound of one leg, one channel.
 *
 * @param samples amplitudes, full scale is ±1; nobody modifies them any more
 * @param sampleRate per second
 * @param startNs session time of the first one, nanoseconds
 */
public record Sound(float[] samples, int sampleRate, long startNs) {

  /** At this rate sounds are compared: speech and music are told by what lies below 4 kHz. */
  public static final int COMPARED_RATE = 8000;

  /** Half a filter's length in samples of the lower one of both rates. */
  private static final int HALF_TAPS = 12;

  public Sound {
    if (sampleRate <= 0) {
      throw new IllegalArgumentException("a rate is positive");
    }
  }

  /** Nanoseconds from the first sample to behind the last one. */
  public long durationNs() {
    return Timescale.convert(samples.length, sampleRate, Timescale.NANOS_PER_SECOND);
  }

  /**
   * The same at {@link #COMPARED_RATE}, without what that rate can't carry. The first sample stays
   * where it is in time.
   */
  Sound atComparedRate() {
    if (sampleRate == COMPARED_RATE) {
      return this;
    }
    int divisor = gcd(sampleRate, COMPARED_RATE);
    int phases = COMPARED_RATE / divisor;
    int step = sampleRate / divisor;
    double cutoff = Math.min(1.0, (double) COMPARED_RATE / sampleRate);
    int reach = (int) Math.ceil(HALF_TAPS / cutoff);
    float[][] filters = new float[phases][];
    for (int phase = 0; phase < phases; phase++) {
      filters[phase] = filter((double) phase / phases, cutoff, reach);
    }
    float[] out = new float[(int) ((long) samples.length * phases / step)];
    for (int i = 0; i < out.length; i++) {
      long position = (long) i * step;
      int first = (int) (position / phases) - reach + 1;
      float[] filter = filters[(int) (position % phases)];
      int from = Math.max(0, -first);
      int to = Math.min(filter.length, samples.length - first);
      float sum = 0;
      for (int tap = from; tap < to; tap++) {
        sum += filter[tap] * samples[first + tap];
      }
      out[i] = sum;
    }
    return new Sound(out, COMPARED_RATE, startNs);
  }

  /**
   * A sinc under a Hann window around a point {@code fraction} of a sample behind tap reach − 1.
   */
  private static float[] filter(double fraction, double cutoff, int reach) {
    float[] taps = new float[2 * reach];
    for (int tap = 0; tap < taps.length; tap++) {
      double away = tap - (reach - 1) - fraction;
      double angle = Math.PI * away * cutoff;
      double sinc = angle == 0 ? 1 : Math.sin(angle) / angle;
      double window = Math.abs(away) >= reach ? 0 : 0.5 + 0.5 * Math.cos(Math.PI * away / reach);
      taps[tap] = (float) (cutoff * sinc * window);
    }
    return taps;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
