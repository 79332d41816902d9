package live.understudy.failover.align;

/**
 * The discrete Fourier transform of a power of two of complex numbers, in place: iterative, radix 2
 * (Cooley and Tukey 1965).
 */
final class Fft {

  private final int size;
  private final double[] cos;
  private final double[] sin;

  /** {@code size}: a power of two, at least 2. */
  Fft(int size) {
    if (size < 2 || Integer.bitCount(size) != 1) {
      throw new IllegalArgumentException("not a power of two: " + size);
    }
    this.size = size;
    this.cos = new double[size / 2];
    this.sin = new double[size / 2];
    for (int i = 0; i < size / 2; i++) {
      cos[i] = Math.cos(2 * Math.PI * i / size);
      sin[i] = Math.sin(2 * Math.PI * i / size);
    }
  }

  int size() {
    return size;
  }

  /** X[k] = Σ x[n] e^(−2πikn/size). */
  void forward(double[] re, double[] im) {
    if (re.length != size || im.length != size) {
      throw new IllegalArgumentException("made for " + size + " numbers");
    }
    reverseBits(re, im);
    for (int half = 1; half < size; half *= 2) {
      int stride = size / (2 * half);
      for (int start = 0; start < size; start += 2 * half) {
        for (int i = 0; i < half; i++) {
          int a = start + i;
          int b = a + half;
          double wr = cos[i * stride];
          double wi = -sin[i * stride];
          double tr = re[b] * wr - im[b] * wi;
          double ti = re[b] * wi + im[b] * wr;
          re[b] = re[a] - tr;
          im[b] = im[a] - ti;
          re[a] += tr;
          im[a] += ti;
        }
      }
    }
  }

  /** The inverse of {@link #forward}. */
  void inverse(double[] re, double[] im) {
    // Exchanging both parts conjugates, but for a factor that the second exchange undoes.
    forward(im, re);
    for (int i = 0; i < size; i++) {
      re[i] /= size;
      im[i] /= size;
    }
  }

  private void reverseBits(double[] re, double[] im) {
    int shift = Integer.numberOfLeadingZeros(size) + 1;
    for (int i = 0; i < size; i++) {
      int j = Integer.reverse(i) >>> shift;
      if (i < j) {
        swap(re, i, j);
        swap(im, i, j);
      }
    }
  }

  private static void swap(double[] values, int i, int j) {
    double kept = values[i];
    values[i] = values[j];
    values[j] = kept;
  }
}
