package live.understudy.hls.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** The one page that is written twice. */
class IndexHeaderTest {

  private static Mark mark(long msn) {
    return new Mark(msn, 2, false, 4, 1, msn * 2_000_000, 1_700_000_000_000L + msn, false);
  }

  @Test
  void fresh_read_saysThatNothingIsUncertain() {
    ByteBuffer page = IndexHeader.fresh();
    assertEquals(IndexHeader.BYTES, page.remaining());
    assertTrue(IndexHeader.isReadable(page));
    assertNull(IndexHeader.read(page).mark());
    assertTrue(IndexHeader.read(page).sequence() > 0);
  }

  @Test
  void write_inTurn_newestIsRead() {
    ByteBuffer page = IndexHeader.fresh();
    long sequence = IndexHeader.read(page).sequence();
    for (int i = 0; i < 5; i++) {
      IndexHeader.write(page, ++sequence, mark(i));
      assertEquals(new IndexHeader.Slot(sequence, mark(i)), IndexHeader.read(page));
    }
    IndexHeader.write(page, ++sequence, null);
    assertEquals(new IndexHeader.Slot(sequence, null), IndexHeader.read(page));
  }

  @Test
  void write_tornAtEveryByte_readsTheOneBeforeOrTheNewOne() {
    ByteBuffer before = IndexHeader.fresh();
    long sequence = IndexHeader.read(before).sequence();
    IndexHeader.write(before, ++sequence, mark(7));
    ByteBuffer after = ByteBuffer.allocate(IndexHeader.BYTES).put(before.duplicate()).flip();
    IndexHeader.write(after, sequence + 1, mark(8));
    for (int cut = 0; cut <= IndexHeader.BYTES; cut++) {
      ByteBuffer torn = ByteBuffer.allocate(IndexHeader.BYTES);
      torn.put(0, after, 0, cut).put(cut, before, cut, IndexHeader.BYTES - cut);
      assertTrue(IndexHeader.isReadable(torn));
      Mark read = IndexHeader.read(torn).mark();
      assertTrue(mark(7).equals(read) || mark(8).equals(read), "cut at " + cut + ": " + read);
    }
  }

  @Test
  void isReadable_otherVersionMagicOrLength_isNot() {
    for (int at = 0; at < 16; at++) {
      ByteBuffer page = IndexHeader.fresh();
      page.put(at, (byte) (page.get(at) ^ 1));
      assertFalse(IndexHeader.isReadable(page), "byte " + at);
    }
    assertFalse(IndexHeader.isReadable(IndexHeader.fresh().limit(IndexHeader.BYTES - 1)));
  }

  @Test
  void read_bothSlotsDamaged_hasNoSequence() {
    ByteBuffer page = IndexHeader.fresh();
    page.put(512 + 20, (byte) 9).put(1024 + 20, (byte) 9);
    assertEquals(new IndexHeader.Slot(0, null), IndexHeader.read(page));
  }
}
