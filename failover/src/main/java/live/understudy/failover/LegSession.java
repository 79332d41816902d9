package live.understudy.failover;

import java.util.ArrayList;
import java.util.List;
import live.understudy.failover.align.CodedSound;
import live.understudy.failover.align.SoundWindow;
import live.understudy.media.AccessUnit;
import live.understudy.media.AudioConfig;
import live.understudy.media.Leg;
import live.understudy.media.StreamConfig;
import org.jspecify.annotations.Nullable;

/** One session of a leg as the program sees it: its recent access units and how they arrive. */
final class LegSession {

  /** A program begins without pictures when for so long none have come. */
  private static final long SOUND_ALONE_NS = 2 * Nanos.PER_SECOND;

  private static final long FORGET_EVERY_NS = Nanos.PER_SECOND / 2;

  private final Leg leg;
  private final long serial;
  private final SessionLimits limits;
  private final ArrivalEnvelope arrival = new ArrivalEnvelope();
  private final List<LegUnit> lead = new ArrayList<>();
  private final List<LegUnit> audio = new ArrayList<>();

  private @Nullable StreamConfig config;
  private long bufferedBytes;
  private long lastPtsNs = Long.MIN_VALUE;
  private long lastKeyframeNs = Long.MIN_VALUE;
  private long lastArrivedNs = Long.MIN_VALUE;
  private @Nullable LegUnit latestKeyframe;
  private long longestGopNs;
  private long forgetNs = Long.MIN_VALUE;
  private boolean ended;

  /** {@code serial} tells it from all others of the program. */
  LegSession(Leg leg, long serial, SessionLimits limits) {
    this.leg = leg;
    this.serial = serial;
    this.limits = limits;
  }

  Leg leg() {
    return leg;
  }

  long serial() {
    return serial;
  }

  void configure(StreamConfig next) {
    config = next;
  }

  @Nullable StreamConfig config() {
    return config;
  }

  /** Remembers a unit; lets go of what is older than the limits. */
  LegUnit add(AccessUnit unit) {
    StreamConfig current = config;
    if (current == null) {
      throw new IllegalStateException("a unit before its configuration");
    }
    unit.data().retain();
    LegUnit added = new LegUnit(unit, current);
    List<LegUnit> units = added.isLead() ? lead : audio;
    units.add(added);
    bufferedBytes += unit.data().length();
    if (added.isLead()) {
      long ptsNs = Nanos.pts(unit, current);
      arrival.add(ptsNs, unit.arrivedNs());
      lastPtsNs = Math.max(lastPtsNs, ptsNs);
      lastArrivedNs = unit.arrivedNs();
      if (unit.keyframe()) {
        setLatestKeyframe(added);
        onKeyframe(ptsNs);
      }
    }
    forgetOld(unit.arrivedNs());
    return added;
  }

  /**
   * How far {@code unit} jumps from the newest picture, nanoseconds; 0 when nothing can be said.
   */
  long jumpsBy(AccessUnit unit) {
    StreamConfig current = config;
    if (current == null || lastPtsNs == Long.MIN_VALUE) {
      return 0;
    }
    return Math.abs(Nanos.pts(unit, current) - lastPtsNs);
  }

  /** It may be longer ago than all else that is remembered. */
  private void setLatestKeyframe(@Nullable LegUnit keyframe) {
    if (keyframe != null) {
      keyframe.unit().data().retain();
    }
    if (latestKeyframe != null) {
      latestKeyframe.unit().data().release();
    }
    latestKeyframe = keyframe;
  }

  private void onKeyframe(long ptsNs) {
    if (lastKeyframeNs != Long.MIN_VALUE) {
      longestGopNs = Math.max(longestGopNs, ptsNs - lastKeyframeNs);
    }
    lastKeyframeNs = ptsNs;
  }

  /** The oldest are looked at seldom: nobody else asks for them, and they are far away. */
  private void forgetOld(long nowNs) {
    boolean tooMany = lead.size() > limits.maxUnits() || audio.size() > limits.maxUnits();
    if (nowNs < forgetNs && !tooMany && bufferedBytes <= limits.maxBytes()) {
      return;
    }
    forgetNs = nowNs + FORGET_EVERY_NS;
    dropWhileOld(lead, nowNs);
    dropWhileOld(audio, nowNs);
  }

  private void dropWhileOld(List<LegUnit> units, long nowNs) {
    int drop = 0;
    while (drop < units.size() - 1 && isTooMuch(units.get(drop), units.size() - drop, nowNs)) {
      bufferedBytes -= units.get(drop).bytes();
      drop++;
    }
    if (drop > 0) {
      drop(units, drop);
    }
  }

  private static void drop(List<LegUnit> units, int count) {
    List<LegUnit> dropped = units.subList(0, count);
    dropped.forEach(unit -> unit.unit().data().release());
    dropped.clear();
  }

  /** Forgets all units: another session takes its place, or nothing follows. */
  void close() {
    drop(lead, lead.size());
    drop(audio, audio.size());
    setLatestKeyframe(null);
    bufferedBytes = 0;
  }

  private boolean isTooMuch(LegUnit oldest, int count, long nowNs) {
    return nowNs - oldest.unit().arrivedNs() > limits.retainedNs()
        || count > limits.maxUnits()
        || bufferedBytes > limits.maxBytes();
  }

  /** Pictures, or sound where there are none. */
  List<LegUnit> lead() {
    return lead;
  }

  /** Sound beside the pictures. */
  List<LegUnit> audio() {
    return audio;
  }

  /** As much of the newest sound as is compared; null where there is none. */
  @Nullable CodedSound latestSound() {
    StreamConfig current = config;
    AudioConfig format = current == null ? null : current.audio();
    List<LegUnit> units = current != null && current.video() == null ? lead : audio;
    if (format == null || units.isEmpty()) {
      return null;
    }
    long sinceTicks =
        units.getLast().unit().pts() - Nanos.toTicks(SoundWindow.LONGEST_NS, format.timescale());
    int first = units.size();
    while (first > 0 && units.get(first - 1).unit().pts() >= sinceTicks) {
      first--;
    }
    List<AccessUnit> latest = new ArrayList<>();
    for (LegUnit unit : units.subList(first, units.size())) {
      // For another thread, which is not waited for.
      latest.add(unit.unit().withData(unit.unit().data().bytes()));
    }
    return new CodedSound(serial, format, latest);
  }

  void end() {
    ended = true;
  }

  boolean isAlive() {
    return !ended;
  }

  /** Whether pictures have come, so that a program could be made of it. */
  boolean hasPicture() {
    return lastKeyframeNs != Long.MIN_VALUE;
  }

  /** Encoders may begin to send sound long before the first picture. */
  boolean awaitsPictures(long nowNs) {
    StreamConfig current = config;
    boolean soundAlone = current != null && current.video() == null;
    return soundAlone && nowNs - lead.getFirst().unit().arrivedNs() < SOUND_ALONE_NS;
  }

  /** The newest picture at which decoding can begin; null before there was one. */
  @Nullable LegUnit latestKeyframe() {
    return latestKeyframe;
  }

  /** When the newest picture came; MIN_VALUE before there was one. */
  long lastArrivedNs() {
    return lastArrivedNs;
  }

  /** Presentation time of the newest picture. */
  long lastPtsNs() {
    return lastPtsNs;
  }

  /** See {@link ArrivalEnvelope#delayNs}. */
  long arrivalDelayNs() {
    return arrival.delayNs();
  }

  /** When its newest picture would have arrived undelayed: the measure of who is ahead. */
  long headNs() {
    return lastPtsNs + arrival.delayNs();
  }

  /**
   * So long after one of its pictures the next one to be shown later comes, where pictures are
   * reordered: as long as the encoder delays presentation.
   */
  long reorderNs() {
    LegUnit keyframe = latestKeyframe;
    return keyframe == null
        ? 0
        : Nanos.of(
            Math.max(0, keyframe.unit().compositionOffset()), keyframe.config().lead().timescale());
  }

  /** The longest distance between keyframes so far; 0 before two came. */
  long longestGopNs() {
    return longestGopNs;
  }
}
