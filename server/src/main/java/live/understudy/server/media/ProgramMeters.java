package live.understudy.server.media;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import live.understudy.api.event.RecordingStatus;
import live.understudy.api.event.SwitchEntry;
import live.understudy.failover.LegHealthView;
import live.understudy.failover.LegState;
import live.understudy.failover.ProgramState;
import live.understudy.failover.ProgramView;
import live.understudy.media.Leg;
import live.understudy.media.LegId;
import live.understudy.media.ProgramId;

/**
 * What programs and their legs do, for monitoring: read from snapshots when somebody asks, so that
 * it costs programs nothing. Only programs at which something happens have rows.
 */
public final class ProgramMeters {

  private final MeterRegistry registry;
  private final SwitchMeters switches;
  private final Map<LegId, LegMeter> counted = new ConcurrentHashMap<>();
  private final Map<String, MultiGauge> gauges = new LinkedHashMap<>();
  private final Map<String, List<MultiGauge.Row<?>>> rows = new LinkedHashMap<>();

  public ProgramMeters(MeterRegistry registry) {
    this.registry = registry;
    this.switches = new SwitchMeters(registry);
    gauge("program.state", "", "1 for the state in which the program is");
    gauge("program.on.air", "", "1 for the leg that viewers get");
    gauge("program.slate", "", "1 while viewers get the last picture because no leg delivers");
    gauge("program.held", "", "1 while an operator keeps the server from switching");
    gauge("program.next.msn", "", "The number of the next segment");
    gauge("program.published.age", "seconds", "Since when the playlist has not changed");
    gauge("program.hold", "seconds", "How long what arrives is held before it is published");
    gauge("alignment", "", "1 for the way in which the legs' offset is known");
    gauge("alignment.confidence", "", "How sure the offset is, 0 to 1");
    gauge("alignment.offset", "seconds", "How much later a picture arrives by the backup");
    gauge("alignment.drift", "ppm", "How much slower the backup's clock is");
    gauge("leg.up", "", "1 while the leg receives");
    gauge("leg.bitrate", "bits_per_second", "Measured over the last seconds");
    gauge("leg.frame.rate", "", "Pictures a second, measured over the last seconds");
    gauge("leg.keyframe.interval", "seconds", "Between the last two keyframes");
    gauge("leg.issues", "", "What is wrong with the leg");
    gauge("recording.state", "", "1 for what the recording does");
    gauge("recording", "bytes", "What is stored of the program");
    gauge("switch.log.pending", "", "Switches that are not stored yet");
  }

  private void gauge(String name, String unit, String help) {
    gauges.put(
        name,
        MultiGauge.builder("understudy." + name)
            .description(help)
            .baseUnit(unit.isEmpty() ? null : unit)
            .register(registry));
  }

  /** A switch was made; on the program's loop. */
  public void switched(ProgramId program, SwitchEntry entry) {
    switches.switched(program, entry);
  }

  /** The program has ended. */
  void stopped(ProgramId program) {
    switches.stopped(program);
  }

  /** The event is gone, and {@link #update} is not given its programs any more. */
  void forget(String eventId) {
    counted.keySet().removeIf(leg -> leg.program().eventId().equals(eventId));
    switches.forget(eventId);
  }

  /** Brings everything up to date with {@code programs}; not from two threads at once. */
  void update(Map<ProgramId, ProgramAgent> programs, Map<ProgramId, SwitchBook> books) {
    rows.clear();
    gauges.keySet().forEach(name -> rows.put(name, new ArrayList<>()));
    List<ProgramId> shown = new ArrayList<>();
    for (Map.Entry<ProgramId, ProgramAgent> entry : programs.entrySet()) {
      if (isQuiet(entry.getValue()) || shown.size() >= SwitchMeters.MAX_PROGRAMS) {
        continue;
      }
      shown.add(entry.getKey());
      program(entry.getKey(), entry.getValue());
      SwitchBook book = books.get(entry.getKey());
      if (book != null) {
        int pending = book.status(System.nanoTime()).pending();
        row("switch.log.pending", SwitchMeters.labels(entry.getKey()), pending);
      }
    }
    gauges.forEach((name, gauge) -> gauge.register(rows.getOrDefault(name, List.of()), true));
    // What was deleted meanwhile may have been forgotten before it was told of.
    for (ProgramId program : shown) {
      if (!programs.containsKey(program)) {
        forget(program.eventId());
      }
    }
  }

  /** Whether nothing is to be told of a program: not live, and nobody publishes. */
  private static boolean isQuiet(ProgramAgent agent) {
    ProgramState state = agent.view().state();
    if (state != ProgramState.OFF && state != ProgramState.ENDED) {
      return false;
    }
    for (Leg leg : Leg.values()) {
      LegSnapshot snapshot = agent.leg(leg);
      if (snapshot != null && snapshot.session() != null) {
        return false;
      }
    }
    return true;
  }

  private void program(ProgramId id, ProgramAgent agent) {
    switches.expect(id);
    Tags labels = SwitchMeters.labels(id);
    ProgramView view = agent.view();
    row("program.state", labels.and("state", SwitchMeters.label(view.state())), 1);
    row("program.slate", labels, view.slate() ? 1 : 0);
    row("program.held", labels, view.held() ? 1 : 0);
    row("program.hold", labels, view.holdMs() / 1000.0);
    row("alignment", labels.and("kind", SwitchMeters.label(view.alignment())), 1);
    row("alignment.confidence", labels, view.confidence());
    row("alignment.drift", labels, view.driftPpm());
    Double behindMs = view.backupBehindMs();
    if (behindMs != null) {
      row("alignment.offset", labels, behindMs / 1000.0);
    }
    RenderedPlaylist rendered = agent.delivery().rendered();
    if (rendered != null) {
      row("program.next.msn", labels, (double) rendered.window().nextMsn());
      long ageNs = System.nanoTime() - rendered.sinceNs();
      row("program.published.age", labels, ageNs / (double) TimeUnit.SECONDS.toNanos(1));
    }
    RecordingStatus recording = agent.recording();
    row("recording.state", labels.and("state", SwitchMeters.label(recording.state())), 1);
    row("recording", labels, (double) recording.bytes());
    for (Leg leg : Leg.values()) {
      Tags legLabels = labels.and("leg", SwitchMeters.label(leg));
      row("program.on.air", legLabels, view.onAir() == leg ? 1 : 0);
      LegSnapshot snapshot = agent.leg(leg);
      if (snapshot != null) {
        leg(legLabels, snapshot.health());
        counters(new LegId(id, leg), legLabels, agent.meter(leg));
      }
    }
  }

  private void leg(Tags labels, LegHealthView health) {
    row("leg.up", labels, health.state() == LegState.RECEIVING ? 1 : 0);
    row("leg.bitrate", labels.and("track", "video"), health.facts().videoKbps() * 1000.0);
    row("leg.bitrate", labels.and("track", "audio"), health.facts().audioKbps() * 1000.0);
    row("leg.frame.rate", labels, health.facts().framesPerSecond());
    row("leg.keyframe.interval", labels, health.facts().keyframeIntervalMs() / 1000.0);
    row("leg.issues", labels, health.issues().size());
  }

  private void counters(LegId leg, Tags labels, LegMeter meter) {
    if (counted.put(leg, meter) != null) {
      return;
    }
    FunctionCounter.builder("understudy.leg.received.bytes", meter, LegMeter::bytes)
        .description("Pictures and sound that came, without the protocol")
        .tags(labels)
        .register(registry);
    FunctionCounter.builder("understudy.leg.sessions", meter, LegMeter::sessions)
        .description("Times that an encoder connected")
        .tags(labels)
        .register(registry);
    FunctionCounter.builder("understudy.leg.takeovers", meter, LegMeter::takeovers)
        .description("Times that an encoder connected while another one published the leg")
        .tags(labels)
        .register(registry);
  }

  private void row(String gauge, Tags labels, double value) {
    List<MultiGauge.Row<?>> of = rows.get(gauge);
    if (of == null) {
      throw new IllegalStateException("no gauge " + gauge);
    }
    of.add(MultiGauge.Row.of(labels, value));
  }
}
