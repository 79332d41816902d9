package live.understudy.failover.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WindowRateTest {
  private static final long MS = 1_000_000;
  private static final long S = 1_000 * MS;

  private final WindowRate rate = new WindowRate();

  @Test
  void rates_ofNothing_areZero() {
    assertEquals(0, rate.kilobitsPerSecond(S, 5 * S));
    assertEquals(0.0, rate.perSecond(30 * S, 5 * S));
  }

  @Test
  void rates_whichChange_areToldByWindow() {
    for (long ms = 0; ms < 40_000; ms += 40) {
      rate.add(ms < 35_000 ? 5_000 : 10_000, ms * MS);
    }
    long nowNs = 40_000 * MS - MS;
    assertEquals(2_000, rate.kilobitsPerSecond(S, nowNs), 300);
    assertEquals(1_000 + 1_000 * 5 / 30, rate.kilobitsPerSecond(30 * S, nowNs), 20);
    assertEquals(25.0, rate.perSecond(5 * S, nowNs), 1.5);
  }

  @Test
  void rates_soonAfterTheBegin_countOnlyTheTimeSince() {
    for (long ms = 0; ms < 3_000; ms += 40) {
      rate.add(5_000, (7_100 + ms) * MS);
    }
    assertEquals(1_000, rate.kilobitsPerSecond(30 * S, 10_100 * MS), 20);
    assertEquals(25.0, rate.perSecond(30 * S, 10_100 * MS), 0.5);
  }

  @Test
  void rates_afterSilence_areForgotten() {
    for (long ms = 0; ms < 3_000; ms += 40) {
      rate.add(5_000, ms * MS);
    }
    assertEquals(0, rate.kilobitsPerSecond(S, 4_100 * MS));
    assertEquals(0.0, rate.perSecond(5 * S, 8_100 * MS));
    assertEquals(0, rate.kilobitsPerSecond(30 * S, 40_000 * S));
  }
}
