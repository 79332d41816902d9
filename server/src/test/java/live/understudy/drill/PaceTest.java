package live.understudy.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import live.understudy.drill.Pace.Listed;
import org.junit.jupiter.api.Test;

class PaceTest {
  /** Parts of half a second, listed 100 ms after their end. */
  private static final List<Listed> BEFORE =
      List.of(new Listed(600, 500), new Listed(1_100, 1_000), new Listed(1_600, 1_500));

  private static List<Listed> then(Listed... more) {
    return java.util.stream.Stream.concat(BEFORE.stream(), List.of(more).stream()).toList();
  }

  @Test
  void nextMs_lowLatency_isThePartWithWhatCameAfterTheFault() {
    // The fault at 2050: a part that ends at 1900 had come whole before it and was listed late.
    List<Listed> listed = then(new Listed(2_060, 1_900), new Listed(2_700, 2_400));
    assertEquals(650L, Pace.nextMs(listed, true, 2_050));
    assertEquals(10L, Pace.nextMs(listed, false, 2_050));
  }

  @Test
  void nextMs_nothingMoreCame_isNull() {
    assertNull(Pace.nextMs(BEFORE, true, 1_700));
    assertNull(Pace.nextMs(BEFORE, false, 1_700));
  }

  @Test
  void latestMs_afterTheFault_isBeyondTheUsual() {
    assertEquals(0, Pace.latestMs(then(new Listed(2_100, 2_000)), 2_000));
    assertEquals(900, Pace.latestMs(then(new Listed(3_000, 2_000)), 2_000));
  }
}
