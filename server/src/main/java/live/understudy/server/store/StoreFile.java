package live.understudy.server.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One open file, positional: the few operations that the store needs of it. */
interface StoreFile extends Closeable {

  /** Writes some bytes at {@code position}; how many. */
  int write(ByteBuffer from, long position) throws IOException;

  /** Reads some bytes from {@code position}; how many, -1 at the end. */
  int read(ByteBuffer into, long position) throws IOException;

  long size() throws IOException;

  /** Cuts the file; does nothing where it is shorter. */
  void truncate(long size) throws IOException;

  /** The first {@code bytes} in memory, shared with the file; needs no further space on disk. */
  ByteBuffer map(int bytes) throws IOException;
}
