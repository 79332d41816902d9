package live.understudy.server.http;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Bytes on disk that nobody modifies any more. Positional and thread-safe; {@code read} blocks. */
public interface ByteSource {

  /** How many bytes there are; never changes. */
  long length();

  /**
   * Reads some bytes from {@code position} on.
   *
   * @return how many, at least 1 where {@code into} has room; -1 at the end
   * @throws IOException when the disk fails, or the bytes were removed
   */
  int read(long position, ByteBuffer into) throws IOException;
}
