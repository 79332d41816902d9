package live.understudy.server.store;

import java.nio.ByteBuffer;
import live.understudy.hls.store.IndexHeader;
import live.understudy.hls.store.Mark;
import org.jspecify.annotations.Nullable;

/**
 * The index's first page, mapped into memory: a mark is a few stores to memory. So it can be set by
 * an event loop while the writer hangs in a write, outlives the process, and needs no space on a
 * full disk. Not thread-safe.
 */
final class HeaderPage {

  private final ByteBuffer page;
  private long sequence;
  private boolean marked;

  HeaderPage(ByteBuffer page) {
    this.page = page;
    IndexHeader.Slot slot = IndexHeader.read(page);
    this.sequence = slot.sequence();
    this.marked = slot.mark() != null;
  }

  boolean isMarked() {
    return marked;
  }

  /** More may have been published than the index says; null when it says all. */
  void mark(@Nullable Mark mark) {
    if (mark == null && !marked) {
      return;
    }
    sequence++;
    IndexHeader.write(page, sequence, mark);
    marked = mark != null;
  }
}
