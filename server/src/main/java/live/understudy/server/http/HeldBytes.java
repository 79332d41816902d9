package live.understudy.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import live.understudy.hls.MediaBytes;
import org.jspecify.annotations.Nullable;

/**
 * What one writer has still to give of bytes that go when nobody holds them. Until it is closed
 * they stay, and each piece that it gave stays until that is released, however slow the client.
 * Belongs to one thread.
 */
final class HeldBytes implements AutoCloseable {

  private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();

  /** What is left of one chunk: the bytes in memory from the first view's position on. */
  private record Chunk(MediaBytes.Lease lease, ArrayDeque<ByteBuffer> views) {}

  private HeldBytes() {}

  /** The body's bytes, to be closed by the caller; null when some of them have gone. */
  static @Nullable HeldBytes of(Body.Media body) {
    HeldBytes held = new HeldBytes();
    long start = 0;
    for (MediaBytes bytes : body.chunks()) {
      long from = Math.max(body.offset() - start, 0);
      long to = Math.min(body.offset() + body.length() - start, bytes.length());
      if (from < to) {
        MediaBytes.Lease lease = bytes.lease();
        if (lease == null) {
          held.close();
          return null;
        }
        held.chunks.add(new Chunk(lease, views(lease, (int) from, (int) to)));
      }
      start += bytes.length();
    }
    return held;
  }

  private static ArrayDeque<ByteBuffer> views(MediaBytes.Lease lease, int from, int to) {
    ArrayDeque<ByteBuffer> inside = new ArrayDeque<>();
    int start = 0;
    for (ByteBuffer piece : lease.pieces()) {
      int first = Math.max(from - start, 0);
      int last = Math.min(to - start, piece.remaining());
      if (first < last) {
        inside.add(piece.slice(piece.position() + first, last - first));
      }
      start += piece.remaining();
    }
    return inside;
  }

  /** How many bytes are left. */
  long length() {
    long length = 0;
    for (Chunk chunk : chunks) {
      for (ByteBuffer view : chunk.views()) {
        length += view.remaining();
      }
    }
    return length;
  }

  /** The next piece, 1 to {@code maxBytes}, for the caller to release. There is one. */
  ByteBuf next(int maxBytes) {
    Chunk chunk = chunks.getFirst();
    List<ByteBuf> parts = new ArrayList<>();
    int rest = maxBytes;
    while (rest > 0 && !chunk.views().isEmpty()) {
      ByteBuffer view = chunk.views().getFirst();
      int count = Math.min(rest, view.remaining());
      parts.add(Unpooled.wrappedBuffer(view.slice(view.position(), count)));
      view.position(view.position() + count);
      rest -= count;
      if (!view.hasRemaining()) {
        chunk.views().removeFirst();
      }
    }
    Piece piece = new Piece(chunk.lease().again(), parts);
    if (chunk.views().isEmpty()) {
      chunks.removeFirst().lease().close();
    }
    return piece;
  }

  /** What is left, one buffer behind the other, read-only; good until this is closed. */
  List<ByteBuffer> views() {
    List<ByteBuffer> all = new ArrayList<>();
    chunks.forEach(chunk -> chunk.views().forEach(view -> all.add(view.duplicate())));
    return all;
  }

  /** Nothing more is wanted. */
  @Override
  public void close() {
    chunks.forEach(chunk -> chunk.lease().close());
    chunks.clear();
  }

  /** Lies where the bytes lie, and lets go of them when it is released. */
  private static final class Piece extends CompositeByteBuf {

    private final MediaBytes.Lease lease;

    Piece(MediaBytes.Lease lease, List<ByteBuf> parts) {
      // However many come: beyond such a number it would copy them into one.
      super(ByteBufAllocator.DEFAULT, true, Integer.MAX_VALUE, parts);
      this.lease = lease;
    }

    @Override
    protected void deallocate() {
      super.deallocate();
      lease.close();
    }
  }
}
