package live.understudy.media;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * The coded bytes of an access unit, wherever they lie.
 *
 * <p>They may lie where memory is used again as soon as nobody keeps them. Whoever is given a unit
 * may read it for as long as the call takes; whoever keeps it for longer says so with {@link
 * #retain}, and afterwards with {@link #release}. All who keep the same bytes belong to one loop.
 */
public interface UnitData {

  /** How many there are. */
  int length();

  /**
   * All of them; a copy where they are not in the heap.
   *
   * @throws IllegalStateException when nobody keeps them any more
   */
  ByteSlice bytes();

  /** A copy of all of them. */
  default byte[] toArray() {
    return bytes().toArray();
  }

  /**
   * Gives all of them in order, each piece from position to limit, to be read before {@code action}
   * returns.
   *
   * @throws IllegalStateException when nobody keeps them any more
   */
  void forEachPiece(Consumer<ByteBuffer> action);

  /** Keeps them until {@link #release}; the garbage collector needs not be told. */
  default void retain() {}

  /** Whoever kept them does so no longer. */
  default void release() {}
}
