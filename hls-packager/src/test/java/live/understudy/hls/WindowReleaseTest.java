package live.understudy.hls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import live.understudy.media.ByteSlice;
import org.junit.jupiter.api.Test;

/** What leaves a window goes once, and not before; whoever reads meanwhile reads what he took. */
class WindowReleaseTest {

  private static final int RUNS = 200;
  private static final int STEPS = 150;
  private static final int PARTS = 4;
  private static final long PART_US = 500_000;

  private final TinyBlocks memory = new TinyBlocks(16);
  private Random random = new Random(0);
  private SegmentWindow window = window(new Random(0));
  private final Set<Long> stored = new HashSet<>();

  /** Readers, and what each has to find. */
  private final Map<MediaBytes.Lease, byte[]> readers = new HashMap<>();

  private final List<Part> growing = new ArrayList<>();
  private long nextMsn;

  private SegmentWindow window(Random from) {
    return new SegmentWindow(
        new PlaylistShape(2, PART_US, from.nextBoolean()),
        new WindowConfig(
            10_000_000 + from.nextInt(30_000_000),
            4 + from.nextInt(3),
            50,
            4_000_000 + from.nextInt(10_000_000),
            200 + from.nextInt(4_000)),
        memory);
  }

  private static byte[] pattern(long msn, int index) {
    byte[] bytes = new byte[5 + (int) (msn * 7 + index * 3) % 40];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (msn * 31 + index * 5 + i);
    }
    return bytes;
  }

  private void grow() {
    int index = growing.size();
    MediaBytes bytes = memory.copy(ByteSlice.of(pattern(nextMsn, index)));
    growing.add(new Part(index, PART_US, index == 0, bytes));
    OpenSegment open = Windows.open(nextMsn, nextMsn * PARTS * PART_US, growing);
    if (index + 1 < PARTS) {
      window.open(open);
      return;
    }
    window.add(open.closed());
    growing.clear();
    nextMsn++;
  }

  private void store() {
    List<Long> numbers = new ArrayList<>(window.snapshot().inMemory().keySet());
    if (!numbers.isEmpty()) {
      long msn = numbers.get(random.nextInt(numbers.size()));
      stored.add(msn);
      window.stored(msn);
    }
  }

  /** Another engine goes on: what grew is a segment now. */
  private void restart() {
    WindowSnapshot seen = window.snapshot();
    List<SegmentInfo> listed = new ArrayList<>(seen.listed());
    List<Segment> bytes = new ArrayList<>();
    listed.forEach(info -> {
      Segment segment = seen.inMemory().get(info.msn());
      if (segment != null) {
        bytes.add(segment);
      }
    });
    OpenSegment open = seen.open();
    if (open != null) {
      Segment closed = open.closed();
      listed.add(closed.info());
      bytes.add(closed);
      nextMsn++;
    }
    if (listed.isEmpty()) {
      return;
    }
    SegmentWindow before = window;
    window = window(random);
    window.restore(List.of(), listed, seen.inits(), bytes);
    window.stored(stored);
    growing.forEach(part -> part.bytes().release());
    growing.clear();
    before.close();
  }

  private void read() {
    WindowSnapshot seen = window.snapshot();
    for (Segment segment : seen.inMemory().values()) {
      Part part = segment.parts().get(random.nextInt(segment.parts().size()));
      MediaBytes.Lease lease = part.bytes().lease();
      assertNotNull(lease, "msn " + segment.msn() + " is in memory");
      readers.put(lease, pattern(segment.msn(), part.index()));
    }
  }

  private void check() {
    readers.forEach((lease, expected) -> {
      ByteBuffer all = ByteBuffer.allocate(lease.length());
      lease.pieces().forEach(all::put);
      assertArrayEquals(expected, all.array());
    });
    int held = growing.size();
    for (Segment segment : window.snapshot().inMemory().values()) {
      for (Part part : segment.parts()) {
        assertArrayEquals(pattern(segment.msn(), part.index()), part.bytes().toArray());
        held++;
      }
    }
    assertTrue(memory.out() >= held, "too little is held");
    if (readers.isEmpty()) {
      assertEquals(held, memory.out(), "what left the window is still held");
    }
  }

  private void closeReaders(boolean all) {
    readers
        .keySet()
        .removeIf(lease -> {
          boolean closes = all || random.nextInt(3) == 0;
          if (closes) {
            lease.close();
          }
          return closes;
        });
  }

  private void step() {
    switch (random.nextInt(12)) {
      case 0 -> read();
      case 1 -> closeReaders(random.nextInt(4) == 0);
      case 2, 3 -> store();
      case 4 -> memory.scarce = random.nextInt(3) == 0;
      case 5 -> {
        if (random.nextInt(4) == 0) {
          restart();
        }
      }
      default -> grow();
    }
  }

  @Test
  void window_anyHistory_letsGoOfEachPartOnce() {
    for (int seed = 0; seed < RUNS; seed++) {
      random = new Random(seed * 104_729L);
      window = window(random);
      stored.clear();
      nextMsn = 0;
      int before = memory.taken();
      try {
        for (int i = 0; i < STEPS; i++) {
          step();
          check();
        }
        assertTrue(memory.taken() > before + STEPS / 4, "nothing happened");
        growing.forEach(part -> part.bytes().release());
        growing.clear();
        window.end();
        window.forgetStored();
        check();
        window.close();
        window.close();
        assertEquals(Map.of(), window.snapshot().inMemory());
        check();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
      closeReaders(true);
      assertEquals(0, memory.out(), "seed " + seed);
    }
  }

  @Test
  void scarce_storedSegments_leaveTheMemoryButForTheNewest() {
    WindowConfig config = new WindowConfig(120_000_000, 6, 1000, 60_000_000, 1 << 20);
    window = new SegmentWindow(new PlaylistShape(2, 0, true), config, memory);
    for (int i = 0; i < 20 * PARTS; i++) {
      grow();
    }
    for (long msn = 0; msn < 15; msn++) {
      window.stored(msn);
    }
    assertEquals(20, window.snapshot().inMemory().size());
    memory.scarce = true;
    window.stored(15);
    WindowSnapshot now = window.snapshot();
    assertEquals(20, now.listed().size(), "all of it is on disk, or in memory");
    assertEquals(Set.of(14L, 15L, 16L, 17L, 18L, 19L), now.inMemory().keySet());
    assertEquals(6 * PARTS, memory.out());
  }

  @Test
  void scarce_notStored_stays() {
    WindowConfig config = new WindowConfig(120_000_000, 6, 1000, 60_000_000, 1 << 20);
    window = new SegmentWindow(new PlaylistShape(2, 0, true), config, memory);
    memory.scarce = true;
    for (int i = 0; i < 20 * PARTS; i++) {
      grow();
    }
    assertEquals(20, window.snapshot().inMemory().size());
  }

  @Test
  void packager_closedAnywhere_letsGoOfWhatWasNotDrained() {
    for (int units = 0; units < 200; units += 7) {
      Packager packager =
          new Packager(PackagerConfig.of(2, 1_000_000, 500_000), PackagerResume.FRESH, memory);
      packager.configure(Streams.config(30_000, 1000));
      for (int i = 0; i < units; i++) {
        packager.add(Streams.video(i * 1000L, 0, i % 30 == 0));
      }
      List<Segment> drained = units % 2 == 0 ? packager.drainSegments() : List.of();
      OpenSegment open = packager.openSegment();
      packager.close();
      assertEquals(drained.stream().mapToInt(s -> s.parts().size()).sum(), memory.out());
      if (open != null) {
        assertNull(open.parts().getFirst().bytes().lease());
      }
      drained.forEach(Segment::release);
      assertEquals(0, memory.out());
    }
  }
}
