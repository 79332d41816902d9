package live.understudy.hls.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import live.understudy.hls.SegmentInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is made of an index: never a segment that is not whole, never a number again. */
class RecoveryPlanTest {

  private static RecoveryPlan plan(List<IndexRecord> records, @Nullable Mark mark, long bytes) {
    IndexImage image = new IndexImage();
    records.forEach(image::add);
    return Objects.requireNonNull(RecoveryPlan.of(image, mark, true, _ -> bytes));
  }

  private static List<Long> msns(RecoveryPlan plan) {
    return plan.recovered().segments().stream().map(SegmentInfo::msn).toList();
  }

  private static Mark mark(long msn, int parts, boolean complete) {
    return new Mark(msn, parts, complete, 9, 6, 77, 88, false);
  }

  @Test
  void of_completeSegments_listsThemAll() {
    RecoveryPlan plan = plan(IndexSamples.lowLatency(3, 0), null, Long.MAX_VALUE);
    Recovered recovered = plan.recovered();
    assertEquals(
        List.of(IndexSamples.info(5, 4), IndexSamples.info(6, 4), IndexSamples.info(7, 4)),
        recovered.segments());
    assertEquals(IndexSamples.SHAPE, recovered.shape());
    assertEquals(1_600_000_000_000L, recovered.zeroWallMs());
    assertFalse(recovered.ended());
    assertTrue(recovered.certain());
    assertEquals(8, recovered.nextMsn());
    assertEquals(4, recovered.nextInitNumber());
    assertEquals(1, recovered.discontinuitySequence());
    assertEquals(16_000_000, recovered.publishedEndUs());
    assertEquals(1_700_000_016_000L, recovered.lastWallMs());
    assertEquals(IndexSamples.INIT, recovered.inits().get(3));
    assertEquals(List.of(), plan.missing());
    assertEquals(5 + 3 * 400, plan.volumeEnds().get(0));
  }

  @Test
  void of_segmentThatGrew_isCompleteWithThePartsItHas() {
    RecoveryPlan plan = plan(IndexSamples.lowLatency(1, 3), null, Long.MAX_VALUE);
    SegmentInfo closed = plan.recovered().segments().getLast();
    assertEquals(6, closed.msn());
    assertEquals(1_500_000, closed.durationUs());
    assertEquals(300, closed.sizeBytes());
    assertEquals(7, plan.recovered().nextMsn());
    assertEquals(13_500_000, plan.recovered().publishedEndUs());
    assertEquals(
        List.of(
            new IndexRecord.SegmentStored(
                closed, IndexSamples.place(6, 5), IndexSamples.entries(3))),
        plan.missing());
    // With that record the next recovery finds the same.
    List<IndexRecord> mended = new ArrayList<>(IndexSamples.lowLatency(1, 3));
    mended.addAll(plan.missing());
    assertEquals(plan.recovered(), plan(mended, null, Long.MAX_VALUE).recovered());
  }

  @Test
  void of_markBeyondTheIndex_listsNothingAndGoesOnBehindIt() {
    RecoveryPlan plan = plan(IndexSamples.lowLatency(3, 0), mark(20, 4, true), Long.MAX_VALUE);
    assertEquals(List.of(), msns(plan));
    assertEquals(21, plan.recovered().nextMsn());
    assertEquals(9, plan.recovered().nextInitNumber());
    assertEquals(6, plan.recovered().discontinuitySequence());
    assertEquals(List.of(new IndexRecord.Hole(mark(20, 4, true))), plan.missing());
    assertEquals(3, plan.stored().size());
  }

  @Test
  void of_partsPublishedBeyondTheStoredOnes_segmentIsNotListed() {
    List<IndexRecord> records = IndexSamples.lowLatency(1, 2);
    assertEquals(List.of(5L, 6L), msns(plan(records, mark(6, 2, false), Long.MAX_VALUE)));
    assertEquals(List.of(), msns(plan(records, mark(6, 3, false), Long.MAX_VALUE)));
    assertEquals(List.of(), msns(plan(records, mark(6, 2, true), Long.MAX_VALUE)));
    assertEquals(7, plan(records, mark(6, 3, false), Long.MAX_VALUE).recovered().nextMsn());
  }

  @Test
  void of_staleMark_changesNothing() {
    RecoveryPlan plan = plan(IndexSamples.lowLatency(3, 0), mark(6, 4, true), Long.MAX_VALUE);
    assertEquals(List.of(5L, 6L, 7L), msns(plan));
    assertEquals(List.of(), plan.missing());
  }

  @Test
  void of_holeInTheMiddle_listsWhatFollowsIt() {
    List<IndexRecord> records = new ArrayList<>(IndexSamples.lowLatency(2, 0));
    records.add(new IndexRecord.Hole(mark(9, 4, true)));
    records.add(IndexSamples.segment(10, 5));
    records.add(IndexSamples.segment(11, 5));
    RecoveryPlan plan = plan(records, null, Long.MAX_VALUE);
    assertEquals(List.of(10L, 11L), msns(plan));
    assertEquals(4, plan.stored().size());
  }

  @Test
  void of_volumeCutAtEveryByte_listsOnlyWholeSegmentsAndNoneWhenTheNewestIsGone() {
    List<IndexRecord> records = IndexSamples.lowLatency(3, 2);
    long all = 5 + 3 * 400 + 200;
    for (long bytes = 0; bytes <= all; bytes++) {
      RecoveryPlan plan = plan(records, null, bytes);
      long whole = bytes == all ? 4 : Math.min(3, Math.max(0, (bytes - 5) / 400));
      assertEquals(whole, plan.stored().size(), "cut at " + bytes);
      assertEquals(bytes == all ? List.of(5L, 6L, 7L, 8L) : List.of(), msns(plan));
      assertEquals(9, plan.recovered().nextMsn());
    }
  }

  @Test
  void of_endedWithAMissingEnd_listsUpToTheNewestThatIsThere() {
    List<IndexRecord> records = IndexSamples.lowLatency(3, 0);
    RecoveryPlan plan = plan(records, mark(9, 4, true).withEnd(), Long.MAX_VALUE);
    assertTrue(plan.recovered().ended());
    assertEquals(List.of(5L, 6L, 7L), msns(plan));
    assertEquals(
        List.of(new IndexRecord.Hole(mark(9, 4, true).withEnd()), new IndexRecord.End()),
        plan.missing());
  }

  @Test
  void of_numberGivenAgain_theLaterOneCounts() {
    List<IndexRecord> records = new ArrayList<>(IndexSamples.lowLatency(3, 2));
    IndexRecord.SegmentStored again =
        new IndexRecord.SegmentStored(
            IndexSamples.info(6, 2), new Place(0, 5000), IndexSamples.entries(2));
    records.add(again);
    RecoveryPlan plan = plan(records, null, Long.MAX_VALUE);
    assertEquals(List.of(5L, 6L), msns(plan));
    assertEquals(again, plan.stored().getLast());
    assertEquals(7, plan.recovered().nextMsn());
  }

  @Test
  void of_recordsLost_neverListsWhatNeededThem() {
    List<IndexRecord> records = IndexSamples.lowLatency(2, 3);
    for (int lost = 1; lost < records.size(); lost++) {
      List<IndexRecord> left = new ArrayList<>(records);
      IndexRecord gone = left.remove(lost);
      RecoveryPlan plan = plan(left, null, Long.MAX_VALUE);
      IndexImage image = new IndexImage();
      left.forEach(image::add);
      assertEquals(1, image.nextVolume(), "a volume's number is used though its record is lost");
      boolean newestPart = lost == records.size() - 1;
      assertEquals(8, plan.recovered().nextMsn());
      for (IndexRecord.SegmentStored stored : plan.stored()) {
        assertEquals(IndexSamples.place(stored.info().msn(), 5), stored.place());
      }
      if (gone instanceof IndexRecord.Init || gone instanceof IndexRecord.Volume) {
        assertEquals(List.of(), plan.stored());
      }
      if (isGrowing(gone) && !newestPart) {
        assertEquals(List.of(), msns(plan), "without " + gone);
      }
    }
  }

  private static boolean isGrowing(IndexRecord record) {
    return record instanceof IndexRecord.PartStored part && part.msn() == 7;
  }

  @Test
  void of_noBeginning_isNothing() {
    IndexImage image = new IndexImage();
    IndexSamples.lowLatency(2, 0).stream().skip(1).forEach(image::add);
    assertNull(RecoveryPlan.of(image, null, true, _ -> Long.MAX_VALUE));
  }
}
