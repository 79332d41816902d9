package live.understudy.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TakeoverBrakeTest {
  private static final long MS = 1_000_000;

  private final TakeoverBrake brake =
      new TakeoverBrake(new IngestLimits.Takeovers(3, 30_000, 1_000));

  private boolean triesAt(long ms) {
    return brake.allows(20 * MS, ms * MS);
  }

  @Test
  void allows_twoEncodersThatFight_endsTheFightAndTheLastOneStays() {
    int won = 0;
    for (int s = 0; s < 3_600; s += 2) {
      won += triesAt(s * 1_000L) ? 1 : 0;
    }
    assertEquals(3, won);
  }

  @Test
  void allows_afterAQuietWindow_newestWinsAgain() {
    for (int i = 0; i < 10; i++) {
      triesAt(i);
    }
    assertFalse(triesAt(29_999));
    assertFalse(triesAt(59_998));
    assertTrue(triesAt(89_998));
  }

  @Test
  void allows_publisherThatIsSilent_givesWayHoweverOftenThatHappens() {
    for (int i = 0; i < 10; i++) {
      triesAt(i);
    }
    for (int i = 0; i < 1_000; i++) {
      assertTrue(brake.allows(1_000 * MS, i * MS));
    }
    assertFalse(brake.allows(999 * MS, 1_000 * MS));
  }

  @Test
  void allows_nowAndThen_isNeverRefused() {
    for (int i = 0; i < 100; i++) {
      assertTrue(triesAt(i * 10_000L));
    }
  }

  @Test
  void release_afterAFight_letsTheNextOneIn() {
    for (int i = 0; i < 10; i++) {
      triesAt(i);
    }
    brake.release();
    assertTrue(triesAt(11));
  }
}
