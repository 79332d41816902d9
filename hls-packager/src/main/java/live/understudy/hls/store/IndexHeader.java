package live.understudy.hls.store;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The page at the beginning of an index: which format it is, and how far the playlist may have been
 * published beyond what the index holds. The page exists before anything is recorded, so a full
 * disk can't refuse it. The mark has two slots that are written in turn; a process killed in the
 * middle of one leaves the other.
 */
public final class IndexHeader {

  /** The page's size; the first record's place. */
  public static final int BYTES = 4096;

  private static final long MAGIC = 0x554e_4453_5459_4958L;
  private static final int VERSION = 1;
  private static final int CRC_AT = 12;
  private static final int FIRST_SLOT_AT = 512;
  private static final int SLOT_BYTES = 512;
  private static final int SLOTS = 2;

  private IndexHeader() {}

  /** A new page: nothing is uncertain. */
  public static ByteBuffer fresh() {
    ByteBuffer page = ByteBuffer.allocate(BYTES);
    page.putLong(0, MAGIC).putInt(8, VERSION);
    page.putInt(CRC_AT, RecordCodec.crc(page, 0, CRC_AT));
    write(page, 1, null);
    write(page, 2, null);
    return page;
  }

  /** Whether {@code page} is the beginning of an index of this version. */
  public static boolean isReadable(ByteBuffer page) {
    return page.limit() >= BYTES
        && page.getLong(0) == MAGIC
        && page.getInt(8) == VERSION
        && page.getInt(CRC_AT) == RecordCodec.crc(page, 0, CRC_AT);
  }

  /**
   * Writes a slot in place.
   *
   * @param sequence one more than at the last time
   * @param mark how far the playlist may have been published beyond the records; null when the
   *     records say all
   */
  public static void write(ByteBuffer page, long sequence, @Nullable Mark mark) {
    int at = FIRST_SLOT_AT + SLOT_BYTES * (int) (sequence % SLOTS);
    ByteBuffer slot = page.slice(at, SLOT_BYTES);
    slot.position(8);
    slot.putLong(sequence).put((byte) (mark == null ? 0 : 1));
    RecordCodec.putMark(slot, mark == null ? Mark.NOTHING : mark);
    int length = slot.position() - 8;
    slot.putInt(0, length);
    slot.putInt(4, RecordCodec.crc(slot, 8, length));
  }

  /**
   * What the newest slot says.
   *
   * @param sequence 0 when no slot can be read
   * @param mark as in {@link #write}
   */
  public record Slot(long sequence, @Nullable Mark mark) {}

  /** Reads the slots of a page that {@link #isReadable}. */
  public static Slot read(ByteBuffer page) {
    Slot newest = new Slot(0, null);
    for (int i = 0; i < SLOTS; i++) {
      Slot slot = slot(page.slice(FIRST_SLOT_AT + SLOT_BYTES * i, SLOT_BYTES));
      if (slot != null && slot.sequence() > newest.sequence()) {
        newest = slot;
      }
    }
    return newest;
  }

  private static @Nullable Slot slot(ByteBuffer in) {
    int length = in.getInt(0);
    if (length < 1 || length > SLOT_BYTES - 8) {
      return null;
    }
    if (in.getInt(4) != RecordCodec.crc(in, 8, length)) {
      return null;
    }
    try {
      in.position(8);
      long sequence = in.getLong();
      boolean set = in.get() != 0;
      Mark mark = RecordCodec.mark(in);
      return new Slot(sequence, set ? mark : null);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return null;
    }
  }
}
