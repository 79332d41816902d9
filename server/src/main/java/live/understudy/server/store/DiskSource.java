package live.understudy.server.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import live.understudy.server.http.ByteSource;

/** A run of bytes in a volume. */
record DiskSource(ReadHandles handles, Path volume, long offset, long length)
    implements ByteSource {

  @Override
  public int read(long position, ByteBuffer into) throws IOException {
    if (position < 0 || position > length) {
      throw new IllegalArgumentException("position " + position + " of " + length);
    }
    if (position == length) {
      return -1;
    }
    int limit = into.limit();
    int count = (int) Math.min(into.remaining(), length - position);
    into.limit(into.position() + count);
    try {
      int read = handles.read(volume, offset + position, into);
      if (read < 0) {
        throw new EOFException("a volume is shorter than its index says");
      }
      return read;
    } finally {
      into.limit(limit);
    }
  }
}
