package live.understudy.server.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copies of what many viewers ask for, outside the heap. Made when something is asked for the
 * second time, dropped oldest first. Thread-safe.
 */
final class HotSegments {

  private static final int MIN_BYTES = 32_768;
  private static final int MAX_ENTRIES = 1_024;

  /** What bytes these are, and not their name, which may come to mean others in a new event. */
  private record Key(Object first, int chunks, long length) {
    @Override
    @SuppressWarnings("ReferenceEquality")
    public boolean equals(@Nullable Object other) {
      return other instanceof Key that
          && first == that.first
          && chunks == that.chunks
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

  /** Of the copies; the keys keep no bytes. */
  private final long maxBytes;

  private final Map<Key, State> states = new LinkedHashMap<>();
  private long bytes;

  HotSegments(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** The body, or its copy. */
  Body warm(Body.Media body) {
    long length = body.length();
    if (length < MIN_BYTES || length > maxBytes / 4) {
      return body;
    }
    Key key = new Key(body.chunks().getFirst().identity(), body.chunks().size(), length);
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
          dropOldest();
          return body;
        }
      }
    }
    // Not under the lock: memory outside the heap may have to be collected first.
    HotCopy copy = copy(body);
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

  /** Null where there is no memory for it, or the bytes have gone. */
  private static @Nullable HotCopy copy(Body.Media body) {
    try (HeldBytes held = HeldBytes.of(body)) {
      return held == null ? null : HotCopy.of(held.views(), (int) body.length());
    }
  }

  private void dropOldest() {
    var oldest = states.entrySet().iterator();
    while (states.size() > MAX_ENTRIES || bytes > maxBytes) {
      Map.Entry<Key, State> entry = oldest.next();
      if (entry.getValue() instanceof State.Made made) {
        bytes -= made.length();
        made.copy().retire();
      }
      oldest.remove();
    }
  }
}
