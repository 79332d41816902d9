package live.understudy.server.http;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import live.understudy.media.ByteSlice;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies of what many viewers ask for, outside the heap: the kernel takes bytes from there without
 * a copy for each viewer. Made when something is asked for the second time, dropped oldest first.
 * The memory is given back by the garbage collector, so that no reply has to be counted.
 * Thread-safe.
 */
final class HotSegments {

  private static final Logger LOG = LoggerFactory.getLogger(HotSegments.class);
  private static final int MIN_BYTES = 32_768;
  private static final int MAX_ENTRIES = 1_024;

  /** Stands for a copy that somebody makes. */
  private static final ByteBuffer BEING_MADE = ByteBuffer.allocate(0);

  /** The same bytes are in the same arrays; names may come to mean others when an event is new. */
  private record Key(byte[] first, int slices, long length) {
    @Override
    @SuppressWarnings("ReferenceEquality")
    public boolean equals(@Nullable Object other) {
      return other instanceof Key that
          && first == that.first
          && slices == that.slices
          && length == that.length;
    }

    @Override
    public int hashCode() {
      return 31 * System.identityHashCode(first) + Long.hashCode(length);
    }
  }

  /** Of the copies, and of the arrays that the keys keep from being collected. */
  private final long maxBytes;

  private final Map<Key, @Nullable ByteBuffer> copies = new LinkedHashMap<>();
  private long bytes;

  HotSegments(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** The body, or its copy. */
  Body warm(Body.Memory body) {
    long length = body.length();
    List<ByteSlice> slices = body.slices();
    if (length < MIN_BYTES || length > maxBytes / 4) {
      return body;
    }
    Key key = new Key(slices.getFirst().array(), slices.size(), length);
    synchronized (copies) {
      ByteBuffer known = copies.get(key);
      if (known != null) {
        return known.equals(BEING_MADE) ? body : new Body.Direct(known, 0, (int) length);
      }
      if (!copies.containsKey(key)) {
        copies.put(key, null);
        bytes += key.first().length;
        dropOldest();
        return body;
      }
      copies.put(key, BEING_MADE);
    }
    // Not under the lock: memory outside the heap may have to be collected first.
    ByteBuffer copy = copy(slices, (int) length);
    synchronized (copies) {
      if (copy == null || !copies.containsKey(key)) {
        return body;
      }
      copies.put(key, copy);
      bytes += length;
      dropOldest();
    }
    return new Body.Direct(copy, 0, (int) length);
  }

  private void dropOldest() {
    var oldest = copies.entrySet().iterator();
    while (copies.size() > MAX_ENTRIES || bytes > maxBytes) {
      Map.Entry<Key, @Nullable ByteBuffer> entry = oldest.next();
      ByteBuffer copy = entry.getValue();
      bytes -= entry.getKey().first().length + (copy == null ? 0 : copy.capacity());
      oldest.remove();
    }
  }

  private static @Nullable ByteBuffer copy(List<ByteSlice> slices, int length) {
    try {
      ByteBuffer copy = ByteBuffer.allocateDirect(length);
      for (ByteSlice slice : slices) {
        copy.put(slice.array(), slice.offset(), slice.length());
      }
      return copy.flip().asReadOnlyBuffer();
    } catch (OutOfMemoryError e) {
      // Only what lies outside the heap has run out: it goes as it is.
      LOG.debug("No memory for a copy of {} bytes", length);
      return null;
    }
  }
}
