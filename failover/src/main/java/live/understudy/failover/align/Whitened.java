package live.understudy.failover.align;

import java.util.Arrays;

/**
 * Two sounds of which every frequency in the band of speech has nearly the same loudness, and every
 * moment too.
 */
final class Whitened {

  private static final int RATE = Sound.COMPARED_RATE;

  /** Below is hum and rumble. */
  private static final double LOWEST_HZ = 80;

  /** Above, resamplers and encoders' low-passes differ. */
  private static final double HIGHEST_HZ = 3500;

  /** 1 would let what encoders made up in quiet bands count as much as what is heard. */
  private static final double EXPONENT = 0.85;

  /** Loudness is evened out over so much. */
  private static final int ENVELOPE = RATE / 5;

  /** What is so much quieter than the whole stays quiet. */
  private static final double QUIET = 0.1;

  private static final int FADE = RATE / 20;

  private final double[] re;
  private final double[] im;
  private final int leftLength;
  private final int rightLength;

  private Whitened(double[] re, double[] im, int leftLength, int rightLength) {
    this.re = re;
    this.im = im;
    this.leftLength = leftLength;
    this.rightLength = rightLength;
  }

  /** Both sounds at the compared rate; {@code fft} has room for both, one behind the other. */
  static Whitened of(Fft fft, float[] left, float[] right) {
    int size = fft.size();
    // Two real signals are the two parts of one complex signal.
    double[] re = evened(left, size);
    double[] im = evened(right, size);
    fft.forward(re, im);
    whiten(re, im);
    fft.inverse(re, im);
    return new Whitened(re, im, left.length, right.length);
  }

  int leftLength() {
    return leftLength;
  }

  int rightLength() {
    return rightLength;
  }

  double left(int index) {
    return re[index];
  }

  double right(int index) {
    return im[index];
  }

  /** c[lag mod size] = Σ left[i + lag] · right[i]. */
  double[] correlation(Fft fft) {
    double[] pr = re.clone();
    double[] pi = im.clone();
    fft.forward(pr, pi);
    int size = fft.size();
    double[] cr = new double[size];
    double[] ci = new double[size];
    for (int k = 0; k < size; k++) {
      int mirror = (size - k) & (size - 1);
      double leftRe = (pr[k] + pr[mirror]) / 2;
      double leftIm = (pi[k] - pi[mirror]) / 2;
      double rightRe = (pi[k] + pi[mirror]) / 2;
      double rightIm = (pr[mirror] - pr[k]) / 2;
      cr[k] = leftRe * rightRe + leftIm * rightIm;
      ci[k] = leftIm * rightRe - leftRe * rightIm;
    }
    fft.inverse(cr, ci);
    return cr;
  }

  /** The sound with its loudness evened out, its ends faded. */
  private static double[] evened(float[] samples, int size) {
    double[] out = new double[size];
    int count = samples.length;
    double[] energy = new double[count + 1];
    for (int i = 0; i < count; i++) {
      energy[i + 1] = energy[i] + (double) samples[i] * samples[i];
    }
    double floor = QUIET * Math.sqrt(energy[count] / Math.max(1, count)) + 1e-9;
    for (int i = 0; i < count; i++) {
      int from = Math.max(0, i - ENVELOPE / 2);
      int to = Math.min(count, i + ENVELOPE / 2);
      double envelope = Math.sqrt(Math.max(0, energy[to] - energy[from]) / (to - from));
      double fade = Math.min(1.0, Math.min(i + 1, count - i) / (double) FADE);
      out[i] = samples[i] / (envelope + floor) * fade;
    }
    return out;
  }

  private static void whiten(double[] re, double[] im) {
    int size = re.length;
    int half = size / 2;
    double[] leftGain = gains(re, im, 1);
    double[] rightGain = gains(re, im, -1);
    for (int k = 0; k <= half; k++) {
      int mirror = (size - k) & (size - 1);
      double leftRe = leftGain[k] * (re[k] + re[mirror]) / 2;
      double leftIm = leftGain[k] * (im[k] - im[mirror]) / 2;
      double rightRe = rightGain[k] * (im[k] + im[mirror]) / 2;
      double rightIm = rightGain[k] * (re[mirror] - re[k]) / 2;
      re[k] = leftRe - rightIm;
      im[k] = leftIm + rightRe;
      re[mirror] = leftRe + rightIm;
      im[mirror] = rightRe - leftIm;
    }
  }

  /** What each frequency up to half the rate is multiplied with; {@code sign} chooses the sound. */
  private static double[] gains(double[] re, double[] im, int sign) {
    int size = re.length;
    int half = size / 2;
    double[] gains = new double[half + 1];
    int first = (int) (LOWEST_HZ * size / RATE);
    int last = (int) (HIGHEST_HZ * size / RATE);
    double mean = 0;
    for (int k = first; k <= last; k++) {
      int mirror = (size - k) & (size - 1);
      // Of the sum of a real and an imaginary signal, this is twice the spectrum of the one.
      double x = re[k] + sign * re[mirror];
      double y = im[k] - sign * im[mirror];
      gains[k] = Math.hypot(x, y) / 2;
      mean += gains[k] / (last - first + 1);
    }
    if (mean == 0) {
      return new double[half + 1];
    }
    for (int k = first; k <= last; k++) {
      gains[k] = Math.pow(gains[k] / mean + 1e-4, -EXPONENT) / mean;
    }
    Arrays.fill(gains, 0, first, 0);
    return gains;
  }
}
