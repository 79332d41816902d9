package live.understudy.server.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Whether there is room: the quota of all recordings, and what must stay free. Thread-safe. */
final class SpaceGuard {

  /** How much above {@code minFreeBytes} makes it worth to begin again. */
  private static final long RESUME_MARGIN_BYTES = 16L << 20;

  private final StoreConfig config;
  private final StoreFiles files;
  private final Path folder;
  private final AtomicLong usedBytes = new AtomicLong();
  private final AtomicLong freeBytes = new AtomicLong(Long.MAX_VALUE);

  SpaceGuard(StoreConfig config, StoreFiles files, Path folder) {
    this.config = config;
    this.files = files;
    this.folder = folder;
  }

  /** Asks the disk again. Blocks. */
  void refresh() {
    try {
      freeBytes.set(files.usableBytes(folder));
    } catch (IOException e) {
      // The next write will tell what is wrong with the disk.
      freeBytes.set(Long.MAX_VALUE);
    }
  }

  /** Counts bytes that were written, or, negative, deleted. */
  void count(long bytes) {
    usedBytes.addAndGet(bytes);
    freeBytes.updateAndGet(free -> free == Long.MAX_VALUE ? free : free - bytes);
  }

  long usedBytes() {
    return usedBytes.get();
  }

  /** Why {@code bytes} more must not be written; null when they may. */
  @Nullable StopReason refusal(long bytes) {
    long quota = config.quotaBytes();
    if (quota > 0 && usedBytes.get() + bytes > quota) {
      return StopReason.QUOTA;
    }
    return freeBytes.get() - bytes < config.minFreeBytes() ? StopReason.DISK_FULL : null;
  }

  /** Why it is too early to begin again after a refusal; null when it is not. */
  @Nullable StopReason resumeRefusal() {
    long margin = Math.min(RESUME_MARGIN_BYTES, config.minFreeBytes());
    return refusal(Math.max(margin, 1));
  }
}
