package live.understudy.failover.align;

import java.util.EnumMap;
import java.util.Map;
import live.understudy.media.Leg;
import live.understudy.media.Timecode;
import live.understudy.media.Timescale;
import org.jspecify.annotations.Nullable;

/**
 * Where two legs stand to each other by the timecodes in their pictures. On each leg the distance
 * from timecode to session time is constant; the difference of these distances is the offset.
 *
 * <p>Three keyframes that agree lock; a picture that contradicts unlocks. Encoders may count time
 * from where they began instead of reading a clock, so an offset that arrival times do not allow
 * locks nothing, and neither do timecodes that begin with the session.
 */
public final class TimecodeLock {

  private static final long MS = Timescale.NANOS_PER_SECOND / 1000;

  private static final int AGREEING_KEYFRAMES = 3;

  /** Half a picture at 25 per second. */
  private static final long TOLERANCE_NS = 20 * MS;

  /** Encoders, networks and the clocks of both are not further apart than this. */
  private static final long MAX_FROM_ARRIVAL_NS = 30 * Timescale.NANOS_PER_SECOND;

  /** An older timecode says nothing of where its leg is now. */
  private static final long MAX_AGE_NS = 15 * Timescale.NANOS_PER_SECOND;

  /** Timecodes that are counted begin at zero, or by custom at a full hour. */
  private static final long HOUR_NS = 3600 * Timescale.NANOS_PER_SECOND;

  private static final long COUNTED_WITHIN_NS = Timescale.NANOS_PER_SECOND;

  /** How much of a new difference the offset takes over: it follows clocks that drift. */
  private static final int SMOOTHING = 8;

  /** The newest picture of a leg that carries a timecode. */
  private record Seen(Timecode timecode, long ptsNs, long arrivedNs) {
    long fromTimecodeNs() {
      return ptsNs - timecode.ns();
    }

    long delayNs() {
      return arrivedNs - ptsNs;
    }

    /** Whether this is the time since the encoder began rather than a clock's. */
    boolean isCounted() {
      long sinceStartNs = Math.floorMod(-fromTimecodeNs() + COUNTED_WITHIN_NS, HOUR_NS);
      return timecode.periodNs() > 0 && sinceStartNs <= 2 * COUNTED_WITHIN_NS;
    }
  }

  private final Map<Leg, Seen> newest = new EnumMap<>(Leg.class);
  private long offsetNs;
  private int agreeing;
  private int agreeingKeyframes;

  /** Another session of either leg: another offset. */
  public void reset() {
    newest.clear();
    forgetOffset();
  }

  private void forgetOffset() {
    agreeing = 0;
    agreeingKeyframes = 0;
  }

  /**
   * Learns from a picture.
   *
   * @param ptsNs when it is presented, in its session's time
   * @param arrivedNs when it came
   */
  public void add(Leg leg, Timecode timecode, long ptsNs, long arrivedNs, boolean keyframe) {
    Seen own = new Seen(timecode, ptsNs, arrivedNs);
    newest.put(leg, own);
    Seen other = newest.get(leg.other());
    if (other == null || arrivedNs - other.arrivedNs() > MAX_AGE_NS) {
      return;
    }
    Long measuredNs = leg == Leg.PRIMARY ? offset(own, other) : offset(other, own);
    if (measuredNs == null || agreeing > 0 && Math.abs(measuredNs - offsetNs) > TOLERANCE_NS) {
      forgetOffset();
    }
    if (measuredNs != null) {
      agreeing = Math.min(agreeing + 1, SMOOTHING);
      agreeingKeyframes += keyframe && agreeingKeyframes < AGREEING_KEYFRAMES ? 1 : 0;
      offsetNs += agreeing == 1 ? measuredNs - offsetNs : (measuredNs - offsetNs) / agreeing;
    }
  }

  /** Primary minus backup; null where the two can't be compared or contradict their arrival. */
  private static @Nullable Long offset(Seen primary, Seen backup) {
    long periodNs = primary.timecode().periodNs();
    if (periodNs != backup.timecode().periodNs() || primary.isCounted() || backup.isCounted()) {
      return null;
    }
    long byArrivalNs = backup.delayNs() - primary.delayNs();
    long apartNs = primary.fromTimecodeNs() - backup.fromTimecodeNs() - byArrivalNs;
    if (periodNs > 0) {
      // One of them may have passed midnight already.
      apartNs = Math.floorMod(apartNs + periodNs / 2, periodNs) - periodNs / 2;
    }
    return Math.abs(apartNs) > MAX_FROM_ARRIVAL_NS ? null : byArrivalNs + apartNs;
  }

  public boolean isLocked() {
    return agreeingKeyframes >= AGREEING_KEYFRAMES;
  }

  /** Nanoseconds to add to a session time of the backup to get the primary's. */
  public long primaryMinusBackupNs() {
    if (!isLocked()) {
      throw new IllegalStateException("not locked");
    }
    return offsetNs;
  }
}
