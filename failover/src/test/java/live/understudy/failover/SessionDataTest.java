package live.understudy.failover;

import static live.understudy.failover.Units.MS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import live.understudy.failover.align.CodedSound;
import live.understudy.hls.Parking;
import live.understudy.hls.TinyBlocks;
import live.understudy.media.AccessUnit;
import live.understudy.media.ByteSlice;
import live.understudy.media.Leg;
import live.understudy.media.SessionEvent;
import live.understudy.media.TrackType;
import org.junit.jupiter.api.Test;

/** Sessions and the queue keep the data of their units, and let go of it, wherever it lies. */
class SessionDataTest {

  private static final SessionLimits LONG = new SessionLimits(60_000 * MS, 4_096, 1 << 20);

  private final TinyBlocks memory = new TinyBlocks(64);
  private final Parking parking = new Parking(memory);
  private final Map<Long, byte[]> pictures = new HashMap<>();
  private final Map<Long, byte[]> sounds = new HashMap<>();

  private static LegSession session(SessionLimits limits) {
    LegSession session = new LegSession(Leg.PRIMARY, 1, limits);
    session.configure(Units.MILLIS);
    return session;
  }

  private void send(
      TrackType track,
      long dts,
      boolean keyframe,
      int length,
      long arrivedMs,
      Consumer<AccessUnit> to) {
    byte[] data = new byte[length];
    new Random(dts * 2 + (keyframe ? 1 : 0)).nextBytes(data);
    (track == TrackType.VIDEO ? pictures : sounds).put(dts, data);
    ByteSlice slice = ByteSlice.of(data.clone());
    AccessUnit unit = new AccessUnit(track, dts, 0, keyframe, slice, dts, arrivedMs * MS);
    parking.pass(
        new SessionEvent.Unit(unit), event -> to.accept(((SessionEvent.Unit) event).unit()));
  }

  /** Twenty seconds of pictures, one keyframe a second. */
  private void sendPictures(LegSession session) {
    for (int i = 0; i < 500; i++) {
      send(TrackType.VIDEO, i * 40L, i % 25 == 0, 100, i * 40L, session::add);
    }
  }

  private void check(AccessUnit unit) {
    byte[] expected = (unit.track() == TrackType.VIDEO ? pictures : sounds).get(unit.dts());
    assertNotNull(expected);
    assertArrayEquals(expected, unit.data().toArray());
  }

  @Test
  void add_anyTrafficAndLimits_everyUnitStaysWhatItWas() {
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed * 31L);
      SessionLimits limits =
          new SessionLimits(
              (2_000 + random.nextInt(30_000)) * MS,
              50 + random.nextInt(2_000),
              2_000 + random.nextInt(200_000));
      LegSession session = session(limits);
      long atMs = 0;
      for (int i = 0; i < 1_500; i++) {
        int length = random.nextInt(10) == 0 ? 0 : random.nextInt(300);
        send(TrackType.VIDEO, i * 40L, i % 25 == 0, length, atMs, session::add);
        if (random.nextBoolean()) {
          send(TrackType.AUDIO, i * 1_920L, true, random.nextInt(20), atMs, session::add);
        }
        atMs += random.nextInt(400) == 0 ? random.nextInt(15_000) : random.nextInt(80);
        memory.roomy = random.nextInt(5) > 0;
        if (i % 50 == 0) {
          checkAll(session);
        }
      }
      checkAll(session);
      session.close();
      parking.close();
      assertEquals(0, memory.out(), "seed " + seed);
      pictures.clear();
      sounds.clear();
    }
    assertTrue(memory.taken() > 1_000, memory.taken() + " parcels");
  }

  private void checkAll(LegSession session) {
    session.lead().forEach(unit -> check(unit.unit()));
    session.audio().forEach(unit -> check(unit.unit()));
  }

  @Test
  void latestKeyframe_longerAgoThanAllElse_isKeptUntilTheNextOrTheEnd() {
    LegSession session = session(new SessionLimits(5_000 * MS, 4_096, 1 << 20));
    for (int i = 0; i < 500; i++) {
      send(TrackType.VIDEO, i * 40L, i == 0, 100, i * 40L, session::add);
    }
    assertTrue(session.lead().getFirst().unit().dts() > 0);
    AccessUnit first = Objects.requireNonNull(session.latestKeyframe()).unit();
    check(first);
    send(TrackType.VIDEO, 20_000, true, 100, 20_000, session::add);
    assertThrows(IllegalStateException.class, () -> first.data().bytes());
    session.close();
    assertNull(session.latestKeyframe());
    parking.close();
    assertEquals(0, memory.out());
  }

  @Test
  void latestSound_afterTheSessionIsGone_canStillBeRead() {
    LegSession session = session(LONG);
    for (int i = 0; i < 500; i++) {
      send(TrackType.VIDEO, i * 40L, i % 25 == 0, 10, i * 40L, session::add);
      send(TrackType.AUDIO, i * 1_920L, true, 10, i * 40L, session::add);
    }
    CodedSound sound = Objects.requireNonNull(session.latestSound());
    assertTrue(sound.units().size() > 100);
    session.close();
    parking.close();
    assertEquals(0, memory.out());
    sound.units().forEach(this::check);
  }

  @Test
  void queue_afterTheSessionWasReplaced_keepsWhatIsNotPublished() {
    LegSession session = session(LONG);
    ProgramQueue queue = new ProgramQueue();
    sendPictures(session);
    for (LegUnit unit : session.lead()) {
      queue.append(new QueuedUnit(unit.unit(), unit.config()));
    }
    List<LegUnit> all = List.copyOf(session.lead());
    List<QueuedUnit> taken = queue.take(100, Long.MAX_VALUE);
    queue.truncateLead(300);
    queue.truncateLeadFrom(15_000 * MS);
    session.close();
    queue.lead().forEach(item -> check(item.unit()));
    taken.forEach(item -> check(item.unit()));
    for (int gone : new int[] {400, 499}) {
      assertThrows(IllegalStateException.class, () -> all.get(gone).unit().data().bytes());
    }
    queue.clear();
    assertTrue(memory.out() > 0);
    taken.forEach(item -> check(item.unit()));
    taken.forEach(item -> item.unit().data().release());
    parking.close();
    assertEquals(0, memory.out());
  }

  @Test
  void queue_anyOffersTakesAndCuts_keepsWhatIsInItAndNothingElse() {
    for (int seed = 0; seed < 100; seed++) {
      Random random = new Random(seed * 131L);
      ProgramQueue queue = new ProgramQueue();
      List<AccessUnit> sent = new ArrayList<>();
      for (int i = 0; i < 600; i++) {
        boolean sound = random.nextInt(3) == 0;
        long dts = Math.max(0, i * 20L + random.nextInt(200) - 100);
        send(
            sound ? TrackType.AUDIO : TrackType.VIDEO,
            sound ? dts * 48 : dts,
            true,
            30,
            i * 20L,
            unit -> {
              sent.add(unit);
              QueuedUnit item = new QueuedUnit(unit, Units.MILLIS);
              if (random.nextBoolean()) {
                queue.offer(item);
              } else {
                queue.append(item);
              }
            });
        long atNs = dts * MS;
        switch (random.nextInt(60)) {
          case 0 -> queue.truncateLead(random.nextInt(queue.lead().size() + 1));
          case 1 -> queue.truncateAudio(atNs);
          case 2 -> queue.truncateLeadFrom(atNs);
          case 3 -> {
            int count = random.nextInt(queue.lead().size() + 1);
            queue.take(count, atNs).forEach(item -> item.unit().data().release());
          }
          default -> {}
        }
      }
      queue.lead().forEach(item -> item.unit().data().bytes());
      queue.audio().forEach(item -> item.unit().data().bytes());
      queue.clear();
      parking.close();
      assertEquals(0, memory.out(), "seed " + seed);
      for (AccessUnit unit : sent) {
        assertThrows(IllegalStateException.class, () -> unit.data().bytes());
      }
    }
    assertTrue(memory.taken() > 100, memory.taken() + " parcels");
  }
}
