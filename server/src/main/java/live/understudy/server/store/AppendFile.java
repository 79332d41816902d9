package live.understudy.server.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A file that only grows, in passes: what was appended since the last {@link #commit} can be taken
 * back. For the writer thread.
 */
final class AppendFile implements Closeable {

  private final StoreFile file;
  private final ByteBuffer buffer;
  private long committed;
  private long written;
  private boolean mustCut;

  /** {@code buffer} is shared with other files: flush this one before another is appended to. */
  AppendFile(StoreFile file, long end, ByteBuffer buffer) {
    this.file = file;
    this.buffer = buffer;
    this.committed = end;
    this.written = end;
  }

  /** Appends through the buffer; most of it is with the kernel afterwards. */
  void append(byte[] bytes) throws IOException {
    append(ByteBuffer.wrap(bytes));
  }

  /** Appends through the buffer; most of it is with the kernel afterwards. */
  void append(ByteBuffer bytes) throws IOException {
    cut();
    while (bytes.hasRemaining()) {
      int count = Math.min(bytes.remaining(), buffer.remaining());
      int limit = bytes.limit();
      buffer.put(bytes.limit(bytes.position() + count));
      bytes.limit(limit);
      if (!buffer.hasRemaining()) {
        flush();
      }
    }
  }

  /** Gives the kernel all of it. */
  void flush() throws IOException {
    buffer.flip();
    try {
      while (buffer.hasRemaining()) {
        int count = file.write(buffer, written);
        if (count <= 0) {
          throw new IOException("the disk took nothing");
        }
        written += count;
      }
    } finally {
      buffer.clear();
    }
  }

  /** The place after the last byte that is known to be there. */
  long committed() {
    return committed;
  }

  /** Where the next byte goes. */
  long end() {
    return written + buffer.position();
  }

  /** What was flushed stays; how many bytes that were. */
  long commit() {
    long count = written - committed;
    committed = written;
    return count;
  }

  /** Takes back what was not committed, now if the disk allows it, else before the next append. */
  void rollback() {
    buffer.clear();
    written = committed;
    mustCut = true;
    try {
      cut();
    } catch (IOException e) {
      // It stays to be cut: nothing is appended before that.
    }
  }

  private void cut() throws IOException {
    if (mustCut) {
      file.truncate(committed);
      mustCut = false;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
