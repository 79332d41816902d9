package live.understudy.hls.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import live.understudy.hls.InitSection;
import live.understudy.hls.PlaylistShape;
import live.understudy.hls.SegmentInfo;
import live.understudy.hls.Variant;

/** Indexes as a recorder writes them. */
final class IndexSamples {

  static final InitSection INIT =
      new InitSection(
          3,
          new Variant("avc1.640028,mp4a.40.2", 1920, 1080, 29.97, "SDR"),
          new byte[] {1, 2, 3, 4, 5});
  static final PlaylistShape SHAPE = new PlaylistShape(2, 500_000, true);
  static final int PART_BYTES = 100;
  static final int PARTS = 4;

  private IndexSamples() {}

  static SegmentInfo info(long msn, int parts) {
    return new SegmentInfo(
        msn,
        INIT.number(),
        msn == 7,
        msn >= 7 ? 1 : 0,
        1_700_000_000_000L + msn * 2000,
        msn * 2_000_000,
        parts * 500_000L,
        true,
        msn % 2 == 0,
        (long) parts * PART_BYTES);
  }

  static PartEntry entry(int index) {
    return new PartEntry(500_000, index == 0, PART_BYTES, 0x1234 + index);
  }

  static List<PartEntry> entries(int count) {
    List<PartEntry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(entry(i));
    }
    return entries;
  }

  /** The place of a segment when all before it, from {@code first} on, have all their parts. */
  static Place place(long msn, long first) {
    return new Place(0, INIT.bytes().length + (msn - first) * PARTS * PART_BYTES);
  }

  static IndexRecord.SegmentStored segment(long msn, long first) {
    return new IndexRecord.SegmentStored(info(msn, PARTS), place(msn, first), entries(PARTS));
  }

  static IndexRecord.PartStored part(long msn, long first, int index) {
    SegmentInfo info = info(msn, PARTS);
    SegmentHead head =
        new SegmentHead(
            msn,
            info.initNumber(),
            info.discontinuity(),
            info.discontinuitySequence(),
            info.programDateTimeMs(),
            info.startUs(),
            info.independent());
    return new IndexRecord.PartStored(
        msn,
        index,
        entry(index),
        index == 0 ? new IndexRecord.Start(head, place(msn, first)) : null);
  }

  /** The beginning of every recording. */
  static List<IndexRecord> beginning(long firstMsn) {
    return new ArrayList<>(
        List.of(
            new IndexRecord.Begin(SHAPE, 1_600_000_000_000L),
            new IndexRecord.Init(INIT),
            new IndexRecord.Volume(0, firstMsn, 0, INIT.number())));
  }

  /** Segments from 5 on with records for their parts; the last one still grows. */
  static List<IndexRecord> lowLatency(int segments, int growing) {
    List<IndexRecord> records = beginning(5);
    for (long msn = 5; msn < 5 + segments; msn++) {
      for (int i = 0; i < PARTS; i++) {
        records.add(part(msn, 5, i));
      }
      records.add(segment(msn, 5));
    }
    for (int i = 0; i < growing; i++) {
      records.add(part(5 + segments, 5, i));
    }
    return records;
  }

  static byte[] bytes(List<IndexRecord> records) {
    List<ByteBuffer> frames = records.stream().map(RecordCodec::encode).toList();
    ByteBuffer all = ByteBuffer.allocate(frames.stream().mapToInt(ByteBuffer::remaining).sum());
    frames.forEach(all::put);
    return all.array();
  }

  /** Arrays have no equality of their own. */
  static boolean same(IndexRecord one, IndexRecord other) {
    if (one instanceof IndexRecord.Init a && other instanceof IndexRecord.Init b) {
      return a.section().number() == b.section().number()
          && a.section().variant().equals(b.section().variant())
          && Arrays.equals(a.section().bytes(), b.section().bytes());
    }
    return Objects.equals(one, other);
  }
}
