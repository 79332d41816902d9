package live.understudy.ingest.demux;

/**
 * Keeps the decode times of one track strictly increasing. A tie or a step back is mended by the
 * least that suffices, one tick; a step back of more than ten seconds is the encoder's restart of
 * its clock, and is passed on as it is.
 */
final class Monotonic {
  private static final int JUMP_SECONDS = 10;

  private final long jumpTicks;
  private boolean begun;
  private long last;

  Monotonic(int timescale) {
    this.jumpTicks = (long) JUMP_SECONDS * timescale;
  }

  long mend(long dts) {
    boolean mended = begun && dts <= last && last - dts <= jumpTicks;
    last = mended ? last + 1 : dts;
    begun = true;
    return last;
  }
}
