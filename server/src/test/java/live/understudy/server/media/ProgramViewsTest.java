package live.understudy.server.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import live.understudy.failover.LegState;
import live.understudy.failover.ProgramCore;
import live.understudy.failover.ProgramState;
import live.understudy.media.Leg;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramViewsTest {
  private static final long MS = 1_000_000;
  private static final long START_NS = -5_000 * MS;

  private final ProgramCore core = new ProgramCore(Fixtures.CONFIG, null);
  private final LegAgent primary =
      new LegAgent(Leg.PRIMARY, 500_000, 100_000, Fixtures.CONFIG.memory());
  private final ProgramViews views = new ProgramViews(core.view(), START_NS);

  private void make(long nowNs) {
    views.make(core, List.of(primary), nowNs, 0);
  }

  @ParameterizedTest
  @CsvSource({
    // Looked at, made and asked at so many milliseconds; negative: never looked at.
    "-1, 0, 199, false",
    "-1, 0, 999, false",
    "-1, 0, 1000, true",
    "0, 0, 199, false",
    "0, 0, 200, true",
    "0, 2500, 2699, false",
    "0, 2500, 2700, true",
    "0, 2900, 3100, false",
    "0, 2900, 3900, true",
    "3100, 2900, 3101, true",
  })
  void isDue_lookedAtOrNot_fiveTimesOrOnceASecond(
      long lookedMs, long madeMs, long nowMs, boolean due) {
    if (lookedMs >= 0) {
      views.looked(START_NS + lookedMs * MS);
    }
    make(START_NS + madeMs * MS);
    assertEquals(due, views.isDue(START_NS + nowMs * MS));
  }

  @Test
  void isDue_nothingWasMadeYet_atOnce() {
    assertTrue(views.isDue(START_NS));
    assertNull(views.leg(Leg.PRIMARY));
    make(START_NS);
    assertFalse(views.isDue(START_NS));
  }

  @Test
  void make_againAfterSomethingChanged_showsIt() {
    make(0);
    assertEquals(ProgramState.OFF, views.program().state());
    assertEquals(LegState.OFFLINE, leg(Leg.PRIMARY).health().state());
    assertNull(views.leg(Leg.BACKUP));
    core.start();
    primary.door().block(true);
    assertEquals(ProgramState.OFF, views.program().state());
    make(1);
    assertEquals(ProgramState.WAITING, views.program().state());
    assertTrue(leg(Leg.PRIMARY).blocked());
  }

  private LegSnapshot leg(Leg leg) {
    return Objects.requireNonNull(views.leg(leg));
  }
}
