package live.understudy.failover.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import live.understudy.failover.ProgramConfig;
import live.understudy.failover.ProgramResume;
import live.understudy.failover.SwitchRecord;
import live.understudy.failover.SwitchReplay;
import live.understudy.failover.SwitchReplay.Input;
import live.understudy.hls.Segment;
import live.understudy.hls.WindowSnapshot;
import org.jspecify.annotations.Nullable;

/** What the engines of one program were told, what they wrote into the log, and what came of it. */
final class Tape {

  private record Told(Input input, long nowNs, long wallMs) {}

  /** One engine's life. */
  private record Life(
      ProgramConfig config,
      boolean resumed,
      long epochBefore,
      long sessionsBefore,
      List<Told> told,
      List<SwitchRecord> log) {}

  private final List<Life> lives = new ArrayList<>();
  private final Map<Long, Segment> published = new TreeMap<>();

  void engineBegan(ProgramConfig config, boolean resumed, long epoch, long sessions) {
    lives.add(new Life(config, resumed, epoch, sessions, new ArrayList<>(), new ArrayList<>()));
  }

  void add(Input input, long nowNs, long wallMs) {
    lives.getLast().told().add(new Told(input, nowNs, wallMs));
  }

  void switched(List<SwitchRecord> entries) {
    lives.getLast().log().addAll(entries);
  }

  void published(WindowSnapshot snapshot) {
    snapshot.inMemory().forEach(published::putIfAbsent);
  }

  /** Every segment comes out of the log and of what the legs sent as it was published. */
  void check() {
    Map<Long, Segment> again = new TreeMap<>();
    @Nullable ProgramResume resume = null;
    for (Life life : lives) {
      SwitchReplay replay =
          new SwitchReplay(
              undecided(life.config()),
              life.resumed() ? resume : null,
              life.epochBefore(),
              life.sessionsBefore(),
              life.log());
      for (Told told : life.told()) {
        replay.take(told.input(), told.nowNs(), told.wallMs());
        WindowSnapshot snapshot = replay.takeSnapshot();
        if (snapshot != null) {
          snapshot.inMemory().forEach(again::putIfAbsent);
        }
      }
      resume = replay.resumePoint();
      assertEquals(facts(life.log()), facts(replay.switches()), "what was done is in the log");
    }
    assertEquals(published.keySet(), again.keySet(), "the numbers of the segments");
    published.forEach((msn, segment) -> assertSame(segment, again.get(msn)));
  }

  /** The same program with other ideas of when to switch: nobody must ask for them. */
  private static ProgramConfig undecided(ProgramConfig config) {
    return new ProgramConfig(
        config.segmentTargetUs(),
        config.partTargetUs(),
        config.holdUs(),
        config.suspicionNs(),
        20 * config.lagNs(),
        0,
        config.window(),
        config.lowLatency(),
        config.rewindable(),
        1);
  }

  /** What was known of the offset decides nothing any more. */
  private static List<String> facts(List<SwitchRecord> log) {
    return log.stream()
        .map(entry ->
            entry.epoch()
                + " "
                + entry.trigger()
                + " "
                + entry.from()
                + " to "
                + entry.to()
                + " "
                + entry.cost()
                + " "
                + entry.place())
        .toList();
  }

  /** Replays another log than was written. */
  Tape forged(UnaryOperator<SwitchRecord> change) {
    for (Life life : lives) {
      life.log().replaceAll(change);
    }
    return this;
  }

  private static void assertSame(Segment segment, @Nullable Segment other) {
    if (other == null) {
      throw new AssertionError("a segment is missing");
    }
    assertEquals(segment.info(), other.info());
    assertEquals(segment.info().name(), other.info().name());
    assertArrayEquals(segment.init().bytes(), other.init().bytes());
    assertEquals(segment.parts().size(), other.parts().size());
    for (int i = 0; i < segment.parts().size(); i++) {
      assertEquals(segment.parts().get(i).durationUs(), other.parts().get(i).durationUs());
      assertArrayEquals(
          segment.parts().get(i).bytes().toArray(),
          other.parts().get(i).bytes().toArray(),
          "msn " + segment.msn());
    }
  }

  /** How many segments there are to compare. */
  int segments() {
    return published.size();
  }
}
