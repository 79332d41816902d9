package live.understudy.ingest.demux;

import live.understudy.media.VideoConfig;
import org.jspecify.annotations.Nullable;

/**
 * A frame rate as exact numbers, or none.
 *
 * @param timescale ticks per second: 1000 times the rate, rounded up to an integer; so a
 *     millisecond is a whole number of ticks
 * @param frameTicks 1000, or 1001 for the rates of NTSC, or 0 when there is no constant rate
 */
record FrameRate(int timescale, int frameTicks) {
  static final FrameRate NONE = new FrameRate(VideoConfig.GRIDLESS_TIMESCALE, 0);

  private static final int MAX_RATE = 240;
  private static final double TOLERANCE = 0.015;
  private static final double NTSC = 1.001;

  static FrameRate ofInteger(int rate) {
    return new FrameRate(rate * 1000, 1000);
  }

  /** The exact rate that {@code framesPerSecond} is a rounding of; null when it is of none. */
  static @Nullable FrameRate of(double framesPerSecond) {
    int nominal = (int) Math.round(framesPerSecond);
    if (nominal < 1 || nominal > MAX_RATE) {
      return null;
    }
    double off = Math.abs(framesPerSecond - nominal);
    double offNtsc = Math.abs(framesPerSecond - nominal / NTSC);
    if (Math.min(off, offNtsc) > TOLERANCE) {
      return null;
    }
    return new FrameRate(nominal * 1000, offNtsc < off ? 1001 : 1000);
  }

  boolean isGrid() {
    return frameTicks != 0;
  }

  /** Ticks in a millisecond. */
  int ticksPerMs() {
    return timescale / 1000;
  }

  /** The number of frames that {@code ticks} is nearest to. */
  long framesIn(long ticks) {
    return Math.floorDiv(2 * ticks + frameTicks, 2L * frameTicks);
  }
}
