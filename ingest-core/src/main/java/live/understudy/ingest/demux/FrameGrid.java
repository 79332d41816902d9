package live.understudy.ingest.demux;

/**
 * Puts decode times that an encoder rounded to milliseconds back onto the grid of the frame rate.
 *
 * <p>Whether the encoder rounded down or to the nearest, the result is the same but for a constant.
 * Dropped frames leave their places empty. A time that is off the grid is taken as it is; when a
 * run of times agrees on another grid (the encoder's clock drifts, or was restarted), that one is
 * taken from there on. Without a constant rate every time is taken as it is.
 */
final class FrameGrid {
  /** Two roundings of up to a millisecond each stay below one and a half with this margin. */
  private static final int TOLERANCE_HALF_MS = 3;

  private static final int NANOS_PER_MS = 1_000_000;
  private static final int RUN_THAT_AGREES = 6;

  private final FrameRate rate;
  private long anchor;
  private long nextAnchor;
  private int run;

  /** A grid of {@code rate} through the time {@code anchorMs}. */
  FrameGrid(FrameRate rate, long anchorMs) {
    this.rate = rate;
    this.anchor = anchorMs * rate.ticksPerMs();
  }

  /** Whether a distance to the grid, in ticks, can come from rounding to milliseconds. */
  static boolean isNear(long residual, FrameRate rate) {
    return 2 * Math.abs(residual) <= (long) TOLERANCE_HALF_MS * rate.ticksPerMs();
  }

  /**
   * The decode time in ticks of a frame whose decode time in milliseconds is {@code ms}, and {@code
   * offsetNs} more.
   */
  long dts(long ms, int offsetNs) {
    long raw = ms * rate.ticksPerMs() + (long) offsetNs * rate.ticksPerMs() / NANOS_PER_MS;
    if (!rate.isGrid()) {
      return raw;
    }
    long snapped = snap(raw, anchor);
    if (isNear(raw - snapped, rate)) {
      return snapped;
    }
    if (run > 0 && isNear(raw - snap(raw, nextAnchor), rate)) {
      run++;
    } else {
      nextAnchor = raw;
      run = 1;
    }
    if (run >= RUN_THAT_AGREES) {
      anchor = nextAnchor;
      run = 0;
      return snap(raw, anchor);
    }
    return raw;
  }

  /** A composition offset in ticks; both times that it is the difference of were rounded. */
  int offset(int ms) {
    long raw = (long) ms * rate.ticksPerMs();
    if (rate.isGrid()) {
      long snapped = rate.framesIn(raw) * rate.frameTicks();
      if (isNear(raw - snapped, rate)) {
        raw = snapped;
      }
    }
    return (int) Math.clamp(raw, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private long snap(long raw, long from) {
    return from + rate.framesIn(raw - from) * rate.frameTicks();
  }
}
