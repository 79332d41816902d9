package live.understudy.failover.align;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/** Sounds as functions of time, and what microphones and encoders make of them. */
final class TestSounds {

  static final int RATE = 48_000;
  private static final int SECONDS = 40;

  private TestSounds() {}

  /** Noise in bursts of changing colour and length with pauses between them, like speech. */
  static float[] speech(long seed) {
    Random random = new Random(seed);
    float[] out = new float[SECONDS * RATE];
    int at = 0;
    while (at < out.length) {
      int length = (int) (RATE * (0.04 + 0.2 * random.nextDouble()));
      double loudness = random.nextInt(5) == 0 ? 0 : 0.05 + 0.1 * random.nextDouble();
      double angle = 2 * Math.PI * (300 + 2500 * random.nextDouble()) / RATE;
      double before = 0;
      double last = 0;
      for (int i = 0; i < length && at < out.length; i++, at++) {
        double next = 0.1 * random.nextGaussian() + 1.94 * Math.cos(angle) * last - 0.9409 * before;
        before = last;
        last = next;
        out[at] = (float) (loudness * Math.sin(Math.PI * i / length) * next);
      }
    }
    return out;
  }

  /** Notes of random pitch on a scale, which ring on: tones rather than noise. */
  static float[] music(long seed) {
    Random random = new Random(seed);
    float[] out = new float[SECONDS * RATE];
    for (int start = 0; start < out.length; start += RATE / 7) {
      double angle = 2 * Math.PI * 220 * Math.pow(2, random.nextInt(24) / 12.0) / RATE;
      double turnSin = Math.sin(angle);
      double turnCos = Math.cos(angle);
      double fade = Math.exp(-6.0 / RATE);
      // A pointer that turns by the same angle each time: far cheaper than a sine for each sample.
      double sin = 0;
      double cos = 1;
      double loudness = 0.1;
      for (int i = 0; i < RATE && start + i < out.length; i++) {
        double wave = sin + 0.3 * 2 * sin * cos;
        out[start + i] += (float) (Math.min(1, i / (0.005 * RATE)) * loudness * wave);
        double before = sin;
        sin = sin * turnCos + cos * turnSin;
        cos = cos * turnCos - before * turnSin;
        loudness *= fade;
      }
    }
    return out;
  }

  static float[] of(DoubleUnaryOperator atSecond) {
    float[] out = new float[SECONDS * RATE];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) atSecond.applyAsDouble((double) i / RATE);
    }
    return out;
  }

  /** The first {@code seconds} of a sound again and again. */
  static float[] loop(float[] sound, double seconds) {
    int period = (int) (seconds * RATE);
    float[] out = new float[sound.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = sound[i % period];
    }
    return out;
  }

  /** The sum of a sound and white noise of this amplitude. */
  static float[] noisy(float[] sound, double amplitude, long seed) {
    Random random = new Random(seed);
    float[] out = sound.clone();
    for (int i = 0; i < out.length; i++) {
      out[i] += (float) (amplitude * random.nextGaussian());
    }
    return out;
  }

  /** Quieter, without treble, inverted: another microphone amplifier. */
  static float[] muffled(float[] sound, double gain, double cutoffHz) {
    double keep = Math.exp(-2 * Math.PI * cutoffHz / RATE);
    float[] out = new float[sound.length];
    double state = 0;
    for (int i = 0; i < out.length; i++) {
      state = keep * state + (1 - keep) * sound[i];
      out[i] = (float) (gain * state);
    }
    return out;
  }

  /**
   * What an encoder takes of a sound from second {@code fromS} on whose clock is {@code ppm} fast:
   * its session begins at {@code sessionNs}.
   */
  static Sound recorded(
      float[] sound, double fromS, double lengthS, int rate, double ppm, long sessionNs) {
    float[] out = new float[(int) (lengthS * rate)];
    double perSample = RATE / (rate * (1 + ppm * 1e-6));
    for (int i = 0; i < out.length; i++) {
      double at = fromS * RATE + i * perSample;
      int index = (int) at;
      double fraction = at - index;
      out[i] = (float) (sound[index] * (1 - fraction) + sound[index + 1] * fraction);
    }
    return new Sound(out, rate, sessionNs);
  }
}
