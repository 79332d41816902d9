package live.understudy.failover.sim;

import java.util.EnumMap;
import java.util.Map;
import live.understudy.failover.ProgramConfig;
import live.understudy.failover.ProgramCore;
import live.understudy.failover.ProgramResume;
import live.understudy.failover.ProgramView;
import live.understudy.failover.SwitchLog;
import live.understudy.failover.SwitchOutcome;
import live.understudy.failover.SwitchRecord;
import live.understudy.failover.SwitchReplay.Input;
import live.understudy.hls.WindowSnapshot;
import live.understudy.media.Leg;
import live.understudy.media.SessionEvent;
import org.jspecify.annotations.Nullable;

/** Two encoders, a program and a strict viewer in virtual time. */
final class Simulation {

  private static final long STEP_NS = 5_000_000L;
  private static final long WALL_ZERO_MS = 1_700_000_000_000L;

  ProgramCore core;
  private final ProgramConfig config;
  final SimViewer viewer = new SimViewer();

  /** Looks on instead of the strict viewer. */
  private @Nullable PartViewer partViewer;

  /** What the engine was told; null where nobody wants to replay it. */
  private @Nullable Tape tape;

  private SwitchLog log = new SwitchLog();
  private final Map<Leg, SimEncoder> encoders = new EnumMap<>(Leg.class);
  private long nowNs = 1_000_000_000L;

  Simulation(ProgramConfig config, SimEncoder primary, SimEncoder backup) {
    this.config = config;
    core = new ProgramCore(config, null, log);
    encoders.put(Leg.PRIMARY, primary);
    encoders.put(Leg.BACKUP, backup);
  }

  /** For playlists whose parts count, and for those without pictures. */
  Simulation watchedBy(PartViewer other) {
    partViewer = other;
    return this;
  }

  /** Remembers all that is needed to replay it; to be called before anything happens. */
  Simulation recorded() {
    Tape next = new Tape();
    next.engineBegan(config, false, 0, 0);
    tape = next;
    return this;
  }

  /** Replays what was recorded and holds the result against what was published. */
  void checkReplay() {
    tape().check();
  }

  /** What was recorded so far. */
  Tape tape() {
    Tape recorded = tape;
    if (recorded == null) {
      throw new IllegalStateException("nothing was recorded");
    }
    recorded.switched(log.takeNew());
    return recorded;
  }

  private void note(Input input) {
    Tape recorded = tape;
    if (recorded != null) {
      recorded.add(input, nowNs, wallMs());
    }
  }

  long nowNs() {
    return nowNs;
  }

  /** Goes live. */
  void start() {
    note(new Input.Started());
    core.start();
  }

  SwitchOutcome operatorSwitch(Leg to) {
    note(new Input.Asked(to));
    return core.operatorSwitch(to, nowNs, wallMs());
  }

  private long wallMs() {
    return WALL_ZERO_MS + nowNs / 1_000_000;
  }

  /** The process dies and another one goes on from the last resume point; encoders reconnect. */
  void restart(long downMs) {
    ProgramResume resume = core.resumePoint();
    encoders.values().forEach(SimEncoder::disconnect);
    long lastSession = 0;
    for (SwitchRecord entry : core.view().switches()) {
      lastSession = Math.max(lastSession, entry.place().session());
    }
    Tape recorded = tape;
    if (recorded != null) {
      recorded.switched(log.takeNew());
      recorded.engineBegan(config, true, log.epoch(), lastSession);
    }
    log = SwitchLog.after(log.epoch(), lastSession);
    core = new ProgramCore(config, resume, log);
    nowNs += downMs * 1_000_000;
    start();
  }

  SimEncoder encoder(Leg leg) {
    SimEncoder encoder = encoders.get(leg);
    if (encoder == null) {
      throw new IllegalStateException("no encoder");
    }
    return encoder;
  }

  void connect(Leg leg) {
    SimEncoder encoder = encoder(leg);
    encoder.connect(nowNs);
    note(new Input.SessionStarted(leg));
    core.sessionStarted(leg, nowNs, wallMs());
    send(leg, new SessionEvent.Configured(encoder.config()));
  }

  void disconnect(Leg leg) {
    encoder(leg).disconnect();
    send(leg, new SessionEvent.Ended("test"));
  }

  private void send(Leg leg, SessionEvent event) {
    note(new Input.Sent(leg, event));
    core.onEvent(leg, event, nowNs, wallMs());
  }

  void pause(Leg leg, boolean paused) {
    encoder(leg).setPaused(paused, nowNs);
  }

  /** Nothing of {@code leg} arrives for so long, then everything at once. */
  void delayLink(Leg leg, long ms) {
    encoder(leg).delayLink(ms, nowNs);
  }

  boolean delivers(Leg leg) {
    return encoder(leg).delivers();
  }

  void run(long durationMs) {
    long untilNs = nowNs + durationMs * 1_000_000;
    while (nowNs < untilNs) {
      nowNs += STEP_NS;
      encoders.forEach(this::deliver);
      note(new Input.Ticked());
      core.tick(nowNs, wallMs());
      refresh();
    }
  }

  private void deliver(Leg leg, SimEncoder encoder) {
    encoder.advance(nowNs);
    for (SessionEvent event = encoder.poll(nowNs); event != null; event = encoder.poll(nowNs)) {
      send(leg, event);
    }
  }

  void stop() {
    note(new Input.Stopped());
    core.stop();
    refresh();
  }

  private void refresh() {
    WindowSnapshot snapshot = core.takeSnapshot();
    Tape recorded = tape;
    if (snapshot != null && recorded != null) {
      recorded.published(snapshot);
    }
    if (snapshot != null && snapshot.isPlayable()) {
      PartViewer instead = partViewer;
      if (instead == null) {
        viewer.refresh(snapshot, nowNs);
      } else {
        instead.refresh(snapshot, nowNs);
      }
    }
  }

  ProgramView view() {
    return core.view();
  }
}
