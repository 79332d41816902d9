package live.understudy.server.media;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import live.understudy.api.event.RecordingStatus;
import live.understudy.failover.ProgramConfig;
import live.understudy.failover.ProgramCore;
import live.understudy.failover.ProgramResume;
import live.understudy.failover.ProgramState;
import live.understudy.failover.ProgramView;
import live.understudy.failover.SwitchOutcome;
import live.understudy.ingest.netty.Admission;
import live.understudy.ingest.netty.PublishRequest;
import live.understudy.media.Leg;
import live.understudy.media.ProgramId;
import live.understudy.media.SessionEvent;
import live.understudy.media.StreamConfig;
import live.understudy.server.align.SoundSettings;
import live.understudy.server.align.SoundWatch;
import live.understudy.server.http.MediaSink;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns one program and its two legs. All state belongs to one event loop; the methods that may be
 * called from elsewhere post to it or read a snapshot.
 */
final class ProgramAgent {

  private static final Logger LOG = LoggerFactory.getLogger(ProgramAgent.class);

  /** With low latency what arrives moves the engine, too; then the next tick has nothing to do. */
  private static final long TICK_SAVED_NS = TimeUnit.MILLISECONDS.toNanos(LoopTicker.TICK_MS);

  /** How often it is looked for viewers who have waited too long, and previews that nobody sees. */
  private static final long EXPIRE_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(200);

  private static final int ANSWER_TIMEOUT_S = 5;

  private static final String ENDED = "the event has ended";

  /** After the end the last segments stay in memory for those who are about to fetch them. */
  private static final int MEMORY_AFTER_END_S = 30;

  private final ProgramId id;
  private final LoopTicker ticker;
  private final EventLoop loop;
  private final Outlet outlet;
  private final SwitchReports reports;
  private final SoundWatch sound;
  private final Map<Leg, LegAgent> legs = new EnumMap<>(Leg.class);
  private volatile ProgramConfig config;
  private ProgramCore core;
  private final ProgramViews views;
  private LoopTicker.@Nullable Turn turn;
  private boolean live;
  private final Restarts restarts = new Restarts();
  private boolean givenUp;
  private @Nullable String closedFor;
  private boolean held;
  private long expiredNs;
  private long coreTickedNs;

  ProgramAgent(
      ProgramId id, LoopTicker ticker, ProgramConfig config, ParkingLot lot, SoundSettings sounds) {
    this.id = id;
    this.ticker = ticker;
    this.loop = ticker.loop();
    this.config = config;
    this.outlet = new Outlet(loop, lot);
    this.reports = new SwitchReports(id);
    this.sound = new SoundWatch(id, loop, sounds);
    this.core = new ProgramCore(config, null, reports.log());
    this.views = new ProgramViews(core.view(), System.nanoTime());
    for (Leg leg : Leg.values()) {
      legs.put(
          leg, new LegAgent(leg, config.segmentTargetUs(), config.partTargetUs(), config.memory()));
    }
  }

  // --- from any thread ---

  /** Lets a publisher in. A newer publisher of a leg takes over from an older one at once. */
  Admission admit(PublishRequest request) {
    long nowNs = System.nanoTime();
    PublisherSession session = new PublisherSession(request, nowNs);
    LegDoor door = agent(request.leg()).door();
    String refusal = door.enter(session, nowNs, () -> post(() -> takeOver(session)));
    if (refusal != null) {
      return new Admission.Refused(refusal);
    }
    return new Admission.Admitted(events -> {
      session.heard(System.nanoTime());
      if (events.getLast() instanceof SessionEvent.Ended) {
        door.left(session);
      }
      post(() -> onEvents(session, events));
    });
  }

  /** Keeps encoders from publishing a leg, or lets them in again. */
  void block(Leg leg, boolean on) {
    agent(leg).door().block(on);
    post(() -> refreshView(System.nanoTime()));
  }

  /** Hangs up on whoever publishes a leg; whether anybody did. */
  boolean disconnect(Leg leg, String reason) {
    return agent(leg).door().disconnect(reason);
  }

  /** Another configuration for a program that has not begun. */
  void reconfigure(ProgramConfig next) {
    call(() -> {
      if (core.view().state() == ProgramState.OFF) {
        config = next;
        beginAnew(null, System.nanoTime());
      }
    });
  }

  /** Switches are written into {@code book} from here on, after what is there. */
  void logTo(SwitchJournal journal, SwitchBook book) {
    call(() -> {
      if (reports.logTo(journal, book)) {
        beginAnew(null, System.nanoTime());
      }
    });
  }

  /** Goes live, where {@code resume} says if it was live before; returns when it has. */
  void goLive(Archive into, @Nullable ProgramResume resume) {
    goLive(into, resume, resume != null);
  }

  /** As above; {@code begun} says whether the archive knows of the playlist. */
  void goLive(Archive into, @Nullable ProgramResume resume, boolean begun) {
    call(() -> {
      outlet.open(into, msn -> core.stored(msn));
      live = true;
      if (resume == null) {
        core.start();
      } else {
        outlet.continueAfter(resume.playlist().nextMsn() - 1, begun);
        beginAnew(resume, System.nanoTime());
        guarded(this::publish);
      }
      tickWhileNeeded();
      refreshView(System.nanoTime());
    });
  }

  /** Ends for good. The playlist says so when its last segment is stored, within moments. */
  void stop() {
    call(() -> {
      live = false;
      guarded(() -> core.stop());
      if (core.view().state() != ProgramState.ENDED) {
        // It failed on the way: the one that took its place has nothing to publish but the end.
        core.stop();
        givenUp = false;
      }
      guarded(this::publish);
      closedFor = ENDED;
      closeSessions(ENDED);
      refreshView(System.nanoTime());
      loop.schedule(this::leaveMemory, MEMORY_AFTER_END_S, TimeUnit.SECONDS);
      LOG.info("program ended: program={}", id);
    });
  }

  /** Puts a leg on air because an operator says so. */
  SwitchOutcome switchTo(Leg to) {
    AtomicReference<SwitchOutcome> outcome = new AtomicReference<>(SwitchOutcome.NOT_LIVE);
    call(() -> {
      long nowNs = System.nanoTime();
      long wallMs = System.currentTimeMillis();
      guarded(() -> outcome.set(core.operatorSwitch(to, nowNs, wallMs)));
      guarded(this::publish);
      refreshView(nowNs);
    });
    return outcome.get();
  }

  /** From here on only a dead leg is left without an operator, or no longer so. */
  void hold(boolean on) {
    call(() -> {
      held = on;
      guarded(() -> core.hold(on));
      refreshView(System.nanoTime());
    });
  }

  /** What is on disk is served from there. */
  private void leaveMemory() {
    core.forgetStored();
    guarded(this::publish);
    legs.values().forEach(LegAgent::forgetPreview);
  }

  /** Closes whoever publishes, telling them why. */
  void closePublishers(String reason) {
    post(() -> closeSessions(reason));
  }

  /** Closes whoever publishes, and whoever was let in but has not begun. */
  void close(String reason) {
    post(() -> {
      closedFor = reason;
      closeSessions(reason);
      outlet.delivery().close();
      live = false;
      givenUp = true;
      core.close();
      legs.values().forEach(LegAgent::close);
    });
  }

  Delivery delivery() {
    return outlet.delivery();
  }

  RecordingStatus recording() {
    return outlet.recording();
  }

  ProgramConfig config() {
    return config;
  }

  /** Answers with what {@code name} is of this leg alone, or that it is missing; any thread. */
  void preview(Leg leg, String name, MediaSink sink) {
    agent(leg).showPreview(name, sink, loop);
    // Without an encoder only time ends it.
    post(this::tickWhileNeeded);
  }

  /** An operator looks at it: {@link #view} and {@link #leg} are made more often for a while. */
  void looked() {
    views.looked(System.nanoTime());
  }

  ProgramView view() {
    return views.program();
  }

  @Nullable LegSnapshot leg(Leg leg) {
    return views.leg(leg);
  }

  LegMeter meter(Leg leg) {
    return agent(leg).meter();
  }

  private void post(Runnable task) {
    loop.execute(task);
  }

  private void call(Runnable task) {
    Future<?> done = loop.submit(task);
    if (!done.awaitUninterruptibly(ANSWER_TIMEOUT_S, TimeUnit.SECONDS)) {
      LOG.error("program did not answer in {} s: program={}", ANSWER_TIMEOUT_S, id);
    } else if (!done.isSuccess()) {
      LOG.error("program did not obey: program={}", id, done.cause());
    }
  }

  // --- on the loop ---

  private void closeSessions(String reason) {
    for (LegAgent leg : legs.values()) {
      PublisherSession session = leg.session();
      if (session != null) {
        session.close(reason);
      }
    }
  }

  private void takeOver(PublisherSession session) {
    if (closedFor != null) {
      session.close(closedFor);
      return;
    }
    long nowNs = System.nanoTime();
    long wallMs = System.currentTimeMillis();
    LegAgent leg = agent(session.leg());
    PublisherSession previous = leg.session();
    if (previous != null) {
      leg.meter().takenOver();
      previous.displace("another encoder took over with the same stream key");
      SessionEvent ended = new SessionEvent.Ended("another encoder took over");
      forward(leg, ended, nowNs, wallMs);
    }
    leg.sessionStarted(session, nowNs, wallMs);
    guarded(() -> core.sessionStarted(session.leg(), nowNs, wallMs));
    LOG.info(
        "leg connected: program={} leg={} remote={} tls={}",
        id,
        session.leg(),
        session.remoteAddress(),
        session.tls());
    tickWhileNeeded();
    refreshView(nowNs);
  }

  private void onEvents(PublisherSession session, List<SessionEvent> events) {
    LegAgent leg = agent(session.leg());
    if (!leg.isPublishedBy(session)) {
      return;
    }
    long nowNs = System.nanoTime();
    long wallMs = System.currentTimeMillis();
    boolean seen = leg.isSeen();
    boolean ended = false;
    for (SessionEvent event : events) {
      forward(leg, event, nowNs, wallMs);
      if (event instanceof SessionEvent.Ended reason) {
        ended = true;
        LOG.info("leg disconnected: program={} leg={} reason={}", id, leg.leg(), reason.reason());
      }
    }
    if (ended) {
      tickCore(nowNs, wallMs);
      tick();
      refreshView(nowNs);
    } else if (config.lowLatency() && live) {
      // A part that is complete must not wait for the next tick.
      tickCore(nowNs, wallMs);
    }
    if (!seen && leg.isSeen()) {
      refreshView(nowNs);
    }
  }

  private void tickCore(long nowNs, long wallMs) {
    coreTickedNs = nowNs;
    guarded(() -> core.tick(nowNs, wallMs));
    guarded(this::publish);
  }

  private void forward(LegAgent leg, SessionEvent event, long nowNs, long wallMs) {
    if (leg.onEvent(event, nowNs, wallMs)) {
      leg.pass(
          event, nowNs, passed -> guarded(() -> core.onEvent(leg.leg(), passed, nowNs, wallMs)));
    }
  }

  private void tick() {
    long nowNs = System.nanoTime();
    if (nowNs - coreTickedNs >= TICK_SAVED_NS) {
      tickCore(nowNs, System.currentTimeMillis());
    }
    try {
      lookAfterViewers(nowNs);
    } catch (RuntimeException e) {
      // It says nothing of the engine, and must not end the ticking.
      LOG.error("viewers could not be looked after: program={}", id, e);
    }
    tickWhileNeeded();
  }

  private void lookAfterViewers(long nowNs) {
    outlet.release(nowNs);
    sound.tick(core, nowNs);
    if (nowNs - expiredNs >= EXPIRE_EVERY_NS) {
      expiredNs = nowNs;
      outlet.delivery().expire(nowNs);
      legs.values().forEach(leg -> leg.expirePreview(nowNs));
    }
    if (views.isDue(nowNs)) {
      refreshView(nowNs);
    }
  }

  private void publish() {
    reports.tell();
    outlet.publish(core, System.nanoTime());
  }

  private void refreshView(long nowNs) {
    views.make(core, legs.values(), nowNs, System.currentTimeMillis());
  }

  /** Time passes only for programs that somebody publishes to or waits for. */
  private void tickWhileNeeded() {
    boolean needed = live || isInUse() || outlet.isWaiting();
    LoopTicker.Turn running = turn;
    if (needed && running == null) {
      turn = ticker.begin(this::tick);
    } else if (!needed && running != null) {
      running.end();
      turn = null;
      refreshView(System.nanoTime());
    }
  }

  private boolean isInUse() {
    for (LegAgent leg : legs.values()) {
      if (leg.isInUse()) {
        return true;
      }
    }
    return false;
  }

  /** A broken invariant ends this program's engine alone; it begins again where it stood. */
  private void guarded(Runnable action) {
    if (givenUp) {
      return;
    }
    try {
      action.run();
    } catch (RuntimeException | AssertionError e) {
      long nowNs = System.nanoTime();
      int count = restarts.count(nowNs);
      LOG.error("program failed, restart {} of {}: program={}", count, Restarts.MAX, id, e);
      restartCore(nowNs);
    }
  }

  private void restartCore(long nowNs) {
    ProgramResume resume = core.resumePoint();
    if (restarts.isTooMany()) {
      live = false;
      givenUp = true;
      replaceCore(resume);
      LOG.error("program given up: program={}", id);
      return;
    }
    beginAnew(resume, nowNs);
  }

  /** Another engine, which takes over what the old one holds. */
  private void replaceCore(@Nullable ProgramResume resume) {
    ProgramCore before = core;
    core = new ProgramCore(config, resume, reports.log());
    before.close();
    outlet.tellStored(core);
  }

  /** The same, for the encoders that are there. */
  private void beginAnew(@Nullable ProgramResume resume, long nowNs) {
    replaceCore(resume);
    core.hold(held);
    long wallMs = System.currentTimeMillis();
    for (LegAgent leg : legs.values()) {
      if (leg.session() == null) {
        continue;
      }
      core.sessionStarted(leg.leg(), nowNs, wallMs);
      StreamConfig current = leg.config();
      if (current != null) {
        core.onEvent(leg.leg(), new SessionEvent.Configured(current), nowNs, wallMs);
      }
    }
    if (live) {
      core.start();
    }
  }

  private LegAgent agent(Leg leg) {
    LegAgent agent = legs.get(leg);
    if (agent == null) {
      throw new IllegalStateException("no such leg");
    }
    return agent;
  }
}
