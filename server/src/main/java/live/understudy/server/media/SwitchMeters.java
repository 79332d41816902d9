package live.understudy.server.media;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import live.understudy.api.event.SwitchEntry;
import live.understudy.failover.SwitchRecord.Splice;
import live.understudy.failover.SwitchRecord.Trigger;
import live.understudy.media.ProgramId;

/** Counts switches and what they cost, for each program that there is. */
final class SwitchMeters {

  /** Programs beyond these are counted together, under no name. */
  static final int MAX_PROGRAMS = 1_000;

  private static final Duration[] DETECTION = {
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(200),
    Duration.ofMillis(300),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(2),
    Duration.ofSeconds(5)
  };

  private static final String NO_NAME = "other";

  private final MeterRegistry registry;
  private final Map<ProgramId, SlateClock> slates = new ConcurrentHashMap<>();
  private final Set<ProgramId> named = ConcurrentHashMap.newKeySet();
  private final Set<ProgramId> expected = ConcurrentHashMap.newKeySet();

  SwitchMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** The labels of a program. */
  static Tags labels(ProgramId program) {
    return Tags.of("event", program.eventId(), "language", program.language());
  }

  /** The labels under which a program is counted. */
  private Tags counted(ProgramId program) {
    if (named.size() < MAX_PROGRAMS || named.contains(program)) {
      named.add(program);
      return labels(program);
    }
    return Tags.of("event", NO_NAME, "language", NO_NAME);
  }

  /**
   * A counter that begins with its first event has no increase by it that Prometheus could see. So
   * all of a program's that can ever count are there before anything happens; for any thread.
   */
  void expect(ProgramId program) {
    if (expected.add(program)) {
      Tags labels = counted(program);
      for (Trigger trigger : Trigger.values()) {
        splices(trigger)
            .forEach(splice -> count(labels, trigger.name(), splice.name()).increment(0));
      }
    }
  }

  /** How a program can go on for a reason. */
  static Set<Splice> splices(Trigger trigger) {
    return switch (trigger) {
      case START -> EnumSet.of(Splice.NONE);
      case SLATE -> EnumSet.of(Splice.SLATE);
      // The slate makes way where the leg's keyframe belongs.
      case RETURN -> EnumSet.of(Splice.EXACT_CUT);
      case DISCONNECT, LAG, LAST_SAFE_CUT, QUALITY, OPERATOR, REVERT ->
          EnumSet.of(Splice.IDENTICAL, Splice.EXACT_CUT, Splice.OVERLAP, Splice.GAP);
    };
  }

  private Counter count(Tags labels, String trigger, String splice) {
    return Counter.builder("understudy.switches")
        .description("Changes of what is on air")
        .tags(labels.and("trigger", trigger, "splice", splice))
        .register(registry);
  }

  /** Counts one; on the program's loop, which does not wait. */
  void switched(ProgramId program, SwitchEntry entry) {
    Tags labels = counted(program);
    count(labels, entry.trigger(), entry.splice()).increment();
    add("understudy.switch.frames.lost", "Pictures lost at switches", labels, entry.framesLost());
    add(
        "understudy.switch.frames.repeated",
        "Pictures that players get a second time at switches",
        labels,
        entry.framesRepeated());
    add(
        "understudy.switch.audio.gap.seconds",
        "Time without sound at switches",
        labels,
        entry.audioGapMs() / 1000.0);
    if (entry.detectionMs() > 0) {
      Timer.builder("understudy.switch.detection")
          .description("From when the next picture of the leg that was left was expected")
          .tags("trigger", entry.trigger())
          .serviceLevelObjectives(DETECTION)
          .register(registry)
          .record(Duration.ofMillis(entry.detectionMs()));
    }
    if (named.contains(program)) {
      slate(program).switched(entry);
    }
  }

  private void add(String name, String help, Tags labels, double amount) {
    Counter.builder(name).description(help).tags(labels).register(registry).increment(amount);
  }

  private SlateClock slate(ProgramId program) {
    return slates.computeIfAbsent(
        program,
        id -> {
          SlateClock clock = new SlateClock();
          FunctionCounter.builder(
                  "understudy.slate.seconds",
                  clock,
                  seen -> seen.seconds(System.currentTimeMillis()))
              .description("Time in which viewers saw the last picture because no leg delivered")
              .tags(labels(id))
              .register(registry);
          return clock;
        });
  }

  /** The event is gone, and all its meters with it. */
  void forget(String eventId) {
    slates.keySet().removeIf(program -> program.eventId().equals(eventId));
    expected.removeIf(program -> program.eventId().equals(eventId));
    named.removeIf(program -> program.eventId().equals(eventId));
    for (Meter meter : new ArrayList<>(registry.getMeters())) {
      if (eventId.equals(meter.getId().getTag("event"))) {
        registry.remove(meter);
      }
    }
  }

  /** The name of an enum's value as a label has it. */
  static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** How long a program has shown its slate, by its switches. */
  static final class SlateClock {
    private long beforeMs;
    private long sinceMs = Long.MAX_VALUE;

    synchronized void switched(SwitchEntry entry) {
      if (entry.to() == null) {
        sinceMs = Math.min(sinceMs, entry.atMs());
      } else if (sinceMs != Long.MAX_VALUE) {
        beforeMs += Math.max(0, entry.atMs() - sinceMs);
        sinceMs = Long.MAX_VALUE;
      }
    }

    /** The program has ended: the slate with it. */
    synchronized void stopped(long nowMs) {
      if (sinceMs != Long.MAX_VALUE) {
        beforeMs += Math.max(0, nowMs - sinceMs);
        sinceMs = Long.MAX_VALUE;
      }
    }

    synchronized double seconds(long nowMs) {
      long running = sinceMs == Long.MAX_VALUE ? 0 : Math.max(0, nowMs - sinceMs);
      return (beforeMs + running) / 1000.0;
    }
  }

  /** The program has ended. */
  void stopped(ProgramId program) {
    SlateClock clock = slates.get(program);
    if (clock != null) {
      clock.stopped(System.currentTimeMillis());
    }
  }
}
