package live.understudy.failover;

import static live.understudy.failover.Units.MS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import live.understudy.hls.TinyBlocks;
import live.understudy.media.AccessUnit;
import live.understudy.media.ByteSlice;
import live.understudy.media.Leg;
import live.understudy.media.TrackType;
import org.junit.jupiter.api.Test;

class ParkingTest {

  private final TinyBlocks memory = new TinyBlocks(64);
  private final Map<Long, byte[]> pictures = new HashMap<>();
  private final Map<Long, byte[]> sounds = new HashMap<>();

  private LegSession session(SessionLimits limits) {
    LegSession session = new LegSession(Leg.PRIMARY, 1, limits, memory);
    session.configure(Units.MILLIS);
    return session;
  }

  private AccessUnit unit(TrackType track, long dts, boolean keyframe, int length, long arrivedMs) {
    byte[] data = new byte[length];
    new Random(dts * 2 + (keyframe ? 1 : 0)).nextBytes(data);
    (track == TrackType.VIDEO ? pictures : sounds).put(dts, data);
    ByteSlice slice = ByteSlice.of(data);
    return new AccessUnit(track, dts, 0, keyframe, slice, dts, arrivedMs * MS);
  }

  private static List<LegUnit> all(LegSession session) {
    List<LegUnit> all = new ArrayList<>(session.lead());
    all.addAll(session.audio());
    return all;
  }

  private void check(LegSession session) {
    for (LegUnit unit : all(session)) {
      AccessUnit whole = unit.whole();
      byte[] expected = (whole.track() == TrackType.VIDEO ? pictures : sounds).get(whole.dts());
      assertNotNull(expected);
      assertArrayEquals(expected, whole.data().toArray());
      assertEquals(expected.length, unit.bytes());
      assertEquals(unit.unit().withData(whole.data()), whole);
    }
  }

  @Test
  void session_anyTrafficAndLimits_everyUnitStaysWhatItWas() {
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed * 31L);
      SessionLimits limits =
          new SessionLimits(
              (5_000 + random.nextInt(30_000)) * MS,
              50 + random.nextInt(2_000),
              2_000 + random.nextInt(200_000));
      LegSession session = session(limits);
      long atMs = 0;
      boolean parked = false;
      for (int i = 0; i < 1_500; i++) {
        int length = random.nextInt(10) == 0 ? 0 : random.nextInt(300);
        session.add(unit(TrackType.VIDEO, i * 40L, i % 25 == 0, length, atMs));
        if (random.nextBoolean()) {
          session.add(unit(TrackType.AUDIO, i * 1_920L, true, random.nextInt(20), atMs));
        }
        atMs += random.nextInt(400) == 0 ? random.nextInt(15_000) : random.nextInt(80);
        memory.roomy = random.nextInt(5) > 0;
        if (i % 50 == 0) {
          check(session);
          parked |= session.lead().getFirst().parked() != null;
        }
      }
      assertTrue(parked || limits.retainedNs() < 9_000 * MS || limits.maxBytes() < 60_000);
      check(session);
      session.close();
      assertEquals(0, memory.out(), "seed " + seed);
      assertEquals(List.of(), all(session));
      pictures.clear();
      sounds.clear();
    }
  }

  @Test
  void park_whatIsOld_isOutOfTheHeapAndTheRestIsNot() {
    LegSession session = session(new SessionLimits(60_000 * MS, 4_096, 1 << 20));
    for (int i = 0; i < 500; i++) {
      session.add(unit(TrackType.VIDEO, i * 40L, i % 25 == 0, 100, i * 40L));
    }
    long nowNs = 499 * 40 * MS;
    int outside = 0;
    for (LegUnit unit : session.lead()) {
      boolean old = nowNs - unit.unit().arrivedNs() > Parking.AFTER_NS;
      if (unit.parked() != null) {
        assertTrue(old);
        assertSame(ByteSlice.EMPTY, unit.unit().data());
        outside++;
      } else {
        assertSame(unit.unit(), unit.whole());
      }
    }
    int old = (int) ((nowNs - Parking.AFTER_NS) / (40 * MS));
    assertTrue(outside > old - 4 && outside <= old, outside + " of " + old);
    assertEquals(100 * outside, memory.heldBytes());
    assertNull(session.lead().getLast().parked());
  }

  @Test
  void park_afterMuchHadToWait_isDoneALittleAtATime() {
    LegSession session = session(new SessionLimits(600_000 * MS, 4_096, 1 << 20));
    memory.roomy = false;
    for (int i = 0; i < 500; i++) {
      session.add(unit(TrackType.VIDEO, i * 40L, i % 25 == 0, 100, i * 40L));
      session.add(unit(TrackType.AUDIO, i * 1_920L, true, 10, i * 40L));
    }
    assertEquals(0, memory.taken());
    memory.roomy = true;
    for (int i = 500; i < 1_000; i++) {
      long before = memory.heldBytes();
      int taken = memory.taken();
      session.add(unit(TrackType.VIDEO, i * 40L, i % 25 == 0, 100, i * 40L));
      long more = memory.heldBytes() - before;
      assertTrue(more < 2 * memory.lumpBytes() + 100, more + " bytes at once");
      assertTrue(memory.taken() - taken <= 1);
    }
    check(session);
    long old = session.lead().stream().filter(ParkingTest::isOld).count() * 100 + 500 * 10;
    assertTrue(memory.heldBytes() > old - 400, memory.heldBytes() + " of " + old);
  }

  private static boolean isOld(LegUnit unit) {
    return unit.unit().arrivedNs() < 999 * 40 * MS - Parking.AFTER_NS;
  }

  @Test
  void whole_afterTheSessionWasClosed_isRefused() {
    LegSession session = session(new SessionLimits(60_000 * MS, 4_096, 1 << 20));
    for (int i = 0; i < 500; i++) {
      session.add(unit(TrackType.VIDEO, i * 40L, i % 25 == 0, 100, i * 40L));
    }
    LegUnit first = session.lead().getFirst();
    LegUnit last = session.lead().getLast();
    session.close();
    assertThrows(IllegalStateException.class, first::whole);
    assertSame(last.unit(), last.whole());
  }
}
