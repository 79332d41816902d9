package live.understudy.failover;

import java.util.Set;
import live.understudy.failover.SwitchRecord.Splice;
import live.understudy.failover.SwitchRecord.Trigger;
import live.understudy.failover.align.OffsetMeasurement;
import live.understudy.failover.align.SoundWindow;
import live.understudy.hls.PlaylistShape;
import live.understudy.hls.WindowSnapshot;
import live.understudy.media.AccessUnit;
import live.understudy.media.Leg;
import live.understudy.media.SessionEvent;
import live.understudy.media.StreamConfig;
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

  private final ProgramConfig config;
  private final @Nullable ProgramResume resume;
  private final LegPair legs;
  private final Feed feed;
  private final Switching switching;
  private final SlateFeed slate;
  private final Interruption interruption;
  private final SwitchLog switches;
  private final Joiner joiner;

  /** What is followed where nothing is decided. */
  private final @Nullable SwitchScript script;

  private ProgramState state = ProgramState.OFF;
  private @Nullable Publisher publisher;

  /** A program that has not begun, or one that goes on where {@code resume} says. */
  public ProgramCore(ProgramConfig config, @Nullable ProgramResume resume) {
    this(config, resume, new SwitchLog(), null);
  }

  /** As above, in a log that goes on. */
  public ProgramCore(ProgramConfig config, @Nullable ProgramResume resume, SwitchLog switches) {
    this(config, resume, switches, null);
  }

  /** With a script, nothing is decided: the script says what is on air from when. */
  ProgramCore(
      ProgramConfig config,
      @Nullable ProgramResume resume,
      SwitchLog switches,
      @Nullable SwitchScript script) {
    this.config = config;
    this.resume = resume;
    this.switches = switches;
    this.script = script;
    switches.engineBegins();
    SessionLimits limits =
        SessionLimits.forHold(config.holdNs(ProgramConfig.MAX_TARGET_DURATION_S));
    this.legs = new LegPair(limits, switches::nextSession);
    this.feed = new Feed(legs, config.maxBehindNs());
    this.switching = new Switching(config, legs, feed);
    this.slate = new SlateFeed(feed, config);
    this.interruption = new Interruption(config, legs, feed, slate);
    this.joiner = new Joiner(legs, feed, switching, slate, switches);
    // What was listed is listed again at once, before any encoder is back.
    this.publisher = resume == null ? null : Publisher.resume(config, resume);
  }

  /** A session of {@code leg} begins; an older one that is still there ends. */
  public void sessionStarted(Leg leg, long nowNs, long wallMs) {
    switches.told();
    if (state == ProgramState.ENDED) {
      return;
    }
    LegSession previous = legs.get(leg);
    if (previous != null && previous.isAlive()) {
      sessionEnded(leg, nowNs, wallMs);
    }
    if (leg == feed.onAir() && state == ProgramState.ON_AIR) {
      interrupt(nowNs, wallMs);
    }
    legs.begin(leg);
    feed.forget(leg);
  }

  /**
   * Takes one event of the current session of {@code leg}; after the end it means nothing. The data
   * of a unit is retained for as long as it is remembered.
   */
  public void onEvent(Leg leg, SessionEvent event, long nowNs, long wallMs) {
    switches.told();
    if (state == ProgramState.ENDED) {
      return;
    }
    switch (event) {
      case SessionEvent.Configured configured -> onConfigured(leg, configured, nowNs, wallMs);
      case SessionEvent.Unit unit -> onUnit(leg, unit.unit(), nowNs, wallMs);
      case SessionEvent.Ended _ -> sessionEnded(leg, nowNs, wallMs);
      case SessionEvent.Described _, SessionEvent.OtherTracks _ -> {}
    }
  }

  /** Another configuration may count time otherwise: what was placed is placed anew. */
  private void onConfigured(Leg leg, SessionEvent.Configured configured, long nowNs, long wallMs) {
    StreamConfig before = legs.require(leg).config();
    if (before != null && !before.equals(configured.config())) {
      sessionStarted(leg, nowNs, wallMs);
    }
    legs.require(leg).configure(configured.config());
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
      publisher.publish(feed.queue().take(feed.queue().lead().size(), Long.MAX_VALUE));
      publisher.end();
    }
    state = ProgramState.ENDED;
    // Encoders may go on for hours.
    legs.clear();
    feed.clear();
    slate.end();
  }

  /** An operator wants {@code to} on air. */
  public SwitchOutcome operatorSwitch(Leg to, long nowNs, long wallMs) {
    switches.told();
    if (state != ProgramState.ON_AIR && state != ProgramState.INTERRUPTED) {
      return SwitchOutcome.NOT_LIVE;
    }
    if (state == ProgramState.ON_AIR && feed.onAir() == to) {
      switching.wishNothing();
      return SwitchOutcome.ALREADY;
    }
    if (state == ProgramState.INTERRUPTED || !legs.delivers(to, nowNs)) {
      return SwitchOutcome.NOT_DELIVERING;
    }
    switching.wish(to, nowNs);
    considerSwitch(nowNs, wallMs);
    return feed.onAir() == to ? SwitchOutcome.DONE : SwitchOutcome.PENDING;
  }

  /** From here on only a dead leg is left without an operator, or no longer so. */
  public void hold(boolean held) {
    switching.hold(held);
  }

  /**
   * The legs' sound was compared; a measurement of other sessions means nothing. Answers whether
   * the offset is known and this measurement fits.
   */
  public boolean soundMeasured(OffsetMeasurement measurement) {
    return measurement.primarySession() == sessionSerial(Leg.PRIMARY)
        && measurement.backupSession() == sessionSerial(Leg.BACKUP)
        && legs.offsets().soundMeasured(measurement);
  }

  /** The legs' sound was compared and has nothing in common. */
  public void soundFailed() {
    legs.offsets().soundFailed();
  }

  /** Whether the comparison of the legs' sound would tell something. */
  public boolean wantsSound() {
    return legs.isUsable(Leg.PRIMARY)
        && legs.isUsable(Leg.BACKUP)
        && legs.alignment() != Alignment.IDENTICAL;
  }

  /** The newest sound of both legs; null when comparing it would tell nothing. */
  public @Nullable SoundWindow soundWindow() {
    return wantsSound() ? legs.soundWindow() : null;
  }

  /** Whether the offset of the legs is known by their sound. */
  public boolean isSoundLocked() {
    return legs.offsets().isSoundLocked();
  }

  /** The number of the leg's current session within this program; 0 when there never was one. */
  public long sessionSerial(Leg leg) {
    LegSession session = legs.get(leg);
    return session == null ? 0 : session.serial();
  }

  /** Lets time pass: decides about switches and publishes what is due. */
  public void tick(long nowNs, long wallMs) {
    switches.told();
    if (state == ProgramState.ON_AIR) {
      considerSwitch(nowNs, wallMs);
    }
    if (state == ProgramState.INTERRUPTED) {
      slate.tick(nowNs);
      considerReturn(nowNs, wallMs);
    }
    if (publisher != null && state != ProgramState.ENDED) {
      boolean flows = state == ProgramState.ON_AIR ? feed.onAirIsAlive() : slate.isRunning();
      publisher.publishDue(feed.queue(), nowNs, flows, legs.alignment() == Alignment.IDENTICAL);
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

  /**
   * Lets go of all bytes; whoever goes on at its {@link #resumePoint} has taken them by then. It is
   * not told of anything after this.
   */
  public void close() {
    legs.clear();
    feed.clear();
    if (publisher != null) {
      publisher.close();
    }
  }

  /** What operators see. */
  public ProgramView view() {
    Publisher current = publisher;
    return new ProgramView(
        state,
        state == ProgramState.ON_AIR ? feed.onAir() : null,
        state == ProgramState.INTERRUPTED && slate.isVisible(),
        switching.isHeld(),
        state == ProgramState.ON_AIR ? switching.wished() : null,
        current == null ? 0 : current.targetDurationS(),
        current == null ? 0 : current.holdNs() / Nanos.PER_MS,
        legs.alignment(),
        legs.backupBehindMs(),
        legs.offsets().confidence(),
        legs.offsets().driftPpm(),
        switches.latest());
  }

  private void onUnit(Leg leg, AccessUnit unit, long nowNs, long wallMs) {
    LegSession session = legs.require(leg);
    if (session.jumpsBy(unit) > MAX_TIMESTAMP_JUMP_NS) {
      if (!isLead(session, unit)) {
        // It belongs to pictures that are not known yet, or no more.
        return;
      }
      session = beginAgain(session, nowNs, wallMs);
    }
    LegUnit added = session.add(unit);
    legs.learn(session, added, nowNs);
    if (state == ProgramState.WAITING && added.isLead() && unit.keyframe()) {
      considerStart(session, nowNs, wallMs);
    } else if (state == ProgramState.ON_AIR) {
      feed.offer(leg, added);
    }
  }

  /** The same encoder has begun something new. */
  private LegSession beginAgain(LegSession session, long nowNs, long wallMs) {
    StreamConfig same = session.config();
    sessionStarted(session.leg(), nowNs, wallMs);
    LegSession next = legs.require(session.leg());
    if (same != null) {
      next.configure(same);
    }
    return next;
  }

  private static boolean isLead(LegSession session, AccessUnit unit) {
    StreamConfig current = session.config();
    return current != null && unit.track() == current.lead().track();
  }

  private void considerStart(LegSession session, long nowNs, long wallMs) {
    SwitchScript followed = script;
    if (followed != null) {
      Long atNs = SwitchScript.begins(followed.due(switches), session);
      if (atNs != null) {
        begin(session, atNs, nowNs, wallMs);
      }
      return;
    }
    if (session.leg() == Leg.BACKUP && legs.delivers(Leg.PRIMARY, nowNs)) {
      return;
    }
    boolean unknown = session.longestGopNs() == 0 && publisher == null;
    if (unknown || session.awaitsPictures(nowNs)) {
      return;
    }
    begin(session, null, nowNs, wallMs);
  }

  /** {@code atNs}: the program time at which it begins; null for as the clock says. */
  private void begin(LegSession session, @Nullable Long atNs, long nowNs, long wallMs) {
    LegUnit keyframe = session.lead().getLast();
    long arrivedWallMs = wallMs - (nowNs - keyframe.unit().arrivedNs()) / Nanos.PER_MS;
    long startNs = 0;
    Publisher current = publisher;
    ProgramResume from = resume;
    if (from != null) {
      long byClockNs = (arrivedWallMs - from.zeroWallMs()) * Nanos.PER_MS;
      startNs = Math.max(0, Math.max(byClockNs, from.publishedEndNs() + Nanos.PER_SECOND));
    }
    if (current == null) {
      int targetDurationS = config.targetDurationS(legs.longestGopNs());
      PlaylistShape shape = config.shape(targetDurationS, keyframe.config().lead());
      current = Publisher.begin(config, shape, arrivedWallMs);
      publisher = current;
    }
    joiner.begin(current, session, atNs == null ? startNs : atNs, from, wallMs);
    state = ProgramState.ON_AIR;
  }

  private void sessionEnded(Leg leg, long nowNs, long wallMs) {
    LegSession session = legs.get(leg);
    if (session == null || !session.isAlive()) {
      return;
    }
    feed.rememberClock();
    session.end();
    if (leg == feed.onAir() && state == ProgramState.ON_AIR) {
      considerSwitch(nowNs, wallMs);
    }
  }

  private void considerSwitch(long nowNs, long wallMs) {
    feed.rememberClock();
    if (script != null) {
      follow(script, nowNs, wallMs);
      return;
    }
    SwitchIntent intent =
        switching.consider(nowNs, to -> joiner.isLastSafeCut(publisher(), to, nowNs));
    if (intent == null && joiner.repeatRatherThanWait(publisher(), nowNs, wallMs)) {
      return;
    }
    if (intent == null ? interruption.nothingComes(nowNs) : waitsInVain(intent, nowNs, wallMs)) {
      interrupt(nowNs, wallMs);
    }
  }

  /** Whether what is wanted can't be had before players run dry; then a gap will do too. */
  private boolean waitsInVain(SwitchIntent intent, long nowNs, long wallMs) {
    return !switchTo(intent, nowNs, wallMs)
        && interruption.runsDry(intent, nowNs)
        && !switchTo(intent.atAnyCost(), nowNs, wallMs);
  }

  /** Does what the script says, when there is what it speaks of. */
  private void follow(SwitchScript followed, long nowNs, long wallMs) {
    SwitchRecord next = followed.due(switches);
    boolean returns = state == ProgramState.INTERRUPTED;
    if (next == null || (next.trigger() == Trigger.RETURN) != returns) {
      return;
    }
    Leg to = next.to();
    LegSession session = to == null ? null : legs.get(to);
    SwitchPlace place = next.place();
    if (to == null) {
      interrupt(nowNs, wallMs);
    } else if (session == null || session.serial() != place.session()) {
      return;
    } else if (next.splice() == Splice.IDENTICAL) {
      joiner.goOnIdentically(publisher(), session, next.intent(), nowNs, wallMs);
    } else if (SwitchScript.keyframe(place, session) >= 0) {
      if (place.slateUntilNs() != SwitchPlace.NO_SLATE) {
        slate.endAt(place.slateUntilNs(), nowNs);
      }
      Splicer.Cut cut = SwitchScript.cut(next, session, feed.queue());
      cutTo(session, cut, next.intent(), place.slateUntilNs(), nowNs, wallMs);
    }
  }

  /** No leg delivers: the last picture stays until one returns. */
  private void interrupt(long nowNs, long wallMs) {
    Leg last = feed.onAir();
    publisher().interrupt(feed.queue());
    interruption.begin(last, nowNs);
    state = ProgramState.INTERRUPTED;
    joiner.interrupted(last, publisher(), wallMs);
    interruption.forgetSilent(nowNs);
  }

  private void considerReturn(long nowNs, long wallMs) {
    if (script != null) {
      follow(script, nowNs, wallMs);
      return;
    }
    Interruption.Return found = interruption.wayBack(nowNs);
    if (found != null) {
      SwitchIntent intent = new SwitchIntent(found.session().leg(), Trigger.RETURN);
      cutTo(found.session(), found.cut(), intent, found.slateUntilNs(), nowNs, wallMs);
    }
  }

  /** False when there is nothing to cut at. */
  private boolean switchTo(SwitchIntent intent, long nowNs, long wallMs) {
    Leg target = intent.to();
    if (target == null) {
      throw new IllegalStateException("a switch to nothing");
    }
    LegSession to = legs.require(target);
    if (joiner.goOnIdentically(publisher(), to, intent, nowNs, wallMs)) {
      return true;
    }
    Splicer.Allowance allowance = Joiner.allowance(publisher(), to, intent.sudden());
    boolean goesOn = intent.mayGoOn() && feed.onAirIsAlive();
    Splicer.Cut cut = feed.findCut(to, new Splicer.Terms(allowance, goesOn, intent.oldIsBad()));
    if (cut != null) {
      cutTo(to, cut, intent, SwitchPlace.NO_SLATE, nowNs, wallMs);
    }
    return cut != null;
  }

  private void cutTo(
      LegSession to,
      Splicer.Cut cut,
      SwitchIntent intent,
      long slateUntilNs,
      long nowNs,
      long wallMs) {
    boolean returns = state == ProgramState.INTERRUPTED;
    Joiner.Entrance entrance = new Joiner.Entrance(cut, intent, returns, slateUntilNs);
    joiner.cut(publisher(), to, entrance, nowNs, wallMs);
    state = ProgramState.ON_AIR;
  }

  /** Of a program that has begun. */
  private Publisher publisher() {
    Publisher current = publisher;
    if (current == null) {
      throw new IllegalStateException("the program has not begun");
    }
    return current;
  }
}
