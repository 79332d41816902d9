package live.understudy.hls;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import live.understudy.media.ByteSlice;
import live.understudy.media.UnitData;
import org.jspecify.annotations.Nullable;

/**
 * The data of one access unit for all who keep it: in the heap at first, later a place among other
 * bytes outside of it, so that it is never there twice. Those go when none of their units is kept
 * any more.
 */
final class SharedData implements UnitData {

  private final int length;
  private int holders = 1;

  /** Null once it is elsewhere, or nobody keeps it. */
  private @Nullable ByteSlice inHeap;

  /** Where it is then; held. */
  private @Nullable MediaBytes bytes;

  private int from;

  /** Kept by the caller. */
  SharedData(ByteSlice data) {
    this.inHeap = data;
    this.length = data.length();
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public ByteSlice bytes() {
    ByteSlice near = inHeap;
    return near == null ? ByteSlice.of(outside().copy(from, length)) : near;
  }

  @Override
  public void forEachPiece(Consumer<ByteBuffer> action) {
    ByteSlice near = inHeap;
    if (near == null) {
      outside().forEachPiece(from, length, action);
    } else {
      near.forEachPiece(action);
    }
  }

  private MediaBytes outside() {
    MediaBytes there = bytes;
    if (there == null) {
      throw unkept();
    }
    return there;
  }

  /** Whether more than one keeps it. */
  boolean isShared() {
    return holders > 1;
  }

  /** Whether somebody keeps it in the heap. */
  boolean isInHeap() {
    return inHeap != null;
  }

  /** A copy of it is in {@code copy}, which the caller holds, and is taken in its place. */
  void moveTo(MediaBytes copy, int at) {
    if (holders == 0 || !copy.retain()) {
      throw unkept();
    }
    leave();
    bytes = copy;
    from = at;
  }

  private void leave() {
    MediaBytes before = bytes;
    bytes = null;
    inHeap = null;
    if (before != null) {
      before.release();
    }
  }

  @Override
  public void retain() {
    if (holders == 0) {
      throw unkept();
    }
    holders++;
  }

  @Override
  public void release() {
    if (holders == 0) {
      throw unkept();
    }
    holders--;
    if (holders == 0) {
      leave();
    }
  }

  private static IllegalStateException unkept() {
    return new IllegalStateException("nobody keeps this access unit any more");
  }

  /** The length only, as of {@link ByteSlice}. */
  @Override
  public String toString() {
    return "SharedData[" + length + "]";
  }
}
