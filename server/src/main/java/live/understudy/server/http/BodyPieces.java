package live.understudy.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import java.nio.ByteBuffer;
import java.util.List;
import live.understudy.media.ByteSlice;
import org.jspecify.annotations.Nullable;

/**
 * Gives a body piece by piece: one in memory at once and without a copy, one on disk after reading
 * it elsewhere, a single piece ahead of the client. Belongs to one event loop.
 */
final class BodyPieces {

  private final ChannelHandlerContext ctx;
  private final DiskReads disk;
  private final int pieceBytes;
  private final Runnable onReady;
  private List<ByteSlice> slices = List.of();
  private int slice;
  private int sliceOffset;
  private @Nullable HeldBytes held;
  private @Nullable ByteBuffer outside;
  private @Nullable ByteSource source;
  private long position;
  private long rest;
  private @Nullable ByteBuf read;
  private boolean reading;
  private boolean failed;
  private boolean closed;

  /** {@code onReady} runs when {@link #next} gave null and has more to say now. */
  BodyPieces(
      Body body, int pieceBytes, DiskReads disk, ChannelHandlerContext ctx, Runnable onReady) {
    this.ctx = ctx;
    this.disk = disk;
    this.pieceBytes = pieceBytes;
    this.onReady = onReady;
    this.rest = body.length();
    switch (body) {
      case Body.Memory memory -> slices = memory.slices();
      case Body.Held media -> held = media.bytes();
      case Body.Media _ -> throw new IllegalArgumentException("nobody holds these bytes");
      case Body.Direct direct -> {
        outside = direct.copy().bytes();
        position = direct.offset();
      }
      case Body.Disk stored -> {
        source = stored.source();
        position = stored.offset();
      }
    }
  }

  /** Whether everything has been given. */
  boolean isDone() {
    return rest == 0;
  }

  /** Whether the rest can't be had. */
  boolean isFailed() {
    return failed;
  }

  /** The next piece, at least one byte, for the caller to release; null while it is being read. */
  @Nullable ByteBuf next() {
    if (held != null) {
      ByteBuf piece = held.next(pieceBytes);
      rest -= piece.readableBytes();
      return piece;
    }
    if (outside != null) {
      return fromOutside(outside);
    }
    return source == null ? fromMemory() : fromDisk(source);
  }

  /** Nothing more is wanted. */
  void close() {
    closed = true;
    if (held != null) {
      held.close();
    }
    if (read != null) {
      read.release();
      read = null;
    }
  }

  private ByteBuf fromMemory() {
    ByteSlice current = slices.get(slice);
    while (sliceOffset == current.length()) {
      slice++;
      sliceOffset = 0;
      current = slices.get(slice);
    }
    int length = Math.min(current.length() - sliceOffset, pieceBytes);
    ByteBuf piece = Unpooled.wrappedBuffer(current.array(), current.offset() + sliceOffset, length);
    sliceOffset += length;
    rest -= length;
    return piece;
  }

  private ByteBuf fromOutside(ByteBuffer bytes) {
    int length = (int) Math.min(rest, pieceBytes);
    ByteBuf piece = Unpooled.wrappedBuffer(bytes.slice((int) position, length));
    position += length;
    rest -= length;
    return piece;
  }

  private @Nullable ByteBuf fromDisk(ByteSource from) {
    ByteBuf piece = read;
    if (piece != null) {
      read = null;
      rest -= piece.readableBytes();
      position += piece.readableBytes();
      return piece;
    }
    if (!reading && !failed && !closed) {
      reading = true;
      int length = (int) Math.min(rest, pieceBytes);
      disk.read(from, position, length, ctx.alloc(), ctx.executor(), this::arrived);
    }
    return null;
  }

  private void arrived(@Nullable ByteBuf piece) {
    reading = false;
    if (closed) {
      if (piece != null) {
        piece.release();
      }
      return;
    }
    read = piece;
    failed = piece == null;
    onReady.run();
  }
}
