package live.understudy.failover;

import java.util.Set;
import live.understudy.failover.align.OffsetMeasurement;
import live.understudy.failover.align.SoundWindow;
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

  private final LegPair legs;
  private final Feed feed;
  private final SwitchLog switches;
  private final Director director;

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
    this.switches = switches;
    switches.engineBegins();
    SessionLimits limits =
        SessionLimits.forHold(config.holdNs(ProgramConfig.MAX_TARGET_DURATION_S));
    this.legs = new LegPair(limits, switches::nextSession);
    this.feed = new Feed(legs, config.maxBehindNs());
    this.director = new Director(config, resume, legs, feed, switches, script);
  }

  /** A session of {@code leg} begins; an older one that is still there ends. */
  public void sessionStarted(Leg leg, long nowNs, long wallMs) {
    switches.told();
    if (director.state() == ProgramState.ENDED) {
      return;
    }
    LegSession previous = legs.get(leg);
    if (previous != null && previous.isAlive()) {
      sessionEnded(leg, nowNs, wallMs);
    }
    if (leg == feed.onAir() && director.state() == ProgramState.ON_AIR) {
      director.interrupt(nowNs, wallMs);
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
    if (director.state() == ProgramState.ENDED) {
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
    director.start();
  }

  /** Ends for good: what is held is published at once, then {@code EXT-X-ENDLIST}. */
  public void stop() {
    director.stop();
    // Encoders may go on for hours.
    legs.clear();
    feed.clear();
  }

  /** An operator wants {@code to} on air. */
  public SwitchOutcome operatorSwitch(Leg to, long nowNs, long wallMs) {
    switches.told();
    return director.operatorSwitch(to, nowNs, wallMs);
  }

  /** From here on only a dead leg is left without an operator, or no longer so. */
  public void hold(boolean held) {
    director.hold(held);
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
    director.tick(nowNs, wallMs);
  }

  /** The playlist's newest state if it changed since the last call, else null. */
  public @Nullable WindowSnapshot takeSnapshot() {
    Publisher publisher = director.published();
    return publisher == null ? null : publisher.takeSnapshot();
  }

  /** What another engine needs to go on; null before anything was published. */
  public @Nullable ProgramResume resumePoint() {
    Publisher publisher = director.published();
    return publisher == null ? null : publisher.resumePoint();
  }

  /** Wall-clock time of the program's time zero; MIN_VALUE before it has begun. */
  public long zeroWallMs() {
    Publisher publisher = director.published();
    return publisher == null ? Long.MIN_VALUE : publisher.zeroWallMs();
  }

  /** The segment is on disk: it need not stay in memory to stay in the playlist. */
  public void stored(long msn) {
    Publisher publisher = director.published();
    if (publisher != null) {
      publisher.stored(msn);
    }
  }

  /** Of the segments that an engine goes on with, these are on disk. */
  public void stored(Set<Long> msns) {
    Publisher publisher = director.published();
    if (publisher != null) {
      publisher.stored(msns);
    }
  }

  /** The program has ended, and what is stored leaves the memory. */
  public void forgetStored() {
    Publisher publisher = director.published();
    if (publisher != null && director.state() == ProgramState.ENDED) {
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
    Publisher publisher = director.published();
    if (publisher != null) {
      publisher.close();
    }
  }

  /** What operators see. */
  public ProgramView view() {
    Publisher current = director.published();
    ProgramState state = director.state();
    return new ProgramView(
        state,
        state == ProgramState.ON_AIR ? feed.onAir() : null,
        director.isSlateVisible(),
        director.isHeld(),
        state == ProgramState.ON_AIR ? director.wished() : null,
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
    if (director.state() == ProgramState.WAITING && added.isLead() && unit.keyframe()) {
      director.considerStart(session, nowNs, wallMs);
    } else if (director.state() == ProgramState.ON_AIR) {
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

  private void sessionEnded(Leg leg, long nowNs, long wallMs) {
    LegSession session = legs.get(leg);
    if (session == null || !session.isAlive()) {
      return;
    }
    feed.rememberClock();
    session.end();
    if (leg == feed.onAir() && director.state() == ProgramState.ON_AIR) {
      director.considerSwitch(nowNs, wallMs);
    }
  }
}
