package live.understudy.server.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import live.understudy.media.ByteSlice;
import org.jspecify.annotations.Nullable;

/**
 * Copies of what many viewers ask for, outside the heap. Made when something is asked for the
 * second time, dropped oldest first. Thread-safe.
 */
final class HotSegments {

  private static final int MIN_BYTES = 32_768;
  private static final int MAX_ENTRIES = 1_024;

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

  /** What is known of something: asked for once, being copied, or copied. */
  private sealed interface State {
    record Asked() implements State {}

    record BeingMade() implements State {}

    record Made(HotCopy copy, long length) implements State {}
  }

  private static final State ASKED = new State.Asked();
  private static final State BEING_MADE = new State.BeingMade();

  /** Of the copies, and of the arrays that the keys keep from being collected. */
  private final long maxBytes;

  private final Map<Key, State> states = new LinkedHashMap<>();
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
    synchronized (states) {
      switch (states.get(key)) {
        case State.Made made -> {
          return new Body.Direct(made.copy(), 0, length);
        }
        case State.BeingMade _ -> {
          return body;
        }
        case State.Asked _ -> states.put(key, BEING_MADE);
        case null -> {
          states.put(key, ASKED);
          bytes += key.first().length;
          dropOldest();
          return body;
        }
      }
    }
    // Not under the lock: memory outside the heap may have to be collected first.
    HotCopy copy = HotCopy.of(slices, (int) length);
    synchronized (states) {
      if (copy == null) {
        return body;
      }
      if (states.replace(key, new State.Made(copy, length)) == null) {
        copy.retire();
        return body;
      }
      bytes += length;
      Body warmed = new Body.Direct(copy, 0, length);
      dropOldest();
      return warmed;
    }
  }

  private void dropOldest() {
    var oldest = states.entrySet().iterator();
    while (states.size() > MAX_ENTRIES || bytes > maxBytes) {
      Map.Entry<Key, State> entry = oldest.next();
      bytes -= entry.getKey().first().length;
      if (entry.getValue() instanceof State.Made made) {
        bytes -= made.length();
        made.copy().retire();
      }
      oldest.remove();
    }
  }
}
