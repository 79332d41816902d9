package live.understudy.hls.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Records survive the way to bytes and back, and whatever happens to the bytes. */
class IndexScanTest {

  private static final List<IndexRecord> EVERY_KIND = new ArrayList<>();

  static {
    EVERY_KIND.addAll(IndexSamples.lowLatency(2, 2));
    EVERY_KIND.add(
        new IndexRecord.Hole(new Mark(9, 3, false, 4, 2, 18_000_000, 1_700_000_018_000L, true)));
    EVERY_KIND.add(new IndexRecord.End());
  }

  private static IndexScan.Result scan(byte[] bytes, int limit, List<IndexRecord> into) {
    return IndexScan.scan(ByteBuffer.wrap(bytes, 0, limit), 0, into::add);
  }

  private static void assertSame(List<IndexRecord> expected, List<IndexRecord> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertTrue(IndexSamples.same(expected.get(i), actual.get(i)), "record " + i);
    }
  }

  @Test
  void scan_everyKindOfRecord_readsWhatWasWritten() {
    byte[] bytes = IndexSamples.bytes(EVERY_KIND);
    List<IndexRecord> read = new ArrayList<>();
    assertEquals(
        new IndexScan.Result(bytes.length, IndexScan.Tail.CLEAN, 0),
        scan(bytes, bytes.length, read));
    assertSame(EVERY_KIND, read);
  }

  @Test
  void scan_cutAtEveryByte_readsTheWholeRecordsBeforeTheCut() {
    byte[] bytes = IndexSamples.bytes(EVERY_KIND);
    int whole = 0;
    int end = 0;
    for (int limit = 0; limit <= bytes.length; limit++) {
      int next =
          whole == EVERY_KIND.size()
              ? Integer.MAX_VALUE
              : end + RecordCodec.encode(EVERY_KIND.get(whole)).remaining();
      if (limit == next) {
        whole++;
        end = next;
      }
      List<IndexRecord> read = new ArrayList<>();
      IndexScan.Result result = scan(bytes, limit, read);
      assertEquals(end, result.end(), "cut at " + limit);
      assertEquals(
          limit == end ? IndexScan.Tail.CLEAN : IndexScan.Tail.TORN, result.tail(), "at " + limit);
      assertSame(EVERY_KIND.subList(0, whole), read);
    }
  }

  @Test
  void scan_oneByteChangedAnywhere_losesThatRecordAlone() {
    byte[] bytes = IndexSamples.bytes(EVERY_KIND);
    int start = 0;
    for (int i = 0; i < EVERY_KIND.size(); i++) {
      int end = start + RecordCodec.encode(EVERY_KIND.get(i)).remaining();
      List<IndexRecord> others = new ArrayList<>(EVERY_KIND);
      others.remove(i);
      for (int at = start; at < end; at++) {
        byte[] damaged = bytes.clone();
        damaged[at] ^= (byte) (1 + at % 255);
        List<IndexRecord> read = new ArrayList<>();
        IndexScan.Result result = scan(damaged, damaged.length, read);
        assertSame(others, read);
        boolean last = i == EVERY_KIND.size() - 1;
        assertEquals(
            last ? IndexScan.Tail.DAMAGED : IndexScan.Tail.CLEAN, result.tail(), "byte " + at);
        assertEquals(last ? 0 : end - start, result.skippedBytes());
      }
      start = end;
    }
  }

  @Test
  void scan_zerosOrNoiseAfterTheRecords_isDamage() {
    byte[] good = IndexSamples.bytes(EVERY_KIND);
    for (int fill : new int[] {0, 0x5a, 0xff}) {
      ByteBuffer bytes = ByteBuffer.allocate(good.length + 4096).put(good);
      while (bytes.hasRemaining()) {
        bytes.put((byte) fill);
      }
      List<IndexRecord> read = new ArrayList<>();
      IndexScan.Result result = scan(bytes.array(), bytes.capacity(), read);
      assertEquals(good.length, result.end());
      assertEquals(IndexScan.Tail.DAMAGED, result.tail());
      assertSame(EVERY_KIND, read);
    }
  }

  @Test
  void decode_payloadCutAtEveryByteOrTooLong_isNoRecord() {
    for (IndexRecord record : EVERY_KIND) {
      ByteBuffer frame = RecordCodec.encode(record);
      ByteBuffer payload = frame.slice(RecordCodec.FRAME_BYTES, frame.limit() - 12);
      for (int length = 0; length < payload.limit(); length++) {
        assertEquals(null, RecordCodec.decode(payload.slice(0, length)), record.toString());
      }
      ByteBuffer longer = ByteBuffer.allocate(payload.limit() + 1).put(payload).rewind();
      assertEquals(null, RecordCodec.decode(longer));
    }
  }

  @Test
  void decode_listsThatClaimMoreThanThereIs_areNoRecord() {
    ByteBuffer segment = RecordCodec.encode(IndexSamples.segment(5, 5));
    int countAt = segment.limit() - IndexSamples.PARTS * 17 - 4;
    assertEquals(IndexSamples.PARTS, segment.getInt(countAt));
    for (int claimed : new int[] {-1, 0, 5, 61_000, Integer.MAX_VALUE}) {
      segment.putInt(countAt, claimed);
      assertEquals(
          null, RecordCodec.decode(segment.slice(12, segment.limit() - 12)), "claims " + claimed);
    }
  }
}
