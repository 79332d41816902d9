package live.understudy.failover.sim.fault;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import live.understudy.failover.sim.fault.Schedule.Deed;
import live.understudy.failover.sim.fault.Schedule.Fault;
import live.understudy.failover.sim.fault.Schedule.Kind;
import live.understudy.media.Leg;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Some hundred schedules of each kind; {@code bin/simulate} runs any number of them. */
class FaultScheduleTest {

  private static final int RUNS = Integer.getInteger("understudy.schedules", 120);

  @ParameterizedTest
  @EnumSource
  void anySeed_keepsEveryPromise(Kind kind) {
    for (long seed = 1; seed <= RUNS; seed++) {
      keep(kind, seed);
    }
  }

  private static void keep(Kind kind, long seed) {
    assertDoesNotThrow(() -> Verdict.of(Schedules.of(kind, seed)), () -> kind + " seed " + seed);
  }

  /** What once failed, and what it was. */
  @ParameterizedTest
  @CsvFileSource(resources = "seeds-that-once-failed.csv")
  void seedThatOnceFailed_keepsEveryPromise(Kind kind, long seed, String what) {
    assertDoesNotThrow(
        () -> Verdict.of(Schedules.of(kind, seed)), () -> kind + " seed " + seed + ": " + what);
  }

  @ParameterizedTest
  @EnumSource
  void oneSeed_isOneLife(Kind kind) {
    Schedule schedule = Schedules.of(kind, 77);
    assertEquals(schedule, Schedules.of(kind, 77));
    World first = Verdict.of(schedule).world();
    World second = Verdict.of(schedule).world();
    assertEquals(first.view(), second.view());
    assertEquals(first.reel.shown(), second.reel.shown());
  }

  /** The checkers see what they are there for: an encoder that is alone and stops. */
  @Test
  void onlyLegStops_isNoticed() {
    Schedule schedule = Schedules.of(Kind.ALIKE, 3);
    List<Fault> faults =
        List.of(
            new Fault(200, Deed.CONNECT, Leg.PRIMARY, 0),
            new Fault(12_000, Deed.DISCONNECT, Leg.PRIMARY, 0));
    BrokenPromise broken =
        assertThrows(BrokenPromise.class, () -> Verdict.of(schedule.with(faults)));
    assertTrue(String.valueOf(broken.getMessage()).contains("not on air"), broken::toString);
  }
}
