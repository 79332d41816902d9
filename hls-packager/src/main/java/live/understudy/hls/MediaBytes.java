package live.understudy.hls;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import live.understudy.media.UnitData;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that are served under one name: a part, or an init section. Never modified once written.
 *
 * <p>They lie in the heap, or in memory that is used again as soon as nobody holds them. The window
 * holds what is in memory; whoever else wants to read takes a {@link Lease}, of which there is none
 * any more when they have gone. So nobody ever reads what has taken their place. Thread-safe.
 */
public final class MediaBytes {

  private final ByteBuffer[] pieces;
  private final int length;

  /** Null for what the garbage collector looks after. */
  private final @Nullable Runnable onGone;

  private final AtomicInteger holders = new AtomicInteger(1);

  private MediaBytes(ByteBuffer[] pieces, @Nullable Runnable onGone) {
    this.pieces = pieces;
    this.onGone = onGone;
    int sum = 0;
    for (ByteBuffer piece : pieces) {
      sum = Math.addExact(sum, piece.remaining());
    }
    this.length = sum;
  }

  /** The whole array, which nobody modifies any more. They never go. */
  public static MediaBytes of(byte[] array) {
    return new MediaBytes(new ByteBuffer[] {ByteBuffer.wrap(array)}, null);
  }

  /**
   * What is written into {@code pieces} next, one after the other from position to limit; held by
   * the caller.
   *
   * @param onGone runs once when the last one lets go, on that one's thread
   */
  public static MediaBytes in(ByteBuffer[] pieces, Runnable onGone) {
    return new MediaBytes(pieces.clone(), onGone);
  }

  /** How many there are. */
  public int length() {
    return length;
  }

  /** Tells these bytes from all others, and does not keep them. */
  public Object identity() {
    return holders;
  }

  /** A claim on them, to be closed by the caller; null when they have gone. */
  public @Nullable Lease lease() {
    return retain() ? new Lease() : null;
  }

  /**
   * All of them; not to be modified.
   *
   * @throws IllegalStateException when they have gone
   */
  public byte[] toArray() {
    if (onGone == null) {
      return pieces[0].array();
    }
    try (Lease lease = lease()) {
      if (lease == null) {
        throw gone();
      }
      byte[] all = new byte[length];
      int at = 0;
      for (ByteBuffer piece : lease.pieces()) {
        int count = piece.remaining();
        piece.get(all, at, count);
        at += count;
      }
      return all;
    }
  }

  /** A copy of {@code count} of them, from {@code from} on; see {@link #forEachPiece}. */
  byte[] copy(int from, int count) {
    ByteBuffer copy = ByteBuffer.allocate(count);
    forEachPiece(from, count, copy::put);
    return copy.array();
  }

  /**
   * Gives {@code count} of them, from {@code from} on, in order, to be read before {@code action}
   * returns.
   *
   * @throws IllegalStateException when they have gone
   */
  void forEachPiece(int from, int count, Consumer<ByteBuffer> action) {
    Objects.checkFromIndexSize(from, count, length);
    if (!retain()) {
      throw gone();
    }
    try {
      int start = 0;
      for (ByteBuffer piece : pieces) {
        int first = Math.max(from - start, 0);
        int last = Math.min(from + count - start, piece.remaining());
        if (first < last) {
          ByteBuffer view = piece.asReadOnlyBuffer();
          view.limit(piece.position() + last).position(piece.position() + first);
          action.accept(view);
        }
        start += piece.remaining();
      }
    } finally {
      release();
    }
  }

  private static IllegalStateException gone() {
    return new IllegalStateException("these bytes are in memory no longer");
  }

  /** Keeps them from going until {@link #release}; false when they have gone. */
  boolean retain() {
    return onGone == null || holders.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
  }

  /**
   * Whoever took them, or was given them to hold, lets go; the last holder gives the memory back.
   *
   * @throws IllegalStateException when they have gone before: somebody let go twice
   */
  public void release() {
    if (onGone == null) {
      return;
    }
    try {
      int before = holders.getAndUpdate(count -> Math.max(0, count - 1));
      if (before == 0) {
        throw gone();
      }
      if (before == 1) {
        onGone.run();
      }
    } finally {
      // Or it may be found that nobody has them, before it is known that the last one let go.
      Reference.reachabilityFence(this);
    }
  }

  /** One reader's claim on the bytes. */
  public final class Lease implements AutoCloseable {

    private final AtomicBoolean closed = new AtomicBoolean();

    private Lease() {}

    /**
     * The bytes in order, each piece from position to limit, read-only; good until this is closed.
     *
     * @throws IllegalStateException when it is closed
     */
    public List<ByteBuffer> pieces() {
      if (closed.get()) {
        throw gone();
      }
      List<ByteBuffer> views = new ArrayList<>(pieces.length);
      for (ByteBuffer piece : pieces) {
        views.add(piece.asReadOnlyBuffer());
      }
      return views;
    }

    /** The same as {@link MediaBytes#length}. */
    public int length() {
      return length;
    }

    /** A second claim, which outlives this one; to be closed by the caller. */
    public Lease again() {
      if (closed.get() || !retain()) {
        throw gone();
      }
      return new Lease();
    }

    /** Lets go; what happens a second time means nothing. */
    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        release();
      }
    }
  }

  /** Writes them, once and before anybody reads. */
  static final class Writer {

    private final ByteBuffer[] into;
    private int piece;

    Writer(MediaBytes bytes) {
      into = new ByteBuffer[bytes.pieces.length];
      for (int i = 0; i < into.length; i++) {
        into[i] = bytes.pieces[i].duplicate();
      }
    }

    /** Appends; throws {@link IndexOutOfBoundsException} when there is no room left. */
    void put(ByteBuffer bytes) {
      int from = bytes.position();
      while (from < bytes.limit()) {
        while (!into[piece].hasRemaining()) {
          piece++;
        }
        ByteBuffer target = into[piece];
        int fits = Math.min(bytes.limit() - from, target.remaining());
        target.put(target.position(), bytes, from, fits);
        target.position(target.position() + fits);
        from += fits;
      }
    }

    void put(byte[] array, int offset, int count) {
      put(ByteBuffer.wrap(array, offset, count));
    }

    void put(UnitData data) {
      data.forEachPiece(this::put);
    }
  }
}
