package live.understudy.server.store;

import java.nio.ByteBuffer;
import live.understudy.hls.store.IndexHeader;
import live.understudy.hls.store.Mark;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index's first page, mapped into memory: a mark is a few stores to memory. So it can be set by
 * an event loop while the writer hangs in a write, outlives the process, and needs no space on a
 * full disk. Not thread-safe.
 */
final class HeaderPage {

  private static final Logger LOG = LoggerFactory.getLogger(HeaderPage.class);

  private final ByteBuffer page;
  private long sequence;
  private boolean marked;
  private boolean broken;

  HeaderPage(ByteBuffer page) {
    this.page = page;
    IndexHeader.Slot slot = IndexHeader.read(page);
    this.sequence = slot.sequence();
    this.marked = slot.mark() != null;
  }

  /** More may have been published than the index says; null when it says all. */
  void mark(@Nullable Mark mark) {
    if (mark == null && !marked) {
      return;
    }
    sequence++;
    marked = mark != null;
    try {
      IndexHeader.write(page, sequence, mark);
    } catch (InternalError e) {
      // The JDK's answer when the kernel can't bring the page in. Programs don't stop for that.
      if (!broken) {
        LOG.error("an index's first page can't be written; a restart may leave numbers out", e);
      }
      broken = true;
    }
  }
}
