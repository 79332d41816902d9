package live.understudy.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import live.understudy.media.Leg;
import org.junit.jupiter.api.Test;

class PlacedRunsTest {

  private final PlacedRuns runs = new PlacedRuns();
  private final LegSession first = session(1);
  private final LegSession second = session(2);

  private static LegSession session(long serial) {
    return new LegSession(Leg.PRIMARY, serial, SessionLimits.forHold(2_500 * Units.MS));
  }

  private static Placement at(long ticks) {
    return new Placement(ticks, ticks, 0, 0);
  }

  @Test
  void before_severalRuns_answersTheOneThatLiesThere() {
    runs.begin(first, at(100), 0);
    runs.begin(second, at(200), 5_000);
    runs.begin(first, at(300), 9_000);
    assertNull(runs.before(0, first), "nothing lies before the beginning");
    assertEquals(at(100), runs.before(1, first));
    assertEquals(at(100), runs.before(5_000, first), "the joint itself follows the first run");
    assertNull(runs.before(5_001, first));
    assertEquals(at(200), runs.before(5_001, second));
    assertEquals(at(300), runs.before(Long.MAX_VALUE, first));
  }

  @Test
  void begin_beforeWhatWasThere_takesItsPlace() {
    runs.begin(first, at(100), 0);
    runs.begin(second, at(200), 5_000);
    runs.begin(first, at(100), 4_000);
    assertNull(runs.before(6_000, second));
    assertEquals(at(100), runs.before(6_000, first));
  }

  @Test
  void begin_manyTimes_remembersTheLatest() {
    for (int i = 0; i < 1_000; i++) {
      runs.begin(i % 2 == 0 ? first : second, at(i), i * 10L);
    }
    assertEquals(at(999), runs.before(Long.MAX_VALUE, second));
    assertNull(runs.before(9_000, first));
  }
}
