package live.understudy.hls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import live.understudy.media.AccessUnit;
import live.understudy.media.ByteSlice;
import live.understudy.media.SessionEvent;
import live.understudy.media.StreamConfig;
import live.understudy.media.TrackType;
import org.junit.jupiter.api.Test;

/** What is packaged and kept by others, too, lies in its part, and in the same bytes as ever. */
class SharedPartsTest {

  private static final StreamConfig CONFIG = Streams.config(1_000, 40);
  private static final long MS = 1_000_000;

  private final TinyBlocks memory = new TinyBlocks(100);
  private final Parking parking = new Parking(memory);

  private Packager packager(MediaMemory into) {
    PackagerConfig cuts = PackagerConfig.of(2, 2_000_000L, 500_000).withEarlyParts();
    Packager packager = new Packager(cuts, PackagerResume.FRESH, into);
    packager.configure(CONFIG);
    return packager;
  }

  private static AccessUnit unit(TrackType track, long dts, boolean keyframe, Random random) {
    byte[] data = new byte[random.nextInt(60)];
    random.nextBytes(data);
    ByteSlice slice = ByteSlice.of(data);
    return new AccessUnit(track, dts, 0, keyframe, slice, dts, dts * MS);
  }

  /** Takes a unit in, and gives what may be parked to {@code to}. */
  private void pass(AccessUnit unit, Consumer<AccessUnit> to) {
    parking.pass(
        new SessionEvent.Unit(unit), event -> to.accept(((SessionEvent.Unit) event).unit()));
  }

  private static void keep(AccessUnit unit, List<AccessUnit> kept) {
    unit.data().retain();
    kept.add(unit);
  }

  private static void letGo(List<AccessUnit> kept) {
    kept.forEach(unit -> unit.data().release());
  }

  /** Packages sixty pictures and keeps each. Answers what was sent. */
  private List<byte[]> packageAndKeep(Packager packager, List<AccessUnit> kept) {
    List<byte[]> sent = new ArrayList<>();
    Random random = new Random(1);
    for (int i = 0; i < 60; i++) {
      AccessUnit unit = unit(TrackType.VIDEO, i * 40L, i % 25 == 0, random);
      sent.add(unit.data().toArray());
      pass(
          unit,
          shared -> {
            keep(shared, kept);
            packager.add(shared);
          });
    }
    return sent;
  }

  private static void assertSent(List<byte[]> sent, List<AccessUnit> kept, String context) {
    assertEquals(sent.size(), kept.size(), context);
    for (int i = 0; i < kept.size(); i++) {
      assertArrayEquals(sent.get(i), kept.get(i).data().toArray(), context);
    }
  }

  @Test
  void write_whatOthersKeep_movesIntoThePart() {
    List<AccessUnit> kept = new ArrayList<>();
    Packager packager = packager(memory);
    List<byte[]> sent = packageAndKeep(packager, kept);
    packager.flush();
    parking.close();
    List<Segment> segments = packager.drainSegments();
    long parts = segments.stream().mapToLong(segment -> segment.parts().size()).sum();
    assertEquals(2, segments.size());
    assertEquals(parts, memory.out(), "all that is kept is in parts");
    segments.forEach(Segment::release);
    packager.close();
    assertEquals(parts, memory.out(), "these are kept by whoever keeps the units");
    assertSent(sent, kept, "in parts");
    letGo(kept);
    assertEquals(0, memory.out());
  }

  @Test
  void write_whileMemoryIsScarce_leavesTheUnitsWhereTheyAre() {
    memory.roomy = false;
    List<AccessUnit> kept = new ArrayList<>();
    Packager packager = packager(memory);
    List<byte[]> sent = packageAndKeep(packager, kept);
    packager.drainSegments().forEach(Segment::release);
    packager.close();
    assertEquals(0, memory.out());
    assertSent(sent, kept, "in the heap");
  }

  @Test
  void anySeed_sharedOrNot_theSegmentsAreTheSameAndNothingStays() {
    int parts = 0;
    for (int seed = 0; seed < 300; seed++) {
      parts += run(new Random(seed * 7919L), "seed " + seed);
    }
    assertTrue(parts > 2_000, parts + " parts");
  }

  /** A hold like that of a classic program, so that some are parked before they are packaged. */
  private int run(Random random, String seed) {
    Packager shared = packager(memory);
    Packager plain = packager(MediaMemory.HEAP);
    List<AccessUnit> kept = new ArrayList<>();
    List<AccessUnit> waiting = new ArrayList<>();
    List<AccessUnit> copies = new ArrayList<>();
    List<byte[]> expected = new ArrayList<>();
    int hold = random.nextInt(3) * 60;
    long dts = 0;
    int parts = 0;
    for (int i = 0; i < 400; i++) {
      boolean sound = random.nextInt(3) == 0;
      dts += random.nextInt(90) == 0 ? random.nextInt(5_000) : sound ? 0 : 40;
      AccessUnit unit =
          unit(
              sound ? TrackType.AUDIO : TrackType.VIDEO,
              sound ? dts * 48 : dts,
              sound || random.nextInt(20) == 0,
              random);
      copies.add(unit);
      memory.roomy = random.nextInt(5) > 0;
      pass(
          unit,
          passed -> {
            keep(passed, waiting);
            if (random.nextBoolean()) {
              keep(passed, kept);
              expected.add(unit.data().toArray());
            }
          });
      if (waiting.size() > hold) {
        AccessUnit due = waiting.removeFirst();
        plain.add(copies.get(i - waiting.size()));
        shared.add(due);
        due.data().release();
        change(random.nextInt(120), random.nextInt(3), plain, shared);
      }
      parts += compare(plain, shared, seed);
    }
    if (random.nextBoolean()) {
      plain.flush();
      shared.flush();
      parts += compare(plain, shared, seed);
    }
    shared.close();
    parking.close();
    assertSent(expected, kept, seed);
    letGo(waiting);
    letGo(kept);
    assertEquals(0, memory.out(), seed);
    return parts;
  }

  private static void change(int deed, int sps, Packager... packagers) {
    for (Packager packager : packagers) {
      switch (deed) {
        case 0 -> packager.flush();
        case 1 -> packager.markDiscontinuity();
        case 2 -> packager.rewind();
        case 3 -> packager.endBeforeLast();
        case 4 -> packager.configure(new StreamConfig(Streams.avc(1_000, 40, sps), Streams.AAC));
        default -> {}
      }
    }
  }

  private static int compare(Packager plain, Packager shared, String seed) {
    List<Segment> expected = plain.drainSegments();
    List<Segment> made = shared.drainSegments();
    assertEquals(expected.size(), made.size(), seed);
    int parts = 0;
    for (int i = 0; i < made.size(); i++) {
      assertEquals(expected.get(i).info(), made.get(i).info(), seed);
      for (int j = 0; j < made.get(i).parts().size(); j++) {
        byte[] wanted = expected.get(i).parts().get(j).bytes().toArray();
        assertArrayEquals(wanted, made.get(i).parts().get(j).bytes().toArray(), seed);
        parts++;
      }
      made.get(i).release();
    }
    return parts;
  }
}
