package live.understudy.server.demo;

/**
 * The sound of a {@link DemoCamera}: soft bells on a pentatonic scale whose order never repeats, a
 * breath of noise, and a tick at each full second. A melody without a period lets the offset of two
 * legs be found from their sound; with a period there would be several answers.
 *
 * <p>A pure function of the sample's number, so that what a test expects can be computed anywhere.
 */
final class DemoSound {
  private static final int NOTE_SAMPLES = CameraSpec.SAMPLE_RATE * 3 / 20;
  private static final int RINGING_NOTES = 4;
  private static final int TICK_SAMPLES = CameraSpec.SAMPLE_RATE / 50;

  /** Semitones above the lowest note: three octaves of the major pentatonic scale. */
  private static final int[] SCALE = {0, 2, 4, 7, 9, 12, 14, 16, 19, 21, 24, 26, 28, 31, 33};

  private static final double LOWEST_HZ = 220;

  private final long seed;

  DemoSound(String language) {
    this.seed = mix(language.hashCode());
  }

  /** Writes mono s16le samples from number {@code first} on until {@code target} is full. */
  void render(long first, byte[] target) {
    for (int i = 0; i < target.length / 2; i++) {
      int value = (int) Math.round(Math.clamp(sample(first + i), -1, 1) * 32_000);
      target[2 * i] = (byte) value;
      target[2 * i + 1] = (byte) (value >> 8);
    }
  }

  private double sample(long number) {
    double sum = 0;
    long note = number / NOTE_SAMPLES;
    for (long n = note; n > note - RINGING_NOTES && n >= 0; n--) {
      sum += bell(n, (double) (number - n * NOTE_SAMPLES) / CameraSpec.SAMPLE_RATE);
    }
    long sinceTick = number % CameraSpec.SAMPLE_RATE;
    if (sinceTick < TICK_SAMPLES) {
      double fade = 1 - (double) sinceTick / TICK_SAMPLES;
      sum += 0.12 * fade * fade * Math.sin(2 * Math.PI * 1600 * sinceTick / CameraSpec.SAMPLE_RATE);
    }
    return sum + 0.004 * unit(mix(seed ^ ~number));
  }

  private double bell(long note, double ageSeconds) {
    long random = mix(seed + note);
    double loudness = 0.10 + 0.06 * unit(random >> 8);
    int semitones = SCALE[(int) Long.remainderUnsigned(random, SCALE.length)];
    double phase = 2 * Math.PI * LOWEST_HZ * Math.pow(2, semitones / 12.0) * ageSeconds;
    double attack = Math.min(1, ageSeconds / 0.006);
    double decay = Math.exp(-7 * ageSeconds);
    return loudness * attack * decay * (Math.sin(phase) + 0.25 * Math.sin(2 * phase));
  }

  /** A value in [-1, 1) from well mixed bits. */
  private static double unit(long bits) {
    return (bits << 11 >> 11) * 0x1.0p-52;
  }

  /** SplitMix64's finalizer (Steele, Lea, Flood 2014): every input bit changes half the output. */
  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
