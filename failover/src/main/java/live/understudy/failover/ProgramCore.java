package live.understudy.failover;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import live.understudy.failover.SwitchRecord.Trigger;
import live.understudy.hls.PlaylistShape;
import live.understudy.hls.WindowSnapshot;
import live.understudy.media.AccessUnit;
import live.understudy.media.AudioConfig;
import live.understudy.media.CodecConfig;
import live.understudy.media.Leg;
import live.understudy.media.SessionEvent;
import live.understudy.media.StreamConfig;
import live.understudy.media.Timescale;
import org.jspecify.annotations.Nullable;

/**
 * One program: takes the events of both legs' sessions, publishes one playlist.
 *
 * <p>Call {@link #tick} at least every 50 ms. All methods belong to one owner; {@code nowNs} never
 * goes back.
 */
public final class ProgramCore {

  /**
   * Encoders that jump further than this have begun something new: a playlist would need a tag and
   * a keyframe there, and the other leg can do better.
   */
  private static final long MAX_TIMESTAMP_JUMP_NS = Splicer.MAX_PROLONGED_NS;

  /** A program begins without pictures when for so long none have come. */
  private static final long SOUND_ALONE_NS = 2 * Nanos.PER_SECOND;

  /** A leg whose newest picture is older than this is not worth switching to. */
  private static final long MAX_STANDBY_AGE_NS = Nanos.PER_SECOND;

  private final ProgramConfig config;
  private final SessionLimits sessionLimits;
  private final SwitchPolicy policy;
  private final @Nullable ProgramResume resume;
  private final Map<Leg, LegSession> sessions = new EnumMap<>(Leg.class);
  private final Map<Leg, Placement> placements = new EnumMap<>(Leg.class);
  private final IdentityLock identity = new IdentityLock();
  private final ProgramQueue queue = new ProgramQueue();
  private final SwitchLog switches = new SwitchLog();

  private ProgramState state = ProgramState.OFF;
  private @Nullable Leg onAir;
  private @Nullable Publisher publisher;
  private long zeroArrivesNs;

  /** After a cut, until the new leg's decode times have passed the old one's. */
  private boolean joining;

  /** A program that has not begun, or one that goes on where {@code resume} says. */
  public ProgramCore(ProgramConfig config, @Nullable ProgramResume resume) {
    this.config = config;
    this.resume = resume;
    this.policy = new SwitchPolicy(config);
    this.sessionLimits = SessionLimits.forHold(config.holdNs(ProgramConfig.MAX_TARGET_DURATION_S));
    // What was listed is listed again at once, before any encoder is back.
    this.publisher = resume == null ? null : Publisher.resume(config, resume);
  }

  /** A session of {@code leg} begins; an older one that is still there ends. */
  public void sessionStarted(Leg leg, long nowNs, long wallMs) {
    if (state == ProgramState.ENDED) {
      return;
    }
    LegSession previous = sessions.get(leg);
    if (previous != null && previous.isAlive()) {
      sessionEnded(leg, nowNs, wallMs);
    }
    sessions.put(leg, new LegSession(leg, sessionLimits));
    identity.reset();
    placements.remove(leg);
    if (leg == onAir && state == ProgramState.ON_AIR) {
      state = ProgramState.INTERRUPTED;
    }
  }

  /** Takes one event of the current session of {@code leg}; after the end it means nothing. */
  public void onEvent(Leg leg, SessionEvent event, long nowNs, long wallMs) {
    if (state == ProgramState.ENDED) {
      return;
    }
    switch (event) {
      case SessionEvent.Configured configured -> onConfigured(leg, configured, nowNs, wallMs);
      case SessionEvent.Unit unit -> onUnit(leg, unit.unit(), nowNs, wallMs);
      case SessionEvent.Ended _ -> sessionEnded(leg, nowNs, wallMs);
      case SessionEvent.Described _ -> {}
    }
  }

  /** Another configuration may count time otherwise: what was placed is placed anew. */
  private void onConfigured(Leg leg, SessionEvent.Configured configured, long nowNs, long wallMs) {
    StreamConfig before = session(leg).config();
    if (before != null && !before.equals(configured.config())) {
      sessionStarted(leg, nowNs, wallMs);
    }
    session(leg).configure(configured.config());
  }

  /** Goes live: the program begins with the next keyframe. */
  public void start() {
    if (state != ProgramState.OFF) {
      throw new IllegalStateException("a program starts once");
    }
    state = ProgramState.WAITING;
  }

  /** Ends for good: what is held is published at once, then {@code EXT-X-ENDLIST}. */
  public void stop() {
    if (publisher != null) {
      publisher.publish(queue.take(queue.lead().size(), Long.MAX_VALUE));
      publisher.end();
    }
    state = ProgramState.ENDED;
    // Encoders may go on for hours.
    sessions.clear();
    placements.clear();
    identity.reset();
  }

  /** Lets time pass: decides about switches and publishes what is due. */
  public void tick(long nowNs, long wallMs) {
    if (state == ProgramState.ON_AIR) {
      considerSwitch(nowNs, wallMs);
    } else if (state == ProgramState.INTERRUPTED) {
      considerReturn(nowNs, wallMs);
    }
    if (publisher != null && state != ProgramState.ENDED) {
      publisher.publishDue(queue, nowNs, onAirIsAlive());
    }
  }

  /** The playlist's newest state if it changed since the last call, else null. */
  public @Nullable WindowSnapshot takeSnapshot() {
    return publisher == null ? null : publisher.takeSnapshot();
  }

  /** What another engine needs to go on; null before anything was published. */
  public @Nullable ProgramResume resumePoint() {
    return publisher == null ? null : publisher.resumePoint();
  }

  /** Wall-clock time of the program's time zero; MIN_VALUE before it has begun. */
  public long zeroWallMs() {
    return publisher == null ? Long.MIN_VALUE : publisher.zeroWallMs();
  }

  /** The segment is on disk: it need not stay in memory to stay in the playlist. */
  public void stored(long msn) {
    if (publisher != null) {
      publisher.stored(msn);
    }
  }

  /** Of the segments that an engine goes on with, these are on disk. */
  public void stored(Set<Long> msns) {
    if (publisher != null) {
      publisher.stored(msns);
    }
  }

  /** The program has ended, and what is stored leaves the memory. */
  public void forgetStored() {
    if (publisher != null && state == ProgramState.ENDED) {
      publisher.forgetStored();
    }
  }

  /** What operators see. */
  public ProgramView view() {
    Alignment alignment = Alignment.NONE;
    if (isUsable(sessions.get(Leg.PRIMARY)) && isUsable(sessions.get(Leg.BACKUP))) {
      alignment = identity.isLocked() ? Alignment.IDENTICAL : Alignment.ARRIVAL_TIME;
    }
    Publisher current = publisher;
    return new ProgramView(
        state,
        state == ProgramState.ON_AIR ? onAir : null,
        current == null ? 0 : current.targetDurationS(),
        current == null ? 0 : current.holdNs() / Nanos.PER_MS,
        alignment,
        switches.latest());
  }

  private void onUnit(Leg leg, AccessUnit unit, long nowNs, long wallMs) {
    LegSession session = session(leg);
    if (session.jumpsBy(unit) > MAX_TIMESTAMP_JUMP_NS) {
      if (!isLead(session, unit)) {
        // It belongs to pictures that are not known yet, or no more.
        return;
      }
      StreamConfig same = session.config();
      sessionStarted(leg, nowNs, wallMs);
      session = session(leg);
      if (same != null) {
        session.configure(same);
      }
    }
    LegUnit added = session.add(unit);
    if (added.isLead()) {
      identity.add(leg, unit);
    }
    if (state == ProgramState.WAITING && added.isLead() && unit.keyframe()) {
      considerStart(session, nowNs, wallMs);
    } else {
      offer(leg, added);
    }
  }

  /**
   * Units of the leg on air go into the queue; those of the other one too when they are the same.
   */
  private void offer(Leg leg, LegUnit unit) {
    if (state != ProgramState.ON_AIR || onAir == null) {
      return;
    }
    if (leg != onAir && (joining || !placeIdentical(leg))) {
      return;
    }
    Placement placement = placements.get(leg);
    if (placement == null) {
      return;
    }
    if (!placement.admits(unit)) {
      return;
    }
    QueuedUnit placed = new QueuedUnit(placement.place(unit.unit()), unit.config());
    if (joining && leg == onAir) {
      joining = queue.append(placed);
    } else {
      queue.offer(placed);
    }
  }

  private static boolean isLead(LegSession session, AccessUnit unit) {
    StreamConfig current = session.config();
    return current != null && unit.track() == current.lead().track();
  }

  private void considerStart(LegSession session, long nowNs, long wallMs) {
    LegSession primary = sessions.get(Leg.PRIMARY);
    if (session.leg() == Leg.BACKUP && delivers(primary, nowNs)) {
      return;
    }
    long gopNs = session.longestGopNs();
    if ((gopNs == 0 && publisher == null) || awaitsPictures(session, nowNs)) {
      return;
    }
    LegSession other = sessions.get(session.leg().other());
    if (other != null && other.isAlive()) {
      gopNs = Math.max(gopNs, other.longestGopNs());
    }
    begin(session, gopNs, nowNs, wallMs);
  }

  /** Encoders may begin to send sound long before the first picture. */
  private static boolean awaitsPictures(LegSession session, long nowNs) {
    StreamConfig current = session.config();
    boolean soundAlone = current != null && current.video() == null;
    long firstNs = session.lead().getFirst().unit().arrivedNs();
    return soundAlone && nowNs - firstNs < SOUND_ALONE_NS;
  }

  private void begin(LegSession session, long gopNs, long nowNs, long wallMs) {
    LegUnit keyframe = session.lead().getLast();
    long arrivedWallMs = wallMs - (nowNs - keyframe.unit().arrivedNs()) / Nanos.PER_MS;
    int targetDurationS = config.targetDurationS(gopNs);
    long startNs = 0;
    ProgramResume from = resume;
    if (from == null) {
      PlaylistShape shape = config.shape(targetDurationS, keyframe.config().lead());
      publisher = Publisher.begin(config, shape, arrivedWallMs);
    } else {
      long byClockNs = (arrivedWallMs - from.zeroWallMs()) * Nanos.PER_MS;
      startNs = Math.max(0, Math.max(byClockNs, from.publishedEndNs() + Nanos.PER_SECOND));
    }
    Splicer.Cut cut = new Splicer.Cut(session.lead().size() - 1, 0, startNs, 0);
    putOnAir(session, Splicer.splice(queue, session, cut));
    state = ProgramState.ON_AIR;
    switches.begun(session.leg(), startNs, wallMs);
  }

  private void sessionEnded(Leg leg, long nowNs, long wallMs) {
    LegSession session = sessions.get(leg);
    if (session == null || !session.isAlive()) {
      return;
    }
    rememberClock();
    session.end();
    if (leg == onAir && state == ProgramState.ON_AIR) {
      considerSwitch(nowNs, wallMs);
    }
  }

  private void considerSwitch(long nowNs, long wallMs) {
    Leg current = onAir;
    if (current == null) {
      throw new IllegalStateException("on air without a leg");
    }
    LegSession from = session(current);
    LegSession to = sessions.get(current.other());
    boolean standby = delivers(to, nowNs);
    if (!from.isAlive()) {
      if (!standby || to == null) {
        state = ProgramState.INTERRUPTED;
      } else {
        switchTo(to, Trigger.DISCONNECT, true, nowNs, wallMs);
      }
      return;
    }
    if (!standby || to == null || !from.hasPicture()) {
      return;
    }
    rememberClock();
    long lagNs = to.headNs() - from.headNs();
    if (policy.leavesForLag(lagNs, nowNs)) {
      switchTo(to, Trigger.LAG, policy.isDead(lagNs), nowNs, wallMs);
    } else if (policy.suspects(lagNs, nowNs) && isLastSafeCut(to, nowNs)) {
      switchTo(to, Trigger.LAST_SAFE_CUT, false, nowNs, wallMs);
    }
  }

  /** Whether publishing what is due now would leave no keyframe of {@code to} to cut at. */
  private boolean isLastSafeCut(LegSession to, long nowNs) {
    Publisher current = publisher;
    if (current == null || identity.isLocked() || !current.isDue(queue, nowNs)) {
      return false;
    }
    Splicer.Cut cut = Splicer.findCut(queue, to, byArrivalNs(to), false);
    return cut != null && cut.queueIndex() < queue.nextKeyframe();
  }

  private void considerReturn(long nowNs, long wallMs) {
    for (Leg leg : Leg.values()) {
      LegSession session = sessions.get(leg);
      if (session == null || !isUsable(session)) {
        continue;
      }
      Splicer.Cut cut = Splicer.findCut(queue, session, byArrivalNs(session), true);
      if (cut != null) {
        putOnAir(session, Splicer.splice(queue, session, cut));
        state = ProgramState.ON_AIR;
        policy.switched(nowNs);
        switches.cut(null, leg, Trigger.RETURN, cut, wallMs);
        return;
      }
    }
  }

  private void switchTo(LegSession to, Trigger trigger, boolean allowGap, long nowNs, long wallMs) {
    Leg from = onAir;
    if (placeIdentical(to.leg())) {
      Placement placement = placements.get(to.leg());
      if (placement == null) {
        throw new IllegalStateException("locked without a place");
      }
      onAir = to.leg();
      joining = false;
      policy.switched(nowNs);
      long atNs = queue.endNs();
      catchUp(to, placement);
      switches.identical(from, to.leg(), trigger, atNs, wallMs);
      return;
    }
    Splicer.Cut cut = Splicer.findCut(queue, to, byArrivalNs(to), allowance(to, allowGap));
    if (cut != null) {
      putOnAir(to, Splicer.splice(queue, to, cut));
      policy.switched(nowNs);
      switches.cut(from, to.leg(), trigger, cut, wallMs);
    }
  }

  /** Only equal configurations overlap without a tag, and with one players would repeat it. */
  private Splicer.Allowance allowance(LegSession to, boolean allowGap) {
    Publisher current = publisher;
    StreamConfig next = to.config();
    if (current != null && next != null && next.equals(current.packaged())) {
      return Splicer.Allowance.OVERLAP;
    }
    return allowGap ? Splicer.Allowance.GAP : Splicer.Allowance.EXACT;
  }

  /** Gives the queue all that an identical leg has and that is not there yet. */
  private void catchUp(LegSession to, Placement placement) {
    for (LegUnit unit : to.lead()) {
      queue.offer(new QueuedUnit(placement.place(unit.unit()), unit.config()));
    }
    Splicer.appendAudio(queue, to, placement, queue.audioEndNs());
  }

  /** Places an identical leg exactly; false when the legs are not identical. */
  private boolean placeIdentical(Leg leg) {
    LegSession session = sessions.get(leg);
    LegSession other = sessions.get(leg.other());
    Placement known = placements.get(leg.other());
    if (!identity.isLocked() && leg != onAir) {
      placements.remove(leg);
    }
    if (!identity.isLocked() || session == null || other == null || known == null) {
      return false;
    }
    StreamConfig streamConfig = session.config();
    if (streamConfig == null || !streamConfig.equals(other.config())) {
      return false;
    }
    if (placements.containsKey(leg)) {
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

  private void putOnAir(LegSession session, Placement placement) {
    placements.clear();
    placements.put(session.leg(), placement);
    joining = queue.isBehind(placement.place(session.lead().getLast().unit()));
    onAir = session.leg();
    rememberClock();
  }

  /**
   * While the leg on air lives, it tells when program time arrives; afterwards it is remembered.
   */
  private void rememberClock() {
    Leg leg = onAir;
    LegSession session = leg == null ? null : sessions.get(leg);
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

  /** Session time + this = program time, going by arrival alone. */
  private long byArrivalNs(LegSession session) {
    return session.arrivalDelayNs() - zeroArrivesNs;
  }

  private boolean onAirIsAlive() {
    LegSession session = onAir == null ? null : sessions.get(onAir);
    return state == ProgramState.ON_AIR && session != null && session.isAlive();
  }

  private static boolean delivers(@Nullable LegSession session, long nowNs) {
    return session != null && isUsable(session) && nowNs - session.headNs() < MAX_STANDBY_AGE_NS;
  }

  private static boolean isUsable(@Nullable LegSession session) {
    return session != null && session.isAlive() && session.hasPicture();
  }

  private LegSession session(Leg leg) {
    LegSession session = sessions.get(leg);
    if (session == null) {
      throw new IllegalStateException("no session of " + leg);
    }
    return session;
  }
}
