package live.understudy.server.store;

import java.nio.ByteBuffer;
import live.understudy.server.http.ByteSource;

/** Bytes that are in memory anyway. */
final class MemorySource implements ByteSource {

  private final byte[] bytes;

  MemorySource(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public long length() {
    return bytes.length;
  }

  @Override
  public int read(long position, ByteBuffer into) {
    if (position < 0 || position > bytes.length) {
      throw new IllegalArgumentException("position " + position + " of " + bytes.length);
    }
    int at = (int) position;
    if (at == bytes.length) {
      return -1;
    }
    int count = Math.min(into.remaining(), bytes.length - at);
    into.put(bytes, at, count);
    return count;
  }
}
