package live.understudy.media;

/** Arithmetic on times counted in ticks of {@code 1/timescale} second. */
public final class Timescale {

  public static final long NANOS_PER_SECOND = 1_000_000_000L;
  public static final int MICROS_PER_SECOND = 1_000_000;

  private Timescale() {}

  /**
   * {@code ticks} of {@code 1/from} second in ticks of {@code 1/to} second, rounded to the nearest
   * (halves towards positive infinity). Exact for all 64-bit results.
   */
  public static long convert(long ticks, long from, long to) {
    if (from <= 0 || to <= 0) {
      throw new IllegalArgumentException("timescales are positive");
    }
    if (from == to) {
      return ticks;
    }
    long seconds = Math.floorDiv(ticks, from);
    long rest = Math.floorMod(ticks, from);
    return Math.addExact(Math.multiplyExact(seconds, to), (rest * to + from / 2) / from);
  }

  /** {@code ticks} of {@code 1/timescale} second in microseconds. */
  public static long toMicros(long ticks, long timescale) {
    return convert(ticks, timescale, MICROS_PER_SECOND);
  }

  /** Microseconds in ticks of {@code 1/timescale} second. */
  public static long fromMicros(long micros, long timescale) {
    return convert(micros, MICROS_PER_SECOND, timescale);
  }

  /** {@code ticks} of {@code 1/timescale} second in seconds. */
  public static double toSeconds(long ticks, long timescale) {
    return (double) ticks / timescale;
  }
}
