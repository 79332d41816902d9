package live.understudy.failover;

import live.understudy.failover.SwitchRecord.Splice;
import live.understudy.failover.SwitchRecord.Trigger;
import live.understudy.hls.PlaylistShape;
import live.understudy.media.Leg;
import org.jspecify.annotations.Nullable;

/**
 * Brings one program from its beginning to its end: which leg it takes, when it leaves it, and what
 * stands in where there is none. What is decided here or written in a script is what {@link Joiner}
 * does.
 */
final class Director {

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

  /** With a script, nothing is decided: the script says what is on air from when. */
  Director(
      ProgramConfig config,
      @Nullable ProgramResume resume,
      LegPair legs,
      Feed feed,
      SwitchLog switches,
      @Nullable SwitchScript script) {
    this.config = config;
    this.resume = resume;
    this.legs = legs;
    this.feed = feed;
    this.switches = switches;
    this.script = script;
    this.switching = new Switching(config, legs, feed);
    this.slate = new SlateFeed(feed, config);
    this.interruption = new Interruption(config, legs, feed, slate);
    this.joiner = new Joiner(legs, feed, switching, slate, switches);
    // What was listed is listed again at once, before any encoder is back.
    this.publisher = resume == null ? null : Publisher.resume(config, resume);
  }

  ProgramState state() {
    return state;
  }

  /** Null before anything was to be published. */
  @Nullable Publisher published() {
    return publisher;
  }

  /** Only a dead leg is left without an operator, or no longer so. */
  void hold(boolean held) {
    switching.hold(held);
  }

  boolean isHeld() {
    return switching.isHeld();
  }

  /** The leg that an operator wants and that could not be cut to yet; null for none. */
  @Nullable Leg wished() {
    return switching.wished();
  }

  boolean isSlateVisible() {
    return state == ProgramState.INTERRUPTED && slate.isVisible();
  }

  /** The program begins with the next keyframe. */
  void start() {
    if (state != ProgramState.OFF) {
      throw new IllegalStateException("a program starts once");
    }
    state = ProgramState.WAITING;
  }

  /** Publishes what is held, and ends for good. */
  void stop() {
    Publisher current = publisher;
    if (current != null) {
      current.publish(feed.queue().take(feed.queue().lead().size(), Long.MAX_VALUE));
      current.end();
    }
    state = ProgramState.ENDED;
    slate.end();
  }

  /** An operator wants {@code to} on air. */
  SwitchOutcome operatorSwitch(Leg to, long nowNs, long wallMs) {
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

  /** Decides about switches and publishes what is due. */
  void tick(long nowNs, long wallMs) {
    if (state == ProgramState.ON_AIR) {
      considerSwitch(nowNs, wallMs);
    }
    if (state == ProgramState.INTERRUPTED) {
      slate.tick(nowNs);
      considerReturn(nowNs, wallMs);
    }
    Publisher current = publisher;
    if (current != null && state != ProgramState.ENDED) {
      boolean flows = state == ProgramState.ON_AIR ? feed.onAirIsAlive() : slate.isRunning();
      current.publishDue(feed.queue(), nowNs, flows, legs.alignment() == Alignment.IDENTICAL);
    }
  }

  /** {@code session} has a keyframe that the program can begin with. */
  void considerStart(LegSession session, long nowNs, long wallMs) {
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

  /** Looks whether the leg on air is to be left, now. */
  void considerSwitch(long nowNs, long wallMs) {
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
  void interrupt(long nowNs, long wallMs) {
    Leg last = feed.onAir();
    publisher().interrupt(feed.queue());
    interruption.begin(last);
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
