package live.understudy.server.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DemoSoundTest {
  private static short[] samples(String language, long first, int count) {
    byte[] bytes = new byte[2 * count];
    new DemoSound(language).render(first, bytes);
    short[] samples = new short[count];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
    return samples;
  }

  @Test
  void render_inPieces_equalsOnePiece() {
    short[] whole = samples("en", 10_000, 3_200);
    assertArrayEquals(Arrays.copyOf(whole, 1_600), samples("en", 10_000, 1_600));
    assertArrayEquals(Arrays.copyOfRange(whole, 1_600, 3_200), samples("en", 11_600, 1_600));
  }

  @Test
  void render_aMinute_isHeardAndNeverClips() {
    short[] minute = samples("en", 0, 60 * 48_000);
    double energy = 0;
    for (short sample : minute) {
      assertTrue(Math.abs(sample) < 32_000, "clipped");
      energy += (double) sample * sample;
    }
    double rms = Math.sqrt(energy / minute.length);
    assertTrue(rms > 1_000 && rms < 9_000, "rms " + rms);
  }

  @Test
  void render_aMinute_matchesItselfAtNoOtherOffset() {
    short[] minute = samples("en", 0, 60 * 48_000);
    short[] window = Arrays.copyOfRange(minute, 20 * 48_000, 22 * 48_000);
    for (int at = 0; at + window.length < minute.length; at += 7_200) {
      double likeness = likeness(minute, at, window);
      if (at == 20 * 48_000) {
        assertTrue(likeness > 0.999, "itself " + likeness);
      } else {
        assertTrue(likeness < 0.6, likeness + " at " + at);
      }
    }
  }

  private static double likeness(short[] sound, int at, short[] window) {
    double product = 0;
    double one = 0;
    double two = 0;
    for (int i = 0; i < window.length; i++) {
      product += (double) sound[at + i] * window[i];
      one += (double) sound[at + i] * sound[at + i];
      two += (double) window[i] * window[i];
    }
    return product / Math.sqrt(one * two);
  }

  @Test
  void render_twoLanguages_soundUnlike() {
    assertFalse(Arrays.equals(samples("en", 0, 48_000), samples("de", 0, 48_000)));
  }
}
