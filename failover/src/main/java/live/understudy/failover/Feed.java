package live.understudy.failover;

import live.understudy.media.AudioConfig;
import live.understudy.media.CodecConfig;
import live.understudy.media.Leg;
import live.understudy.media.StreamConfig;
import live.understudy.media.Timescale;
import org.jspecify.annotations.Nullable;

/**
 * Fills the program's queue from the leg on air, and from the other one too while both carry one
 * encode; knows where each leg lies on the program's timeline.
 */
final class Feed {

  private final LegPair legs;
  private final long maxBehindNs;
  private final ProgramQueue queue = new ProgramQueue();
  private final PerLeg<Placement> placements = new PerLeg<>();
  private final PlacedRuns runs = new PlacedRuns();
  private @Nullable Leg onAir;
  private long zeroArrivesNs;

  /** After a cut, until the new leg's decode times have passed the old one's. */
  private boolean joining;

  /** {@code maxBehindNs}: a leg further behind than this repeats rather than lets players wait. */
  Feed(LegPair legs, long maxBehindNs) {
    this.legs = legs;
    this.maxBehindNs = maxBehindNs;
  }

  ProgramQueue queue() {
    return queue;
  }

  /** The leg that is on air, or was last; null before the first one. */
  @Nullable Leg onAir() {
    return onAir;
  }

  boolean onAirIsAlive() {
    LegSession session = onAir == null ? null : legs.get(onAir);
    return session != null && session.isAlive();
  }

  /** Another session of the leg has begun: its time is another one. */
  void forget(Leg leg) {
    placements.put(leg, null);
  }

  void clear() {
    placements.clear();
    queue.clear();
  }

  /** Queues a unit of the leg on air, and one of the other leg too when they are the same. */
  void offer(Leg leg, LegUnit unit) {
    if (leg != onAir && (joining || !placeIdentical(leg))) {
      return;
    }
    Placement placement = placements.get(leg);
    if (placement == null || !placement.admits(unit)) {
      return;
    }
    QueuedUnit placed = new QueuedUnit(placement.place(unit.unit()), unit.config());
    if (joining && leg == onAir) {
      joining = queue.append(placed);
    } else {
      queue.offer(placed);
    }
  }

  /** Goes on with {@code to}, which carries the same encode and has been placed. */
  void goOnWith(LegSession to) {
    Placement placement = placement(to.leg());
    onAir = to.leg();
    joining = false;
    catchUp(to, placement);
  }

  /** Takes {@code session} at {@code cut}; answers what is missing of the sound, nanoseconds. */
  long cut(LegSession session, Splicer.Cut cut) {
    Splicer.Joined joined = Splicer.splice(queue, session, cut);
    placements.clear();
    placements.put(session.leg(), joined.placement());
    runs.begin(session, joined.placement(), cut.boundaryNs());
    joining = queue.isBehind(joined.placement().place(session.lead().getLast().unit()));
    onAir = session.leg();
    rememberClock();
    return joined.audioGapNs();
  }

  /** Where the leg lies on the program's timeline. */
  Placement placement(Leg leg) {
    Placement placement = placements.get(leg);
    if (placement == null) {
      throw new IllegalStateException("not placed");
    }
    return placement;
  }

  /** Gives the queue all that an identical leg has and that is not there yet. */
  private void catchUp(LegSession to, Placement placement) {
    for (LegUnit unit : to.lead()) {
      if (!queue.isLate(new QueuedUnit(placement.place(unit.unit()), unit.config()))) {
        queue.offer(new QueuedUnit(placement.place(unit.unit()), unit.config()));
      }
    }
    Splicer.appendAudio(queue, to, placement, queue.audioEndNs());
  }

  /** Places an identical leg exactly; false when the legs are not identical. */
  boolean placeIdentical(Leg leg) {
    LegSession session = legs.get(leg);
    LegSession other = legs.get(leg.other());
    Placement known = placements.get(leg.other());
    IdentityLock identity = legs.identity();
    if (!identity.isLocked() && leg != onAir) {
      placements.put(leg, null);
    }
    if (!identity.isLocked() || session == null || other == null || known == null) {
      return false;
    }
    StreamConfig streamConfig = session.config();
    if (streamConfig == null || !streamConfig.equals(other.config())) {
      return false;
    }
    if (placements.get(leg) != null) {
      return true;
    }
    CodecConfig lead = streamConfig.lead();
    long leadOffset = known.leadOffsetTicks() + identity.toOther(leg);
    AudioConfig audio = streamConfig.audio();
    long audioOffset = leadOffset;
    if (audio != null && streamConfig.video() != null) {
      long joinNs = queue.audioEndNs();
      if (session.audio().isEmpty() || joinNs == Long.MIN_VALUE) {
        return false;
      }
      long offsetNs = Nanos.of(leadOffset, lead.timescale());
      audioOffset = Splicer.audioOffset(session, audio, offsetNs, joinNs);
    }
    Placement placement =
        new Placement(leadOffset, audioOffset, known.reorderTicks(), Placement.FROM_THE_BEGINNING);
    placements.put(leg, placement);
    // A leg that is ahead leaves no hole between what it sends now and where the other one is.
    catchUp(session, placement);
    return true;
  }

  /**
   * While the leg on air lives, it tells when program time arrives; afterwards it is remembered.
   */
  void rememberClock() {
    Leg leg = onAir;
    LegSession session = leg == null ? null : legs.get(leg);
    Placement placement = leg == null ? null : placements.get(leg);
    if (session == null || placement == null || !session.isAlive() || !session.hasPicture()) {
      return;
    }
    StreamConfig streamConfig = session.config();
    if (streamConfig != null) {
      int timescale = streamConfig.lead().timescale();
      zeroArrivesNs =
          session.arrivalDelayNs()
              - Timescale.convert(placement.leadOffsetTicks(), timescale, Nanos.PER_SECOND);
    }
  }

  /** Program time that arrives at {@code nowNs}. */
  long programNs(long nowNs) {
    return nowNs - zeroArrivesNs;
  }

  /** When program time {@code ns} arrives. */
  long arrivesNs(long ns) {
    return ns + zeroArrivesNs;
  }

  /** Session time + this = program time, going by arrival alone. */
  long byArrivalNs(LegSession session) {
    return session.arrivalDelayNs() - zeroArrivesNs;
  }

  /**
   * Session time + this = program time, as far as is known. A leg that is so far behind the other
   * one that players would run dry until its pictures are new repeats some of them instead.
   */
  long offsetNs(LegSession session) {
    Long exactNs = byContentNs(session);
    if (exactNs == null) {
      return byArrivalNs(session);
    }
    // Nothing is behind where nothing was published.
    boolean behind = session.lastPtsNs() + exactNs + maxBehindNs < queue.publishedEndNs();
    return behind ? byArrivalNs(session) : exactNs;
  }

  /**
   * Where {@code session} can take over; null for nowhere.
   *
   * @param terms what is asked of the cut; the leg on air is the one that may go on
   */
  Splicer.@Nullable Cut findCut(LegSession session, Splicer.Terms terms) {
    Splicer.Cut cut = Splicer.findCut(queue, session, offsetNs(session), terms);
    Placement before = cut == null ? null : runs.before(cut.boundaryNs(), session);
    StreamConfig streamConfig = session.config();
    if (before == null || streamConfig == null) {
      return cut;
    }
    long offsetNs = Nanos.of(before.leadOffsetTicks(), streamConfig.lead().timescale());
    return Splicer.findCut(queue, session, offsetNs, terms);
  }

  /**
   * Whether players have all that {@code session}, of the encode that is on air, brings for longer
   * than they can wait: the other leg brought it before.
   */
  boolean isLeftBehind(LegSession session) {
    Placement placement = placements.get(session.leg());
    StreamConfig config = session.config();
    if (placement == null || config == null || !session.hasPicture()) {
      return false;
    }
    long headNs =
        session.lastPtsNs() + Nanos.of(placement.leadOffsetTicks(), config.lead().timescale());
    // Reordered pictures come in groups: the newest one stands for those shown after it as well.
    return headNs + session.reorderNs() + maxBehindNs < queue.publishedEndNs();
  }

  /**
   * Where {@code session}, which is left behind, goes on at once, and repeats as little as may be.
   */
  Splicer.@Nullable Cut findRepeat(LegSession session) {
    long offsetNs = queue.publishedEndNs() - session.lastPtsNs();
    return Splicer.findCut(queue, session, offsetNs, Splicer.Allowance.OVERLAP);
  }

  private @Nullable Long byContentNs(LegSession session) {
    LegSession other = legs.get(session.leg().other());
    Placement known = placements.get(session.leg().other());
    Long distanceNs = legs.offsets().toOther(session.leg());
    StreamConfig config = other == null ? null : other.config();
    if (known == null || distanceNs == null || config == null) {
      return null;
    }
    return distanceNs + Nanos.of(known.leadOffsetTicks(), config.lead().timescale());
  }

  /** How the offset of {@code session} is known. */
  SwitchRecord.Offset offsetUsed(LegSession session) {
    boolean exact = byContentNs(session) != null && offsetNs(session) != byArrivalNs(session);
    LegOffsets offsets = legs.offsets();
    return new SwitchRecord.Offset(
        exact ? offsets.kind() : Alignment.ARRIVAL_TIME,
        legs.backupBehindMs(),
        exact ? offsets.confidence() : 0);
  }
}
