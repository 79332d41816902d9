package live.understudy.failover;

import static live.understudy.failover.Units.MS;
import static live.understudy.failover.Units.picture;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import live.understudy.hls.WindowConfig;
import live.understudy.media.AccessUnit;
import live.understudy.media.ByteSlice;
import live.understudy.media.Leg;
import live.understudy.media.TrackType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The small objects that decide: when to publish, when to leave, who is identical, who is late. */
class PolicyTest {

  private static final ProgramConfig CONFIG = ProgramConfig.defaults();

  private static AccessUnit content(long hash, long pts, int bytes) {
    return new AccessUnit(TrackType.VIDEO, pts, 0, false, ByteSlice.of(new byte[bytes]), hash, 0);
  }

  @Test
  void cadence_steadyArrival_holdsConstantly() {
    Cadence cadence = new Cadence(2500 * MS);
    for (int i = 0; i < 100; i++) {
      long arrivedNs = (2000L * i + 77) * MS;
      assertEquals(arrivedNs + 2500 * MS, cadence.dueNs(arrivedNs, 2000L * i * MS));
      cadence.published(arrivedNs + 2500 * MS, 2000L * i * MS);
    }
    assertEquals(2500 * MS, cadence.holdNs());
  }

  @Test
  void cadence_laterLeg_keepsTheRhythmAndRegainsTheHoldSlowly() {
    Cadence cadence = new Cadence(2500 * MS);
    cadence.published(2500 * MS, 0);
    long lastDueNs = 2500 * MS;
    long hold = 0;
    for (int i = 1; i < 400; i++) {
      long arrivedNs = (2000L * i + 1000) * MS;
      long dueNs = cadence.dueNs(arrivedNs, 2000L * i * MS);
      assertTrue(dueNs - lastDueNs <= 2010 * MS, "a step of " + (dueNs - lastDueNs));
      assertTrue(dueNs - arrivedNs >= hold, "the hold shrinks");
      hold = dueNs - arrivedNs;
      cadence.published(dueNs, 2000L * i * MS);
      lastDueNs = dueNs;
    }
    assertEquals(2500 * MS, hold);
  }

  @Test
  void cadence_legLaterThanTheHold_isPublishedOnArrivalNeverBefore() {
    Cadence cadence = new Cadence(2500 * MS);
    cadence.published(2500 * MS, 0);
    assertEquals(9000 * MS, cadence.dueNs(9000 * MS, 2000 * MS));
  }

  @Test
  void cadence_earlierLegOrReset_holdsInFull() {
    Cadence cadence = new Cadence(2500 * MS);
    cadence.published(2500 * MS, 0);
    assertEquals(3500 * MS, cadence.dueNs(1000 * MS, 2000 * MS));
    cadence.reset();
    assertEquals(11_500 * MS, cadence.dueNs(9000 * MS, 2000 * MS));
  }

  @ParameterizedTest
  @CsvSource({
    "0, false, false, false",
    "299, false, false, false",
    "300, true, false, false",
    "999, true, false, false",
    "1000, true, true, false",
    "2799, true, true, false",
    "2800, true, true, true"
  })
  void switchPolicy_byLag_suspectsThenLeavesThenDeclaresDead(
      long lagMs, boolean suspects, boolean leaves, boolean dead) {
    SwitchPolicy rested = new SwitchPolicy(CONFIG);
    assertEquals(suspects, rested.suspects(lagMs * MS, 0));
    assertEquals(leaves, rested.leavesForLag(lagMs * MS, 0));
    assertEquals(dead, rested.isDead(lagMs * MS));
    SwitchPolicy tired = new SwitchPolicy(CONFIG);
    tired.switched(100_000 * MS);
    assertFalse(tired.suspects(lagMs * MS, 109_999 * MS));
    assertEquals(dead, tired.leavesForLag(lagMs * MS, 109_999 * MS));
    assertEquals(leaves, tired.leavesForLag(lagMs * MS, 110_000 * MS));
  }

  private static AccessUnit coded(int number, long pts) {
    boolean keyframe = number % 25 == 0;
    return new AccessUnit(
        TrackType.VIDEO, pts, 0, keyframe, ByteSlice.of(new byte[64]), number * 31L + 7, 0);
  }

  @Test
  void identityLock_thirtyAgreeingPicturesAndAKeyframe_lock() {
    for (Leg first : Leg.values()) {
      IdentityLock lock = new IdentityLock();
      for (int i = 1; i <= 30; i++) {
        assertFalse(lock.isLocked());
        assertThrows(IllegalStateException.class, () -> lock.toOther(Leg.PRIMARY));
        lock.add(first, coded(i, i * 40L + (first == Leg.BACKUP ? 1000 : 0)));
        lock.add(first.other(), coded(i, i * 40L + (first == Leg.BACKUP ? 0 : 1000)));
      }
      assertTrue(lock.isLocked());
      assertEquals(1000, lock.toOther(Leg.PRIMARY));
      assertEquals(-1000, lock.toOther(Leg.BACKUP));
    }
  }

  @Test
  void identityLock_repeatsAndSmallPicturesAndSound_proveNothing() {
    IdentityLock lock = new IdentityLock();
    for (int i = 0; i < 100; i++) {
      for (Leg leg : Leg.values()) {
        lock.add(leg, content(42, i * 40L, 64));
        lock.add(leg, content(1000 + i, i * 40L, 47));
        lock.add(leg, Units.sound(i));
      }
    }
    assertFalse(lock.isLocked());
  }

  @Test
  void identityLock_onePictureThatDiffers_unlocks() {
    IdentityLock lock = new IdentityLock();
    for (int i = 0; i < 60; i++) {
      lock.add(Leg.PRIMARY, coded(i, i * 40L));
      lock.add(Leg.BACKUP, coded(i, i * 40L));
    }
    assertTrue(lock.isLocked());
    lock.add(Leg.PRIMARY, coded(60, 2400));
    lock.add(Leg.BACKUP, coded(9999, 2400));
    assertFalse(lock.isLocked());
    for (int i = 61; i < 120; i++) {
      lock.add(Leg.PRIMARY, coded(i, i * 40L));
      lock.add(Leg.BACKUP, coded(i, i * 40L));
    }
    assertTrue(lock.isLocked());
    lock.reset();
    assertFalse(lock.isLocked());
    lock.add(Leg.PRIMARY, coded(3, 120));
    assertFalse(lock.isLocked());
  }

  @Test
  void identityLock_muchLaterThanRemembered_neverLocks() {
    IdentityLock lock = new IdentityLock();
    for (int i = 0; i < 4000; i++) {
      lock.add(Leg.PRIMARY, content(i, i, 64));
      if (i >= 1100) {
        lock.add(Leg.BACKUP, content(i - 1100, i, 64));
      }
    }
    assertFalse(lock.isLocked());
  }

  @Test
  void arrivalEnvelope_jitter_onlyTheQuickestCounts() {
    ArrivalEnvelope envelope = new ArrivalEnvelope();
    assertFalse(envelope.isKnown());
    assertThrows(IllegalStateException.class, envelope::delayNs);
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      long jitter = i % 50 == 0 ? 0 : random.nextLong(900 * MS);
      envelope.add(i * 40 * MS, i * 40 * MS + 100 * MS + jitter);
      assertEquals(100 * MS, envelope.delayNs(), "at " + i);
    }
  }

  @Test
  void arrivalEnvelope_slowerPath_isFollowedWithinTwoBuckets() {
    ArrivalEnvelope envelope = new ArrivalEnvelope();
    for (int i = 0; i < 1000; i++) {
      long delay = (i < 500 ? 100 : 700) * MS;
      envelope.add(i * 40 * MS, i * 40 * MS + delay);
      boolean follows = i * 40 * MS >= 20_000 * MS + 2 * ArrivalEnvelope.BUCKET_NS;
      assertEquals(
          i < 500 || !follows && envelope.delayNs() == 100 * MS ? 100 * MS : 700 * MS,
          envelope.delayNs());
    }
    assertEquals(700 * MS, envelope.delayNs());
  }

  @Test
  void programConfig_targetDuration_fitsTheLongestGop() {
    long[][] table = {
      {0, 2}, {1000, 2}, {2000, 2}, {2400, 2}, {2500, 3}, {4000, 4}, {8000, 8}, {60_000, 10}
    };
    for (long[] row : table) {
      assertEquals(row[1], CONFIG.targetDurationS(row[0] * MS), "for " + row[0]);
    }
    assertEquals(2500 * MS, CONFIG.holdNs(2));
    WindowConfig window = CONFIG.window();
    assertThrows(
        IllegalArgumentException.class,
        () -> new ProgramConfig(500_000, 500_001, -1, 1, 1, 0, window, false, false, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ProgramConfig(500_000, 500_000, -1, 2, 1, 0, window, false, false, 0));
    assertEquals(
        0, new ProgramConfig(500_000, 500_000, 0, 1, 1, 0, window, false, false, 0).holdNs(10));
  }

  @Test
  void session_withoutEnd_forgetsWhatIsOldOrTooMuch() {
    LegSession session = new LegSession(Leg.PRIMARY, 1, new SessionLimits(1000 * MS, 100, 640));
    assertThrows(IllegalStateException.class, () -> session.add(picture(0, 0, true, 0)));
    session.configure(Units.MILLIS);
    for (int i = 0; i < 1000; i++) {
      session.add(picture(i * 40L, 0, i % 25 == 0, i * 40L));
      assertTrue(session.lead().size() <= 10, "more than the bytes allow");
    }
    assertEquals(1000 * MS, session.longestGopNs());
    assertEquals(999 * 40 * MS, session.headNs());
    assertEquals(0, session.jumpsBy(Units.sound(999 * 40 * 48)));
    assertEquals(7000 * MS, session.jumpsBy(Units.sound((999 * 40 + 7000) * 48)));
    assertEquals(5000 * MS, session.jumpsBy(picture(999 * 40 + 5000, 0, false, 0)));
    assertEquals(5000 * MS, session.jumpsBy(picture(999 * 40 - 5000, 0, false, 0)));
  }
}
