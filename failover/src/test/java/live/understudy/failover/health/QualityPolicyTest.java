package live.understudy.failover.health;

import static live.understudy.failover.health.QualityFault.AUDIO_LOST;
import static live.understudy.failover.health.QualityFault.FROZEN;
import static live.understudy.failover.health.QualityFault.SILENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** When a bad leg is left, and when the primary is gone back to. */
class QualityPolicyTest {

  private static final long MS = 1_000_000L;

  private final QualityPolicy policy = new QualityPolicy();

  @Test
  void leavesFor_onlyThisLegIsBad_afterASecond() {
    assertNull(policy.leavesFor(Set.of(FROZEN), Set.of(), 0));
    assertNull(policy.leavesFor(Set.of(FROZEN), Set.of(), 999 * MS));
    assertEquals(FROZEN, policy.leavesFor(Set.of(FROZEN), Set.of(), 1000 * MS));
  }

  @Test
  void leavesFor_soundIsLost_almostAtOnce() {
    assertNull(policy.leavesFor(Set.of(AUDIO_LOST), Set.of(), 0));
    assertEquals(AUDIO_LOST, policy.leavesFor(Set.of(AUDIO_LOST), Set.of(), 250 * MS));
  }

  @Test
  void leavesFor_bothAreAsBad_never() {
    for (long ms = 0; ms < 60_000; ms += 100) {
      assertNull(policy.leavesFor(Set.of(FROZEN), Set.of(FROZEN), ms * MS));
      assertNull(policy.leavesFor(Set.of(SILENT), Set.of(FROZEN), ms * MS));
    }
  }

  @Test
  void leavesFor_otherIsLessBad_leaves() {
    assertNull(policy.leavesFor(Set.of(FROZEN), Set.of(SILENT), 0));
    assertEquals(FROZEN, policy.leavesFor(Set.of(FROZEN), Set.of(SILENT), 1000 * MS));
  }

  @Test
  void leavesFor_otherIsBetterForAMomentOnly_stays() {
    for (long ms = 0; ms < 60_000; ms += 900) {
      assertNull(policy.leavesFor(Set.of(FROZEN), Set.of(), ms * MS));
      assertNull(policy.leavesFor(Set.of(FROZEN), Set.of(FROZEN), (ms + 850) * MS));
    }
  }

  @Test
  void leavesFor_faultComesAndGoes_countsAnew() {
    assertNull(policy.leavesFor(Set.of(FROZEN), Set.of(), 0));
    assertNull(policy.leavesFor(Set.of(), Set.of(), 500 * MS));
    assertNull(policy.leavesFor(Set.of(FROZEN), Set.of(), 600 * MS));
    assertNull(policy.leavesFor(Set.of(FROZEN), Set.of(), 1500 * MS));
    policy.reset();
    assertNull(policy.leavesFor(Set.of(FROZEN), Set.of(), 1700 * MS));
    assertEquals(FROZEN, policy.leavesFor(Set.of(FROZEN), Set.of(), 2700 * MS));
  }

  @Test
  void wantsPrimary_cleanForLongEnough_onceItFailsTwiceAsLong() {
    RevertPolicy revert = new RevertPolicy(30_000 * MS);
    long nowNs = 0;
    for (int doublings = 0; doublings < 3; doublings++) {
      assertFalse(revert.wantsPrimary(true, true, nowNs));
      long cleanNs = 30_000 * MS << doublings;
      assertFalse(revert.wantsPrimary(true, true, nowNs + cleanNs - 1));
      assertTrue(revert.wantsPrimary(true, true, nowNs + cleanNs));
      nowNs += cleanNs;
      revert.reverted(nowNs);
      nowNs += 5_000 * MS;
      revert.leftPrimary(nowNs);
    }
    // A primary that held out for long begins anew.
    assertFalse(revert.wantsPrimary(true, true, nowNs));
    revert.reverted(nowNs);
    nowNs += 10_000_000 * MS;
    revert.leftPrimary(nowNs);
    assertFalse(revert.wantsPrimary(true, true, nowNs));
    assertTrue(revert.wantsPrimary(true, true, nowNs + 30_000 * MS));
  }

  @Test
  void wantsPrimary_notCleanOrOnAirOrNotWanted_never() {
    RevertPolicy revert = new RevertPolicy(30_000 * MS);
    RevertPolicy never = new RevertPolicy(0);
    for (long ms = 0; ms < 200_000; ms += 1_000) {
      assertFalse(revert.wantsPrimary(true, ms % 20_000 != 0, ms * MS));
      assertFalse(never.wantsPrimary(true, true, ms * MS));
    }
    assertFalse(revert.wantsPrimary(false, true, 300_000 * MS));
  }

  @Test
  void wantsPrimary_anotherLegWasOnAirMeanwhile_beginsToCountAnew() {
    RevertPolicy revert = new RevertPolicy(30_000 * MS);
    assertFalse(revert.wantsPrimary(true, true, 0));
    revert.switched();
    assertFalse(revert.wantsPrimary(true, true, 40_000 * MS));
    assertFalse(revert.wantsPrimary(true, true, 69_999 * MS));
    assertTrue(revert.wantsPrimary(true, true, 70_000 * MS));
  }
}
