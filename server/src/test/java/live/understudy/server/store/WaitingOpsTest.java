package live.understudy.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import live.understudy.hls.store.IndexRecord;
import live.understudy.server.store.WaitingOps.Waiting;
import org.junit.jupiter.api.Test;

class WaitingOpsTest {

  private static final TestMedia MEDIA = new TestMedia(1, 4, 300);

  /** 4000 bytes of one recording, 6000 of all. */
  private static final StoreConfig CONFIG =
      new StoreConfig(0, 0, 1 << 20, 4_000, 6_000, 1_000, 100, 20);

  private final AtomicLong total = new AtomicLong();
  private final WaitingOps ops = new WaitingOps(CONFIG, total);

  private static Op.Media media(long bytes) {
    return new Op.Complete(
        MEDIA.segment(0).info(),
        MEDIA.init(0),
        List.of(),
        false,
        bytes,
        new Leases(List.of()),
        StoredListener.NONE);
  }

  private static Op.Records records() {
    return new Op.Records(List.of(new IndexRecord.End()), StoredListener.NONE);
  }

  private static List<Op> ops(List<Waiting> waiting) {
    return waiting.stream().map(Waiting::op).toList();
  }

  @Test
  void fits_upToTheLimit_orAnythingAlone() {
    assertTrue(ops.fits(100_000), "alone");
    ops.add(1, media(3_000));
    assertTrue(ops.fits(1_000));
    assertFalse(ops.fits(1_001));
    ops.add(2, records());
    assertTrue(ops.fits(1_000), "records are not counted");
  }

  @Test
  void fits_whileOthersWait_countsTheirsToo() {
    WaitingOps others = new WaitingOps(CONFIG, total);
    others.add(1, media(5_000));
    assertTrue(ops.fits(1_000));
    assertFalse(ops.fits(1_001));
    others.dropMedia();
    assertTrue(ops.fits(100_000));
    assertEquals(0, total.get());
  }

  @Test
  void written_batch_makesRoomOnlyThen() {
    ops.add(1, media(3_000));
    List<Waiting> batch = ops.take();
    assertFalse(ops.fits(1_001), "it is being written");
    assertTrue(ops.isEmpty());
    assertEquals(1, Objects.requireNonNull(ops.oldest()).number());
    ops.written(batch);
    assertTrue(ops.fits(100_000));
    assertNull(ops.oldest());
    assertEquals(0, total.get());
  }

  @Test
  void failed_batch_itsRecordsWaitFirstAndAllMediaIsDropped() {
    Op.Records first = records();
    Op.Media second = media(1_000);
    Op.Records third = records();
    ops.add(1, first);
    ops.add(2, second);
    ops.add(3, third);
    List<Waiting> batch = ops.take();
    Op.Media fourth = media(2_000);
    Op.Records fifth = records();
    ops.add(4, fourth);
    ops.add(5, fifth);
    assertEquals(List.of(second, fourth), ops.failed(batch));
    assertEquals(0, total.get());
    List<Waiting> next = ops.take();
    assertEquals(List.of(first, third, fifth), ops(next));
    assertEquals(List.of(1L, 3L, 5L), next.stream().map(Waiting::number).toList());
  }

  @Test
  void dropMedia_whileABatchIsWritten_leavesThatAlone() {
    ops.add(1, media(1_000));
    List<Waiting> batch = ops.take();
    ops.add(2, media(2_000));
    assertEquals(1, ops.dropMedia().size());
    assertEquals(1_000, total.get());
    ops.written(batch);
    assertEquals(0, total.get());
  }
}
