package live.understudy.server.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Volumes open for reading: the ones read last, a bounded number of them. Thread-safe. */
final class ReadHandles implements AutoCloseable {

  /** Viewers who rewind are few, and most of them are in the newest volume of a program. */
  private static final int MAX_OPEN = 256;

  private final LinkedHashMap<Path, FileChannel> open = new LinkedHashMap<>(64, 0.75f, true);
  private boolean closed;

  /** Reads some bytes; how many, -1 at the end. Blocks. */
  int read(Path path, long position, ByteBuffer into) throws IOException {
    for (int attempt = 0; ; attempt++) {
      try {
        return handle(path).read(into, position);
      } catch (ClosedChannelException e) {
        // Another reader's volume took its place, or a reader was interrupted; open it again.
        forget(path);
        if (attempt == 3 || Thread.currentThread().isInterrupted()) {
          throw e;
        }
      }
    }
  }

  private synchronized FileChannel handle(Path path) throws IOException {
    if (closed) {
      throw new IOException("the store is closed");
    }
    FileChannel known = open.get(path);
    if (known != null && known.isOpen()) {
      return known;
    }
    FileChannel opened = FileChannel.open(path, StandardOpenOption.READ);
    open.put(path, opened);
    if (open.size() > MAX_OPEN) {
      Iterator<FileChannel> eldest = open.values().iterator();
      eldest.next().close();
      eldest.remove();
    }
    return opened;
  }

  private synchronized void forget(Path path) throws IOException {
    FileChannel handle = open.get(path);
    if (handle != null && !handle.isOpen()) {
      open.remove(path);
    }
  }

  /** Closes all below {@code folder}. */
  synchronized void closeBelow(Path folder) {
    List<FileChannel> below = new ArrayList<>();
    for (Map.Entry<Path, FileChannel> entry : open.entrySet()) {
      if (entry.getKey().startsWith(folder)) {
        below.add(entry.getValue());
      }
    }
    open.values().removeAll(below);
    below.forEach(ReadHandles::close);
  }

  @Override
  public synchronized void close() {
    closed = true;
    open.values().forEach(ReadHandles::close);
    open.clear();
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
