package live.understudy.server.http;

import io.netty.channel.DefaultFileRegion;
import io.netty.channel.FileRegion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import live.understudy.server.net.MemoryFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bytes outside the heap for many viewers. Where it can be had they are a file in memory, which is
 * also mapped: the kernel sends from the file without copying anything, and TLS encrypts from the
 * mapping. The memory is given back by the garbage collector, the file when the last one has sent
 * from it. Thread-safe.
 */
final class HotCopy {

  private static final Logger LOG = LoggerFactory.getLogger(HotCopy.class);

  /**
   * Of all in this process that are not closed yet, those that slow clients still read included.
   */
  static final int MAX_FILES = 2_048;

  private static final AtomicInteger FILES = new AtomicInteger();

  private final ByteBuffer bytes;
  private final @Nullable FileChannel file;

  /** Whoever sends from the file, and whoever may give it to others. */
  private final AtomicInteger users = new AtomicInteger(1);

  private HotCopy(ByteBuffer bytes, @Nullable FileChannel file) {
    this.bytes = bytes;
    this.file = file;
  }

  /** Null when there is no memory for it. */
  static @Nullable HotCopy of(List<ByteBuffer> from, int length) {
    try {
      HotCopy inFile = inFile(from, length);
      return inFile == null ? new HotCopy(copy(from, length), null) : inFile;
    } catch (OutOfMemoryError e) {
      // Only what lies outside the heap has run out: it goes as it is.
      LOG.debug("No memory for a copy of {} bytes", length);
      return null;
    }
  }

  private static @Nullable HotCopy inFile(List<ByteBuffer> from, int length) {
    if (FILES.incrementAndGet() > MAX_FILES) {
      FILES.decrementAndGet();
      return null;
    }
    FileChannel file = MemoryFile.create("hot-segment");
    if (file != null) {
      try {
        // Not through the mapping: written so, a lack of memory is an exception and no signal.
        ByteBuffer[] rest = from.stream().map(ByteBuffer::duplicate).toArray(ByteBuffer[]::new);
        long written = 0;
        while (written < length) {
          written += file.write(rest);
        }
        return new HotCopy(file.map(FileChannel.MapMode.READ_ONLY, 0, length), file);
      } catch (IOException e) {
        LOG.debug("No memory for a file of {} bytes: {}", length, e.toString());
        close(file);
        return null;
      }
    }
    FILES.decrementAndGet();
    return null;
  }

  private static ByteBuffer copy(List<ByteBuffer> from, int length) {
    ByteBuffer copy = ByteBuffer.allocateDirect(length);
    for (ByteBuffer piece : from) {
      copy.put(piece.duplicate());
    }
    return copy.flip().asReadOnlyBuffer();
  }

  /** All of it; read-only, and good for as long as somebody has it. */
  ByteBuffer bytes() {
    return bytes;
  }

  /**
   * A part of it for the kernel to send, to be released by the caller; null where there is no file,
   * or no longer.
   */
  @Nullable FileRegion region(int offset, long length) {
    if (file == null || users.getAndUpdate(count -> count == 0 ? 0 : count + 1) == 0) {
      return null;
    }
    return new Region(file, offset, length);
  }

  /** Nobody can ask for it any more. */
  void retire() {
    release();
  }

  private void release() {
    if (users.decrementAndGet() == 0 && file != null) {
      close(file);
    }
  }

  private static void close(FileChannel file) {
    FILES.decrementAndGet();
    try {
      file.close();
    } catch (IOException e) {
      LOG.warn("A file in memory can't be closed: {}", e.toString());
    }
  }

  /** Closes the file only when it is the last one. */
  private final class Region extends DefaultFileRegion {
    Region(FileChannel file, long position, long count) {
      super(file, position, count);
    }

    @Override
    protected void deallocate() {
      HotCopy.this.release();
    }
  }
}
