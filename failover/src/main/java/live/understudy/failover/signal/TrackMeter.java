package live.understudy.failover.signal;

import live.understudy.media.AccessUnit;
import live.understudy.media.Timescale;

/** Measures one track of one session. */
final class TrackMeter {
  private static final long NS_PER_S = 1_000_000_000;

  /** Decode times that run away from the clock by so much have jumped. */
  private static final long JUMP_NS = NS_PER_S;

  private static final long SHORT_BUCKET_NS = 5 * NS_PER_S;
  private static final long LONG_BUCKET_NS = 30 * NS_PER_S;

  final WindowRate rate = new WindowRate();

  /** Over the last 5 to 10 s. */
  final DelayFloor recent = new DelayFloor(SHORT_BUCKET_NS, 2);

  /** Over the last 5 minutes. */
  private final DelayFloor best = new DelayFloor(LONG_BUCKET_NS, 10);

  private boolean begun;
  private long lastDtsNs;
  private long lastPtsNs;
  private long lastArrivedNs;
  private long bytes;

  /** Whether the timestamps jumped with this unit. */
  boolean add(AccessUnit unit, int timescale, long nowNs) {
    long dtsNs = Timescale.convert(unit.dts(), timescale, NS_PER_S);
    long ptsNs = Timescale.convert(unit.pts(), timescale, NS_PER_S);
    boolean jumped = begun && jumps(dtsNs - lastDtsNs, nowNs - lastArrivedNs);
    if (jumped) {
      recent.reset();
      best.reset();
    }
    recent.add(ptsNs, nowNs);
    best.add(ptsNs, nowNs);
    rate.add(unit.data().length(), nowNs);
    bytes += unit.data().length();
    lastPtsNs = begun && !jumped ? Math.max(lastPtsNs, ptsNs) : ptsNs;
    lastDtsNs = dtsNs;
    lastArrivedNs = nowNs;
    begun = true;
    return jumped;
  }

  /** A burst after a stop has small steps of decode time; only a step ahead of the clock jumps. */
  private static boolean jumps(long stepNs, long elapsedNs) {
    return stepNs < -JUMP_NS || stepNs - elapsedNs > JUMP_NS;
  }

  /** How long nothing came, or MAX_VALUE where nothing ever did. */
  long silentNs(long nowNs) {
    return begun ? nowNs - lastArrivedNs : Long.MAX_VALUE;
  }

  /** How much later than at best what is due now arrives; 0 before anything came. */
  long lagNs(long nowNs) {
    return begun ? Math.max(0, nowNs - lastPtsNs - best.delayNs()) : 0;
  }

  long bytes() {
    return bytes;
  }
}
