package live.understudy.hls.store;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads an index's records from bytes that may end, or be wrong, anywhere. */
public final class IndexScan {

  private IndexScan() {}

  /** How the records end. */
  public enum Tail {
    /** With the last byte. */
    CLEAN,
    /** A frame was cut short: what a process leaves that is killed while it writes. */
    TORN,
    /** Bytes follow that are no record: the disk, or somebody, has changed them. */
    DAMAGED
  }

  /**
   * What was found.
   *
   * @param end the place after the last good record: cut the file here
   * @param tail what follows it
   * @param skippedBytes damaged bytes between good records
   */
  public record Result(int end, Tail tail, long skippedBytes) {}

  /**
   * Gives every good record from {@code from} on to {@code sink}. Where bytes are damaged it goes
   * on with the next good record: a byte that a disk lost costs one segment, not all that follow.
   */
  public static Result scan(ByteBuffer index, int from, Consumer<IndexRecord> sink) {
    int limit = index.limit();
    int end = from;
    int at = from;
    long skipped = 0;
    Tail tail = Tail.CLEAN;
    while (at < limit) {
      int length = payloadLength(index, at);
      if (length == CUT) {
        // Only what follows good records directly was cut off by a killed writer.
        tail = at == end ? Tail.TORN : Tail.DAMAGED;
        at = at == end ? limit : at + 1;
        continue;
      }
      @Nullable IndexRecord record = length == DAMAGED ? null : record(index, at, length);
      if (record == null) {
        tail = Tail.DAMAGED;
        at++;
        continue;
      }
      sink.accept(record);
      skipped += at - end;
      at += RecordCodec.FRAME_BYTES + length;
      end = at;
      tail = Tail.CLEAN;
    }
    return new Result(end, tail, skipped);
  }

  private static final int CUT = -1;
  private static final int DAMAGED = -2;

  private static int payloadLength(ByteBuffer index, int at) {
    int left = index.limit() - at;
    if (left < RecordCodec.FRAME_BYTES) {
      return isPrefixOfFrame(index, at, left) ? CUT : DAMAGED;
    }
    int length = index.getInt(at);
    if (length < 1
        || length > RecordCodec.MAX_PAYLOAD_BYTES
        || index.getInt(at + 4) != RecordCodec.crc(index, at, 4)) {
      return DAMAGED;
    }
    return length > left - RecordCodec.FRAME_BYTES ? CUT : length;
  }

  /** As far as so few bytes can tell. */
  private static boolean isPrefixOfFrame(ByteBuffer index, int at, int left) {
    return left < 8 || index.getInt(at + 4) == RecordCodec.crc(index, at, 4);
  }

  private static @Nullable IndexRecord record(ByteBuffer index, int at, int length) {
    int payloadAt = at + RecordCodec.FRAME_BYTES;
    if (index.getInt(at + 8) != RecordCodec.crc(index, payloadAt, length)) {
      return null;
    }
    return RecordCodec.decode(index.slice(payloadAt, length));
  }
}
