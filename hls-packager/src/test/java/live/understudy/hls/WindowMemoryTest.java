package live.understudy.hls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Which bytes are in memory, and which segments are listed for want of others. */
class WindowMemoryTest {

  private static final int TARGET_S = 2;
  private static final PlaylistShape REWINDABLE = new PlaylistShape(TARGET_S, 0, true);
  private static final PlaylistShape LOW = new PlaylistShape(TARGET_S, 500_000, false);
  private static final long PLENTY = 1L << 30;

  /** Two minutes listed, 12 s in memory. */
  private static WindowConfig config(long memoryBytes) {
    return new WindowConfig(120_000_000, 6, 1000, 12_000_000, memoryBytes);
  }

  private static long first(WindowSnapshot snapshot) {
    return snapshot.listed().getFirst().msn();
  }

  private static List<Long> inMemory(WindowSnapshot snapshot) {
    return snapshot.inMemory().keySet().stream().sorted().toList();
  }

  private static List<Long> numbers(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  @Test
  void stored_bytesLeaveTheMemoryAndTheListStays() {
    SegmentWindow window = new SegmentWindow(REWINDABLE, config(PLENTY));
    for (int msn = 0; msn < 50; msn++) {
      window.add(Windows.segment(msn, 4, 500_000));
      window.stored(msn);
      assertEquals(numbers(Math.max(0, msn - 5), msn + 1), inMemory(window.snapshot()));
    }
    assertEquals(0, first(window.snapshot()));
    assertEquals(50, window.snapshot().listed().size());
    assertTrue(window.snapshot().isServed(0));
  }

  @Test
  void stored_late_bytesLeaveThen() {
    SegmentWindow window = new SegmentWindow(REWINDABLE, config(PLENTY));
    for (int msn = 0; msn < 6; msn++) {
      window.add(Windows.segment(msn, 4, 500_000));
    }
    window.add(Windows.segment(6, 4, 500_000));
    assertTrue(window.snapshot().inMemory().containsKey(0L));
    window.stored(0);
    assertEquals(numbers(1, 7), inMemory(window.snapshot()));
    window.stored(0);
    window.stored(99);
    assertEquals(numbers(1, 7), inMemory(window.snapshot()));
  }

  @Test
  void add_notStored_theListGivesWayAndPlayersStillGetWhatLeft() {
    SegmentWindow window = new SegmentWindow(REWINDABLE, config(PLENTY));
    List<SegmentInfo> before = List.of();
    for (int msn = 0; msn < 100; msn++) {
      window.add(Windows.segment(msn, 4, 500_000));
      WindowSnapshot now = window.snapshot();
      for (SegmentInfo listed : now.listed()) {
        assertTrue(now.inMemory().containsKey(listed.msn()), "listed without bytes");
      }
      for (SegmentInfo left : before) {
        assertTrue(now.inMemory().containsKey(left.msn()), "gone with the list");
      }
      before = now.listed();
    }
    assertTrue(before.size() <= 7 && before.size() >= 6, "lists " + before.size());
    assertTrue(inMemory(window.snapshot()).size() < 30, "nothing is forgotten");
  }

  @Test
  void add_someNotStored_theListBeginsBehindTheLastOfThem() {
    SegmentWindow window = new SegmentWindow(REWINDABLE, config(PLENTY));
    for (int msn = 0; msn < 60; msn++) {
      window.add(Windows.segment(msn, 4, 500_000));
      if (msn != 20) {
        window.stored(msn);
      }
      for (SegmentInfo listed : window.snapshot().listed()) {
        boolean kept = listed.msn() != 20 || window.snapshot().inMemory().containsKey(20L);
        assertTrue(kept, "20 is listed and nowhere");
      }
    }
    assertEquals(21, first(window.snapshot()));
  }

  @Test
  void add_moreThanTheMemoryHolds_bytesLeaveSooner() {
    // Two bytes a part, eight a segment.
    SegmentWindow window = new SegmentWindow(REWINDABLE, config(8 * 4));
    for (int msn = 0; msn < 20; msn++) {
      window.add(Windows.segment(msn, 4, 250_000));
      window.stored(msn);
    }
    // Never fewer than the list's least.
    assertEquals(numbers(14, 20), inMemory(window.snapshot()));
    assertEquals(20, window.snapshot().listed().size());
  }

  @Test
  void restore_listsAgainWhatIsOnDiskAndWhatIsInMemory() {
    List<SegmentInfo> listed = new ArrayList<>();
    for (int msn = 10; msn < 40; msn++) {
      listed.add(Windows.segment(msn, 4, 500_000).info());
    }
    List<Segment> bytes = List.of(Windows.segment(38, 4, 500_000), Windows.segment(39, 4, 500_000));
    SegmentWindow window = new SegmentWindow(REWINDABLE, config(PLENTY));
    window.restore(List.of(), listed, Map.of(0, Windows.INIT), bytes);
    WindowSnapshot now = window.snapshot();
    assertEquals(listed, now.listed());
    assertEquals(numbers(38, 40), inMemory(now));
    assertEquals(10, now.servedFromMsn());
    assertNotNull(now.find(new MediaName.OfInit(0)));
    Segment wrong = Windows.segment(41, 4, 500_000);
    assertThrows(IllegalStateException.class, () -> window.add(wrong));
    window.add(Windows.segment(40, 4, 500_000));
    assertEquals(40, window.snapshot().lastMsn());
    assertEquals(10, first(window.snapshot()));
  }

  /** A restarted engine closes what grew: one segment more than the memory holds. */
  @Test
  void restore_moreBytesThanTheMemoryHolds_listStaysWhenTheyAreStored() {
    List<SegmentInfo> listed = new ArrayList<>();
    List<Segment> bytes = new ArrayList<>();
    for (int msn = 0; msn < 40; msn++) {
      Segment segment = Windows.segment(msn, 4, 500_000);
      listed.add(segment.info());
      if (msn >= 30) {
        bytes.add(segment);
      }
    }
    SegmentWindow window = new SegmentWindow(REWINDABLE, config(PLENTY));
    window.restore(List.of(), listed, Map.of(0, Windows.INIT), bytes);
    window.stored(Set.copyOf(numbers(0, 39)));
    assertEquals(0, first(window.snapshot()));
    assertEquals(numbers(34, 40), inMemory(window.snapshot()));
  }

  @Test
  void restore_moreThanIsListedNow_theOldestLeave() {
    List<SegmentInfo> listed = new ArrayList<>();
    for (int msn = 0; msn < 40; msn++) {
      listed.add(Windows.segment(msn, 4, 500_000).info());
    }
    SegmentWindow window =
        new SegmentWindow(PlaylistShape.classic(TARGET_S), new WindowConfig(30_000_000, 6, 60));
    window.restore(List.of(), listed, Map.of(0, Windows.INIT), List.of());
    assertEquals(25, first(window.snapshot()));
    assertTrue(window.snapshot().isServed(24), "players may still fetch it");
  }

  @Test
  void restore_whatHadLeftTheList_isServedAndNotListed() {
    List<Segment> bytes = new ArrayList<>();
    for (int msn = 0; msn < 10; msn++) {
      bytes.add(Windows.segment(msn, 4, 500_000));
    }
    List<SegmentInfo> infos = bytes.stream().map(Segment::info).toList();
    SegmentWindow window =
        new SegmentWindow(PlaylistShape.classic(TARGET_S), new WindowConfig(30_000_000, 6, 60));
    window.restore(infos.subList(0, 3), infos.subList(3, 10), Map.of(0, Windows.INIT), bytes);
    WindowSnapshot now = window.snapshot();
    assertEquals(3, first(now));
    assertEquals(numbers(0, 10), inMemory(now));
    assertTrue(now.isServed(0));
    // They leave like others: a window for its longest list, and two target durations more.
    for (int msn = 10; msn < 60; msn++) {
      window.add(Windows.segment(msn, 4, 500_000));
    }
    assertFalse(window.snapshot().isServed(2));
    assertNull(window.snapshot().find(new MediaName.OfSegment(2)));
  }

  @Test
  void open_growsAndIsReplacedByTheCompleteOne() {
    SegmentWindow window = new SegmentWindow(LOW, new WindowConfig(30_000_000, 6, 60));
    assertEquals(0, window.snapshot().nextMsn());
    window.open(Windows.open(0, 1, 500_000));
    assertEquals(0, window.snapshot().nextMsn());
    assertEquals(1, window.snapshot().openParts());
    assertEquals(false, window.snapshot().isPlayable());
    window.open(Windows.open(0, 4, 500_000));
    assertEquals(4, window.snapshot().openParts());
    window.add(Windows.segment(0, 4, 500_000));
    assertEquals(1, window.snapshot().nextMsn());
    assertEquals(0, window.snapshot().openParts());
    OpenSegment skips = Windows.open(2, 1, 500_000);
    assertThrows(IllegalStateException.class, () -> window.open(skips));
    window.open(Windows.open(1, 1, 500_000));
    window.end();
    assertEquals(0, window.snapshot().openParts());
    OpenSegment late = Windows.open(1, 2, 500_000);
    assertThrows(IllegalStateException.class, () -> window.open(late));
  }

  @Test
  void forgetStored_afterTheEnd_keepsOnlyWhatIsNowhereElse() {
    SegmentWindow window = new SegmentWindow(REWINDABLE, config(PLENTY));
    for (int msn = 0; msn < 6; msn++) {
      window.add(Windows.segment(msn, 4, 500_000));
      if (msn != 3) {
        window.stored(msn);
      }
    }
    window.end();
    window.forgetStored();
    assertEquals(List.of(3L), inMemory(window.snapshot()));
    assertEquals(6, window.snapshot().listed().size());
    window.stored(3);
    assertEquals(List.of(), inMemory(window.snapshot()), "stored late");
    assertEquals(6, window.snapshot().listed().size());
  }

  /** Whatever is stored or not, and when: what is listed can be fetched. */
  @Test
  void add_anyOrderOfStoring_whatIsListedIsInMemoryOrStored() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed * 7919L);
      boolean rewindable = random.nextBoolean();
      SegmentWindow window =
          new SegmentWindow(
              new PlaylistShape(TARGET_S, 0, rewindable),
              new WindowConfig(
                  10_000_000 + random.nextInt(60_000_000),
                  4 + random.nextInt(4),
                  50,
                  4_000_000 + random.nextInt(20_000_000),
                  20 + random.nextInt(300)));
      List<Long> waiting = new ArrayList<>();
      List<Long> stored = new ArrayList<>();
      long last = 0;
      for (int msn = 0; msn < 150; msn++) {
        window.add(Windows.segment(msn, 4, 500_000));
        if (random.nextInt(6) > 0) {
          waiting.add((long) msn);
        }
        while (!waiting.isEmpty() && random.nextInt(3) > 0) {
          long number = waiting.removeFirst();
          stored.add(number);
          window.stored(number);
        }
        WindowSnapshot now = window.snapshot();
        for (SegmentInfo listed : now.listed()) {
          boolean there = now.inMemory().containsKey(listed.msn()) || stored.contains(listed.msn());
          assertTrue(there, "seed " + seed + ": " + listed.msn() + " is nowhere");
          assertNotNull(now.inits().get(listed.initNumber()));
        }
        assertTrue(first(now) >= last, "seed " + seed + ": went back");
        last = first(now);
      }
    }
  }
}
