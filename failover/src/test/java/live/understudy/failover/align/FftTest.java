package live.understudy.failover.align;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FftTest {

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 8, 64, 256})
  void forward_randomNumbers_isTheDefinition(int size) {
    double[] re = random(size, 1);
    double[] im = random(size, 2);
    double[] wantedRe = new double[size];
    double[] wantedIm = new double[size];
    for (int k = 0; k < size; k++) {
      for (int n = 0; n < size; n++) {
        double angle = -2 * Math.PI * k * n / size;
        wantedRe[k] += re[n] * Math.cos(angle) - im[n] * Math.sin(angle);
        wantedIm[k] += re[n] * Math.sin(angle) + im[n] * Math.cos(angle);
      }
    }
    new Fft(size).forward(re, im);
    assertArrayEquals(wantedRe, re, 1e-9);
    assertArrayEquals(wantedIm, im, 1e-9);
  }

  @Test
  void inverse_ofForward_isWhatWas() {
    int size = 1 << 16;
    double[] re = random(size, 3);
    double[] im = random(size, 4);
    double[] wantedRe = re.clone();
    double[] wantedIm = im.clone();
    Fft fft = new Fft(size);
    fft.forward(re, im);
    fft.inverse(re, im);
    assertArrayEquals(wantedRe, re, 1e-10);
    assertArrayEquals(wantedIm, im, 1e-10);
    assertEquals(size, fft.size());
  }

  @ParameterizedTest
  @ValueSource(ints = {-4, 0, 1, 3, 100})
  void new_noPowerOfTwo_refused(int size) {
    assertThrows(IllegalArgumentException.class, () -> new Fft(size));
  }

  @Test
  void forward_anotherLength_refused() {
    Fft fft = new Fft(8);
    assertThrows(IllegalArgumentException.class, () -> fft.forward(new double[8], new double[16]));
  }

  private static double[] random(int size, long seed) {
    return new Random(seed).doubles(size, -1, 1).toArray();
  }
}
