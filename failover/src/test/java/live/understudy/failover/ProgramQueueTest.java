package live.understudy.failover;

import static live.understudy.failover.Units.MS;
import static live.understudy.failover.Units.queueOf;
import static live.understudy.failover.Units.queued;
import static live.understudy.failover.Units.queuedSound;
import static live.understudy.failover.Units.times;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import live.understudy.media.TrackType;
import org.junit.jupiter.api.Test;

class ProgramQueueTest {

  @Test
  void offer_anyOrderAndTwice_isSortedAndSingle() {
    for (int seed = 0; seed < 100; seed++) {
      List<QueuedUnit> units = new ArrayList<>();
      for (int copy = 0; copy < 2; copy++) {
        for (int i = 0; i < 40; i++) {
          units.add(queued(i * 40L, 0, i == 0));
          // The other leg's sound lies a little beside: the same frame nevertheless.
          units.add(queuedSound(i * 1024L + copy * 100));
        }
      }
      Collections.shuffle(units, new Random(seed * 7919L));
      ProgramQueue queue = new ProgramQueue();
      units.forEach(queue::offer);
      assertEquals(40, queue.lead().size());
      assertEquals(40, queue.audio().size());
      assertEquals(times(queue.lead()).stream().sorted().toList(), times(queue.lead()));
      assertEquals(times(queue.audio()).stream().sorted().toList(), times(queue.audio()));
    }
  }

  @Test
  void offer_whatIsPublishedOrBeforeIt_isRefused() {
    ProgramQueue queue = queueOf(queued(0, 0, true), queued(40, 0, false), queuedSound(0));
    queue.take(2, Long.MAX_VALUE);
    queue.offer(queued(0, 0, true));
    queue.offer(queued(40, 0, false));
    queue.offer(queuedSound(0));
    queue.offer(queuedSound(500));
    assertTrue(queue.isEmpty());
    assertTrue(queue.audio().isEmpty());
    queue.offer(queued(80, 0, false));
    queue.offer(queuedSound(1024));
    assertEquals(1, queue.lead().size());
    assertEquals(1, queue.audio().size());
  }

  @Test
  void offer_beforeTimeZeroOrAJoint_isRefused() {
    ProgramQueue queue = new ProgramQueue();
    queue.offer(queued(-40, 0, true));
    assertTrue(queue.isEmpty());
    queue.append(queued(400, 0, true));
    queue.markJoint();
    queue.offer(queued(360, 0, true));
    queue.offer(queued(400, 0, true));
    queue.offer(queued(440, 0, false));
    assertEquals(List.of(400L, 440L), times(queue.lead()));
  }

  @Test
  void offer_withoutEnd_isLimited() {
    ProgramQueue queue = new ProgramQueue();
    for (int i = 0; i < ProgramQueue.MAX_UNITS_PER_TRACK + 10; i++) {
      queue.offer(queued(i * 40L, 0, false));
    }
    assertEquals(ProgramQueue.MAX_UNITS_PER_TRACK, queue.lead().size());
  }

  @Test
  void append_decodeTimesThatLieBefore_areMovedBehindAndShownAsBefore() {
    ProgramQueue queue = queueOf(queued(0, 0, true), queued(40, 0, false), queued(80, 0, false));
    assertTrue(queue.append(queued(0, 120, true)));
    assertTrue(queue.isBehind(queued(40, 120, false).unit()));
    assertTrue(queue.append(queued(40, 120, false)));
    assertTrue(queue.append(queued(80, 120, false)));
    assertFalse(queue.append(queued(120, 120, false)));
    assertEquals(List.of(0L, 40L, 80L, 81L, 82L, 83L, 120L), times(queue.lead()));
    assertEquals(
        List.of(0L, 40L, 80L, 120L, 160L, 200L, 240L),
        queue.lead().stream().map(unit -> unit.unit().pts()).toList());
  }

  @Test
  void append_afterWhatIsClosed_beginsExactlyThere() {
    ProgramQueue queue = queueOf(queued(0, 0, true), queued(40, 0, false), queued(80, 0, true));
    queue.take(2, 80 * MS);
    queue.closeAt(80 * MS);
    queue.truncateLead(0);
    assertTrue(queue.append(queued(0, 80, true)));
    assertTrue(queue.append(queued(40, 80, false)));
    assertEquals(List.of(80L, 81L), times(queue.lead()));
  }

  @Test
  void take_pictures_comeWithTheSoundBeforeTheNextOne() {
    ProgramQueue queue = new ProgramQueue();
    for (int i = 0; i < 6; i++) {
      queue.offer(queued(i * 40L, 0, i % 3 == 0));
    }
    for (int i = 0; i < 11; i++) {
      queue.offer(queuedSound(i * 1024L));
    }
    assertEquals(3, queue.nextKeyframe());
    List<QueuedUnit> taken = queue.take(3, 120 * MS);
    assertEquals(
        List.of("V0", "A0", "A1024", "V40", "A2048", "A3072", "V80", "A4096", "A5120"),
        taken.stream()
            .map(u -> (u.unit().track() == TrackType.VIDEO ? "V" : "A") + u.unit().dts())
            .toList());
    assertEquals(120 * MS, queue.publishedEndNs());
    assertEquals(240 * MS, queue.endNs());
    assertEquals(-1, queue.nextKeyframe());
    assertEquals(200 * MS, queue.lastArrivedNs());
  }

  @Test
  void truncateAudio_atATime_keepsWhatBeginsMoreThanHalfAFrameBefore() {
    // Frames of 21.3 ms begin at 0, 21.3, 42.7 and 64 ms.
    long[][] table = {
      {0, 0}, {10, 0}, {11, 1}, {22, 1}, {31, 1}, {33, 2}, {53, 2}, {54, 3}, {99, 4}
    };
    for (long[] row : table) {
      ProgramQueue queue = new ProgramQueue();
      for (int i = 0; i < 4; i++) {
        queue.offer(queuedSound(i * 1024L));
      }
      queue.truncateAudio(row[0] * MS);
      assertEquals(row[1], queue.audio().size(), "at " + row[0]);
    }
  }

  @Test
  void ends_ofAnEmptyQueue_areUnknown() {
    ProgramQueue queue = new ProgramQueue();
    assertEquals(Long.MIN_VALUE, queue.endNs());
    assertEquals(Long.MIN_VALUE, queue.audioEndNs());
    assertEquals(Long.MIN_VALUE, queue.publishedEndNs());
    assertEquals(Long.MIN_VALUE, queue.lastArrivedNs());
    assertEquals(List.of(), queue.take(0, Long.MAX_VALUE));
  }
}
