package live.understudy.failover.sim;

import java.util.EnumMap;
import java.util.Map;
import live.understudy.failover.ProgramConfig;
import live.understudy.failover.ProgramCore;
import live.understudy.failover.ProgramResume;
import live.understudy.failover.ProgramView;
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

  private final Map<Leg, SimEncoder> encoders = new EnumMap<>(Leg.class);
  private long nowNs = 1_000_000_000L;

  Simulation(ProgramConfig config, SimEncoder primary, SimEncoder backup) {
    this.config = config;
    core = new ProgramCore(config, null);
    encoders.put(Leg.PRIMARY, primary);
    encoders.put(Leg.BACKUP, backup);
  }

  /** For playlists whose parts count, and for those without pictures. */
  Simulation watchedBy(PartViewer other) {
    partViewer = other;
    return this;
  }

  long nowNs() {
    return nowNs;
  }

  private long wallMs() {
    return WALL_ZERO_MS + nowNs / 1_000_000;
  }

  /** The process dies and another one goes on from the last resume point; encoders reconnect. */
  void restart(long downMs) {
    ProgramResume resume = core.resumePoint();
    encoders.values().forEach(SimEncoder::disconnect);
    core = new ProgramCore(config, resume);
    nowNs += downMs * 1_000_000;
    core.start();
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
    core.sessionStarted(leg, nowNs, wallMs());
    core.onEvent(leg, new SessionEvent.Configured(encoder.config()), nowNs, wallMs());
  }

  void disconnect(Leg leg) {
    encoder(leg).disconnect();
    core.onEvent(leg, new SessionEvent.Ended("test"), nowNs, wallMs());
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
      core.tick(nowNs, wallMs());
      refresh();
    }
  }

  private void deliver(Leg leg, SimEncoder encoder) {
    encoder.advance(nowNs);
    for (SessionEvent event = encoder.poll(nowNs); event != null; event = encoder.poll(nowNs)) {
      core.onEvent(leg, event, nowNs, wallMs());
    }
  }

  void stop() {
    core.stop();
    refresh();
  }

  private void refresh() {
    WindowSnapshot snapshot = core.takeSnapshot();
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
