package live.understudy.ingest.demux;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import live.understudy.ingest.BadInputException;
import live.understudy.ingest.IngestLimits;
import org.junit.jupiter.api.Test;

class MediaBudgetTest {
  private static final int MEGABYTE = 1_000_000;

  private final MediaBudget budget =
      new MediaBudget(
          "video", new IngestLimits.Media(10 * MEGABYTE, 20 * MEGABYTE, 256, 64 << 10, 16));

  @Test
  void spend_steadyTrackBelowTheRate_isNeverTooMuch() throws BadInputException {
    for (int ms = 0; ms < 3_600_000; ms += 40) {
      budget.spend(390_000, ms);
    }
  }

  @Test
  void spend_timestampsThatStandStill_areTooMuchAfterTheBurst() throws BadInputException {
    for (int i = 0; i < 19; i++) {
      budget.spend(MEGABYTE, 1_000);
    }
    BadInputException e =
        assertThrows(BadInputException.class, () -> budget.spend(MEGABYTE, 1_000));
    assertTrue(e.reason().contains("video of more than 80 Mbit/s"), e.reason());
  }

  @Test
  void spend_emptyFramesWithoutEnd_areTooMuch() {
    assertThrows(
        BadInputException.class,
        () -> {
          for (int i = 0; i < 80_000; i++) {
            budget.spend(0, 0);
          }
        });
  }

  @Test
  void spend_timestampsThatGoToAndFro_earnOnce() throws BadInputException {
    for (int i = 0; i < 20; i++) {
      budget.spend(MEGABYTE, i % 2 == 0 ? 0 : 40);
    }
    assertThrows(BadInputException.class, () -> budget.spend(MEGABYTE, 40));
  }

  @Test
  void spend_clockThatBeginsAnew_earnsFromThereOn() throws BadInputException {
    budget.spend(MEGABYTE, 3_600_000);
    for (int ms = 0; ms < 60_000; ms += 1_000) {
      budget.spend(9 * MEGABYTE, ms);
    }
  }
}
