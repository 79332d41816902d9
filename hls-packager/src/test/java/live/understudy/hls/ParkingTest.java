package live.understudy.hls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import live.understudy.media.AccessUnit;
import live.understudy.media.ByteSlice;
import live.understudy.media.SessionEvent;
import live.understudy.media.TrackType;
import live.understudy.media.UnitData;
import org.junit.jupiter.api.Test;

class ParkingTest {

  private static final long MS = 1_000_000;
  private static final int LUMP = 128;

  private final TinyBlocks memory = new TinyBlocks(LUMP / 2);
  private final Parking parking = new Parking(memory);
  private final Map<Long, byte[]> sent = new HashMap<>();

  /** One of several who keep the same units. */
  private final class Keeper {
    private final List<AccessUnit> units = new ArrayList<>();

    void keep(SessionEvent event) {
      if (event instanceof SessionEvent.Unit unit) {
        unit.unit().data().retain();
        units.add(unit.unit());
      }
    }

    void drop(int from, int to) {
      List<AccessUnit> some = units.subList(from, to);
      some.forEach(unit -> unit.data().release());
      some.clear();
    }

    void check() {
      for (AccessUnit unit : units) {
        byte[] expected = sent.get(unit.dts());
        assertNotNull(expected);
        assertArrayEquals(expected, unit.data().toArray());
        assertArrayEquals(expected, pieces(unit.data()));
        assertEquals(expected.length, unit.data().length());
      }
    }

    long inHeap() {
      return units.stream().filter(ParkingTest::isInHeap).count();
    }
  }

  private static byte[] pieces(UnitData data) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    data.forEachPiece(piece -> {
      while (piece.hasRemaining()) {
        all.write(piece.get());
      }
    });
    return all.toByteArray();
  }

  private static boolean isInHeap(AccessUnit unit) {
    return unit.data() instanceof ByteSlice
        || (unit.data() instanceof SharedData shared && shared.isInHeap());
  }

  private SessionEvent unit(long number, int length, long arrivedNs) {
    byte[] data = new byte[length];
    new Random(number).nextBytes(data);
    sent.put(number, data);
    ByteSlice slice = ByteSlice.of(data.clone());
    return new SessionEvent.Unit(
        new AccessUnit(TrackType.VIDEO, number, 0, true, slice, 0, arrivedNs));
  }

  /** So many units of ten bytes, 20 ms from each other. */
  private void send(int from, int to, Keeper... keepers) {
    for (int i = from; i < to; i++) {
      SessionEvent event = unit(i, 10, i * 20 * MS);
      parking.pass(
          event,
          parked -> {
            for (Keeper keeper : keepers) {
              keeper.keep(parked);
            }
          });
    }
  }

  @Test
  void pass_anyKeepersInAnyOrder_everyoneReadsWhatWasSentAndNothingStays() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed * 31L);
      List<Keeper> keepers = List.of(new Keeper(), new Keeper(), new Keeper());
      long atNs = 0;
      for (int i = 0; i < 500; i++) {
        atNs += random.nextInt(100) == 0 ? random.nextInt(5_000) * MS : random.nextInt(40) * MS;
        memory.roomy = random.nextInt(4) > 0;
        int length = random.nextInt(8) == 0 ? 0 : random.nextInt(random.nextBoolean() ? 20 : 300);
        SessionEvent event = unit(i, length, atNs);
        parking.pass(
            event,
            parked -> {
              for (Keeper keeper : keepers) {
                if (random.nextInt(4) > 0) {
                  keeper.keep(parked);
                }
              }
            });
        Keeper one = keepers.get(random.nextInt(3));
        int count = one.units.size();
        switch (random.nextInt(30)) {
          case 0 -> one.drop(0, count);
          case 1 -> one.drop(random.nextInt(count + 1), count);
          default -> one.drop(0, Math.max(0, Math.min(count, count - 20 - random.nextInt(60))));
        }
        if (i % 25 == 0) {
          keepers.forEach(Keeper::check);
        }
      }
      keepers.forEach(Keeper::check);
      keepers.forEach(keeper -> keeper.drop(0, keeper.units.size()));
      parking.close();
      assertEquals(0, memory.out(), "seed " + seed);
      sent.clear();
    }
    assertTrue(memory.taken() > 1_000, memory.taken() + " parcels");
  }

  @Test
  void pass_keptByTwo_isOutOfTheHeapAtOnceAndThereOnce() {
    Keeper session = new Keeper();
    Keeper preview = new Keeper();
    send(0, 500, session, preview);
    assertEquals(0, session.inHeap());
    long held = memory.heldBytes();
    assertTrue(held >= 5_000 && held <= 5_000 * LUMP / (LUMP - 10) + LUMP, held + " bytes held");
    preview.drop(0, 500);
    session.check();
    assertEquals(held, memory.heldBytes());
    session.drop(0, 500);
    assertEquals(1, memory.out(), "where the next one goes");
    parking.close();
    assertEquals(0, memory.out());
  }

  @Test
  void pass_whileMemoryIsScarce_leavesItInTheHeapForGood() {
    Keeper session = new Keeper();
    memory.roomy = false;
    send(0, 500, session);
    assertEquals(0, memory.taken());
    memory.roomy = true;
    send(500, 600, session);
    assertEquals(500, session.inHeap());
    session.check();
  }

  @Test
  void pass_whatNobodyKeeps_isNotParked() {
    send(0, 500);
    assertEquals(0, memory.taken());
  }

  @Test
  void pass_aLargeOne_liesAloneAndTheOthersTogether() {
    Keeper keeper = new Keeper();
    send(0, 3, keeper);
    parking.pass(unit(3, LUMP / 2 + 1, 0), keeper::keep);
    parking.pass(unit(4, LUMP * 3, 0), keeper::keep);
    send(5, 8, keeper);
    assertEquals(3, memory.taken());
    keeper.check();
    keeper.drop(3, 5);
    assertEquals(1, memory.out());
  }

  @Test
  void pass_theEndOfASession_leavesNothingOpen() {
    Keeper keeper = new Keeper();
    send(0, 3, keeper);
    parking.pass(new SessionEvent.Ended("gone"), keeper::keep);
    keeper.check();
    keeper.drop(0, 3);
    assertEquals(0, memory.out());
    send(3, 6, keeper);
    keeper.check();
  }

  @Test
  void release_byTheLast_refusesEveryReadAndEveryKeeper() {
    Keeper keeper = new Keeper();
    send(0, 200, keeper);
    for (AccessUnit unit : List.of(keeper.units.getFirst(), keeper.units.getLast())) {
      UnitData data = unit.data();
      data.release();
      assertThrows(IllegalStateException.class, data::bytes);
      assertThrows(IllegalStateException.class, () -> data.forEachPiece(piece -> {}));
      assertThrows(IllegalStateException.class, data::retain);
      assertThrows(IllegalStateException.class, data::release);
    }
  }

  @Test
  void pass_aTakerThatFails_keepsNothingForIt() {
    for (int i = 0; i < 100; i++) {
      SessionEvent event = unit(i, 100, i * 100 * MS);
      assertThrows(
          ArithmeticException.class,
          () ->
              parking.pass(
                  event,
                  parked -> {
                    throw new ArithmeticException("on purpose");
                  }));
    }
    Keeper keeper = new Keeper();
    send(1_000, 1_200, keeper);
    keeper.check();
    keeper.drop(0, 200);
    parking.close();
    assertEquals(0, memory.out());
  }
}
