package live.understudy.hls.store;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import live.understudy.hls.InitSection;
import live.understudy.hls.PlaylistShape;
import live.understudy.hls.SegmentInfo;
import live.understudy.hls.Variant;
import org.jspecify.annotations.Nullable;

/**
 * Records to bytes and back, big-endian. A frame is the payload's length, a CRC32C of these four
 * bytes, a CRC32C of the payload, and the payload. The length has its own, so that a frame that was
 * cut short is never taken for a damaged one, nor the other way round.
 */
public final class RecordCodec {

  /** Bytes before the payload. */
  public static final int FRAME_BYTES = 12;

  /** No payload is longer; far above the longest init section and the longest list of parts. */
  public static final int MAX_PAYLOAD_BYTES = 1 << 20;

  private static final int PART_BYTES = 17;
  private static final int MAX_PARTS = MAX_PAYLOAD_BYTES / PART_BYTES - 16;
  private static final int FIXED_BYTES = 160;

  private static final byte BEGIN = 1;
  private static final byte INIT = 2;
  private static final byte VOLUME = 3;
  private static final byte PART = 4;
  private static final byte SEGMENT = 5;
  private static final byte HOLE = 6;
  private static final byte END = 7;

  private RecordCodec() {}

  /** The frame of {@code record}, ready to be written. */
  public static ByteBuffer encode(IndexRecord record) {
    ByteBuffer frame = ByteBuffer.allocate(FRAME_BYTES + FIXED_BYTES + variableBytes(record));
    frame.position(FRAME_BYTES);
    putPayload(frame, record);
    frame.flip();
    int length = frame.limit() - FRAME_BYTES;
    if (length > MAX_PAYLOAD_BYTES) {
      throw new IllegalArgumentException("a record of " + length + " bytes");
    }
    frame.putInt(0, length);
    frame.putInt(4, crc(frame, 0, 4));
    frame.putInt(8, crc(frame, FRAME_BYTES, length));
    return frame;
  }

  private static int variableBytes(IndexRecord record) {
    return switch (record) {
      case IndexRecord.Init init ->
          init.section().bytes().length + 4 * init.section().variant().codecs().length();
      case IndexRecord.SegmentStored segment -> PART_BYTES * segment.parts().size();
      case IndexRecord.Begin _,
          IndexRecord.Volume _,
          IndexRecord.PartStored _,
          IndexRecord.Hole _,
          IndexRecord.End _ ->
          0;
    };
  }

  static int crc(ByteBuffer bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.slice(from, length));
    return (int) crc.getValue();
  }

  private static void putPayload(ByteBuffer to, IndexRecord record) {
    switch (record) {
      case IndexRecord.Begin begin -> {
        PlaylistShape shape = begin.shape();
        to.put(BEGIN).putInt(shape.targetDurationS()).putLong(shape.partTargetUs());
        putFlag(to, shape.rewindable()).putLong(begin.zeroWallMs());
      }
      case IndexRecord.Init init -> putInit(to.put(INIT), init.section());
      case IndexRecord.Volume volume ->
          to.put(VOLUME)
              .putInt(volume.number())
              .putLong(volume.firstMsn())
              .putInt(volume.attempt())
              .putInt(volume.initNumber());
      case IndexRecord.PartStored part -> {
        to.put(PART).putLong(part.msn()).putInt(part.index());
        putPart(to, part.part());
        IndexRecord.Start start = part.start();
        putFlag(to, start != null);
        if (start != null) {
          putHead(to, start.head());
          putPlace(to, start.place());
        }
      }
      case IndexRecord.SegmentStored segment -> {
        putInfo(to.put(SEGMENT), segment.info());
        putPlace(to, segment.place());
        to.putInt(segment.parts().size());
        segment.parts().forEach(part -> putPart(to, part));
      }
      case IndexRecord.Hole hole -> putMark(to.put(HOLE), hole.mark());
      case IndexRecord.End _ -> to.put(END);
    }
  }

  /** Reads one payload; null when it is no record of this version. */
  static @Nullable IndexRecord decode(ByteBuffer payload) {
    try {
      IndexRecord record = record(payload);
      return payload.hasRemaining() ? null : record;
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable IndexRecord record(ByteBuffer in) {
    return switch (in.get()) {
      case BEGIN ->
          new IndexRecord.Begin(
              new PlaylistShape(in.getInt(), in.getLong(), flag(in)), in.getLong());
      case INIT -> new IndexRecord.Init(init(in));
      case VOLUME -> new IndexRecord.Volume(in.getInt(), in.getLong(), in.getInt(), in.getInt());
      case PART ->
          new IndexRecord.PartStored(
              in.getLong(),
              in.getInt(),
              part(in),
              flag(in) ? new IndexRecord.Start(head(in), place(in)) : null);
      case SEGMENT -> new IndexRecord.SegmentStored(info(in), place(in), parts(in));
      case HOLE -> new IndexRecord.Hole(mark(in));
      case END -> new IndexRecord.End();
      default -> null;
    };
  }

  private static void putInit(ByteBuffer to, InitSection section) {
    Variant variant = section.variant();
    byte[] codecs = variant.codecs().getBytes(StandardCharsets.UTF_8);
    to.putInt(section.number()).putInt(codecs.length).put(codecs);
    to.putInt(variant.width()).putInt(variant.height()).putDouble(variant.frameRate());
    byte[] range = variant.videoRange().getBytes(StandardCharsets.UTF_8);
    to.putInt(range.length).put(range);
    to.putInt(section.bytes().length).put(section.bytes());
  }

  private static InitSection init(ByteBuffer in) {
    int number = in.getInt();
    String codecs = new String(bytes(in), StandardCharsets.UTF_8);
    Variant variant =
        new Variant(
            codecs,
            in.getInt(),
            in.getInt(),
            in.getDouble(),
            new String(bytes(in), StandardCharsets.UTF_8));
    return new InitSection(number, variant, bytes(in));
  }

  private static byte[] bytes(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException("longer than its record");
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static void putPart(ByteBuffer to, PartEntry part) {
    to.putLong(part.durationUs());
    putFlag(to, part.independent()).putInt(part.sizeBytes()).putInt(part.crc());
  }

  private static PartEntry part(ByteBuffer in) {
    return new PartEntry(in.getLong(), flag(in), in.getInt(), in.getInt());
  }

  private static List<PartEntry> parts(ByteBuffer in) {
    int count = in.getInt();
    if (count < 1 || count > MAX_PARTS) {
      throw new IllegalArgumentException("a segment of " + count + " parts");
    }
    List<PartEntry> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parts.add(part(in));
    }
    return parts;
  }

  private static void putHead(ByteBuffer to, SegmentHead head) {
    to.putLong(head.msn()).putInt(head.initNumber());
    putFlag(to, head.discontinuity()).putLong(head.discontinuitySequence());
    to.putLong(head.programDateTimeMs()).putLong(head.startUs());
    putFlag(to, head.independent());
  }

  private static SegmentHead head(ByteBuffer in) {
    return new SegmentHead(
        in.getLong(), in.getInt(), flag(in), in.getLong(), in.getLong(), in.getLong(), flag(in));
  }

  private static void putInfo(ByteBuffer to, SegmentInfo info) {
    to.putLong(info.msn()).putInt(info.initNumber());
    putFlag(to, info.discontinuity()).putLong(info.discontinuitySequence());
    to.putLong(info.programDateTimeMs()).putLong(info.startUs()).putLong(info.durationUs());
    putFlag(putFlag(to, info.independent()), info.captions()).putLong(info.sizeBytes());
  }

  private static SegmentInfo info(ByteBuffer in) {
    return new SegmentInfo(
        in.getLong(),
        in.getInt(),
        flag(in),
        in.getLong(),
        in.getLong(),
        in.getLong(),
        in.getLong(),
        flag(in),
        flag(in),
        in.getLong());
  }

  private static void putPlace(ByteBuffer to, Place place) {
    to.putInt(place.volume()).putLong(place.offset());
  }

  private static Place place(ByteBuffer in) {
    return new Place(in.getInt(), in.getLong());
  }

  static void putMark(ByteBuffer to, Mark mark) {
    to.putLong(mark.msn()).putInt(mark.parts());
    putFlag(to, mark.complete()).putInt(mark.nextInitNumber());
    to.putLong(mark.discontinuitySequence()).putLong(mark.endUs()).putLong(mark.endWallMs());
    putFlag(to, mark.ended());
  }

  static Mark mark(ByteBuffer in) {
    return new Mark(
        in.getLong(),
        in.getInt(),
        flag(in),
        in.getInt(),
        in.getLong(),
        in.getLong(),
        in.getLong(),
        flag(in));
  }

  private static ByteBuffer putFlag(ByteBuffer to, boolean value) {
    return to.put((byte) (value ? 1 : 0));
  }

  private static boolean flag(ByteBuffer in) {
    return in.get() != 0;
  }
}
