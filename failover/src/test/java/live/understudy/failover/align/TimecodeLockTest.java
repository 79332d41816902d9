package live.understudy.failover.align;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import live.understudy.media.Leg;
import live.understudy.media.Timecode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimecodeLockTest {
  private static final long MS = 1_000_000L;
  private static final long DAY_NS = 86_400_000 * MS;

  /** Half past nine, when the tests begin. */
  private static final long MORNING_NS = 34_200_000 * MS;

  private final TimecodeLock lock = new TimecodeLock();

  /** An encoder whose session time zero was taken at {@code zeroNs} of its clock. */
  private record Encoder(Leg leg, long zeroNs, long delayMs, long periodNs) {
    Timecode at(long ptsNs) {
      return periodNs == 0
          ? Timecode.utc(zeroNs + ptsNs)
          : Timecode.wrapped(zeroNs + ptsNs, periodNs);
    }
  }

  private static Encoder ofDay(Leg leg, long zeroMs, long delayMs) {
    return new Encoder(leg, MORNING_NS + zeroMs * MS, delayMs, DAY_NS);
  }

  /** Both take pictures at {@code takenMs} after half past nine. */
  private void keyframe(Encoder encoder, long takenMs) {
    picture(encoder, takenMs, 0, true);
  }

  private void picture(Encoder encoder, long takenMs, long errorMs, boolean keyframe) {
    long ptsNs = MORNING_NS + takenMs * MS - encoder.zeroNs();
    Timecode timecode = encoder.at(ptsNs + errorMs * MS);
    lock.add(encoder.leg(), timecode, ptsNs, (takenMs + encoder.delayMs()) * MS, keyframe);
  }

  @ParameterizedTest
  @ValueSource(longs = {-10_000, -3000, -7, 0, 3000, 10_000})
  void threeKeyframes_ofBothLegs_lockTheOffsetWhateverArrivesFirst(long backupDelayMs) {
    Encoder primary = ofDay(Leg.PRIMARY, 120_000, 100);
    Encoder backup = ofDay(Leg.BACKUP, 170_300, 100 + backupDelayMs);
    keyframe(primary, 200_000);
    keyframe(backup, 200_700);
    keyframe(primary, 202_000);
    assertFalse(lock.isLocked());
    keyframe(backup, 202_700);
    assertTrue(lock.isLocked());
    assertEquals(50_300 * MS, lock.primaryMinusBackupNs());
  }

  @Test
  void picturesBetweenKeyframes_lockNothingAlone() {
    Encoder primary = ofDay(Leg.PRIMARY, 120_000, 0);
    Encoder backup = ofDay(Leg.BACKUP, 170_000, 0);
    keyframe(primary, 200_000);
    keyframe(backup, 200_000);
    for (int i = 1; i < 100; i++) {
      picture(primary, 200_000 + 40 * i, 0, false);
      picture(backup, 200_000 + 40 * i, 0, false);
    }
    assertFalse(lock.isLocked());
    assertThrows(IllegalStateException.class, lock::primaryMinusBackupNs);
  }

  @Test
  void midnightBetweenTheLegs_sameOffset() {
    Encoder primary = new Encoder(Leg.PRIMARY, MORNING_NS - 70_000 * MS, 0, DAY_NS);
    Encoder backup = new Encoder(Leg.BACKUP, MORNING_NS - 100_000 * MS, 2000, DAY_NS);
    long midnightMs = (DAY_NS - MORNING_NS) / MS;
    for (int i = -6; i < 6; i++) {
      keyframe(primary, midnightMs + 2000 * i);
      keyframe(backup, midnightMs + 2000 * i + 300);
      assertEquals(i > -6, lock.isLocked(), "keyframe " + i);
    }
    assertEquals(-30_000 * MS, lock.primaryMinusBackupNs());
  }

  @Test
  void clocksThatDrift_offsetFollows() {
    Encoder primary = ofDay(Leg.PRIMARY, 120_000, 0);
    Encoder backup = ofDay(Leg.BACKUP, 120_000, 0);
    for (int i = 0; i < 1800; i++) {
      // 50 parts per million of two seconds each.
      picture(primary, 200_000 + 2000L * i, i / 10, true);
      picture(backup, 200_000 + 2000L * i, 0, true);
    }
    assertTrue(lock.isLocked());
    assertEquals(-179 * MS, lock.primaryMinusBackupNs(), 2 * MS);
  }

  @Test
  void jitterOfMilliseconds_staysLockedWithinIt() {
    Encoder primary = ofDay(Leg.PRIMARY, 120_000, 0);
    Encoder backup = ofDay(Leg.BACKUP, 170_000, 0);
    Random random = new Random(3);
    for (int i = 0; i < 1000; i++) {
      picture(primary, 200_000 + 2000L * i, random.nextLong(5), true);
      picture(backup, 200_000 + 2000L * i, random.nextLong(5), true);
      assertEquals(i > 0, lock.isLocked(), "keyframe " + i);
    }
    assertEquals(50_000 * MS, lock.primaryMinusBackupNs(), 3 * MS);
  }

  @Test
  void contradiction_unlocksUntilThreeAgreeAnew() {
    Encoder primary = ofDay(Leg.PRIMARY, 120_000, 0);
    Encoder backup = ofDay(Leg.BACKUP, 170_000, 0);
    for (int i = 0; i < 5; i++) {
      keyframe(primary, 200_000 + 2000L * i);
      keyframe(backup, 200_000 + 2000L * i);
    }
    assertTrue(lock.isLocked());
    // Its clock was set.
    picture(backup, 210_000, 500, true);
    assertFalse(lock.isLocked());
    picture(backup, 212_000, 500, true);
    picture(backup, 214_000, 500, true);
    assertTrue(lock.isLocked());
    assertEquals(50_500 * MS, lock.primaryMinusBackupNs());
    lock.reset();
    assertFalse(lock.isLocked());
  }

  @ParameterizedTest
  @CsvSource({
    // when the sessions' zeros were on the encoders' clocks, and the period: what does not lock
    "34200000, 34235000, 86400000, further apart than arrival allows",
    "34200000, 20000000, 86400000, hours apart",
    "0, 5000, 86400000, counted from the beginning",
    "34320000, 3600000, 86400000, the backup's counted from one o'clock",
    "36000400, 36003000, 86400000, the primary's from ten o'clock",
    "1795766400000, 1795766440000, 0, UTC that is not set"
  })
  void offsets_thatMeanNothing_doNotLock(
      long primaryZeroMs, long backupZeroMs, long periodMs, String why) {
    Encoder primary = new Encoder(Leg.PRIMARY, primaryZeroMs * MS, 0, periodMs * MS);
    Encoder backup = new Encoder(Leg.BACKUP, backupZeroMs * MS, 0, periodMs * MS);
    for (int i = 0; i < 20; i++) {
      // Both began at the same moment.
      long ptsNs = 2000L * i * MS;
      lock.add(Leg.PRIMARY, primary.at(ptsNs), ptsNs, ptsNs, true);
      lock.add(Leg.BACKUP, backup.at(ptsNs), ptsNs, ptsNs, true);
    }
    assertFalse(lock.isLocked(), why);
  }

  @Test
  void kindsThatDiffer_andLegsWithoutAnyLately_doNotLock() {
    Encoder primary = ofDay(Leg.PRIMARY, 120_000, 0);
    Encoder otherCount = new Encoder(Leg.BACKUP, MORNING_NS + 120_000 * MS, 0, DAY_NS + 86_400);
    for (int i = 0; i < 10; i++) {
      keyframe(primary, 200_000 + 2000L * i);
      keyframe(otherCount, 200_000 + 2000L * i);
    }
    assertFalse(lock.isLocked());
    keyframe(ofDay(Leg.BACKUP, 120_000, 0), 220_000);
    keyframe(primary, 240_000);
    keyframe(primary, 242_000);
    keyframe(primary, 244_000);
    assertFalse(lock.isLocked());
  }
}
