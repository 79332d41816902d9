package live.understudy.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.AbstractCoalescingBufferQueue;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what is written until the next flush, so that TLS makes full records of it: a frame
 * header of nine bytes with a full frame behind it would be two records, each with a call, a buffer
 * and 22 bytes of its own.
 */
final class RecordFiller extends ChannelOutboundHandlerAdapter {

  private static final int EXPECTED_WRITES = 32;

  private final int maxBytes;
  private @Nullable Pending pending;

  /**
   * A filler for one connection.
   *
   * @param maxBytes of what is put together
   */
  RecordFiller(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    pending = new Pending(ctx.channel());
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (pending != null) {
      pending.releaseAndFailAll(ctx, new ClosedChannelException());
    }
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (pending == null || !(message instanceof ByteBuf bytes)) {
      ctx.write(message, promise);
      return;
    }
    pending.add(bytes, promise);
    if (pending.readableBytes() >= maxBytes) {
      pass(ctx, pending);
    }
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    while (pending != null && !pending.isEmpty()) {
      pass(ctx, pending);
    }
    ctx.flush();
  }

  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    flush(ctx);
    ctx.close(promise);
  }

  private void pass(ChannelHandlerContext ctx, Pending from) {
    ChannelPromise promise = ctx.newPromise();
    ctx.write(from.remove(ctx.alloc(), maxBytes, promise), promise);
  }

  /** Copies: encryption reads memory that lies together, and it has just been in the cache. */
  private static final class Pending extends AbstractCoalescingBufferQueue {

    Pending(Channel channel) {
      super(channel, EXPECTED_WRITES);
    }

    @Override
    protected ByteBuf composeFirst(ByteBufAllocator allocator, ByteBuf first, int bufferSize) {
      if (first.readableBytes() >= bufferSize) {
        return first;
      }
      return compose(allocator, allocator.directBuffer(bufferSize, bufferSize), first);
    }

    @Override
    protected ByteBuf compose(ByteBufAllocator allocator, ByteBuf joined, ByteBuf next) {
      try {
        // Asked of the one that may lie in several places: the other one would first join it.
        next.readBytes(joined, next.readableBytes());
        return joined;
      } finally {
        next.release();
      }
    }

    @Override
    protected ByteBuf removeEmptyValue() {
      return Unpooled.EMPTY_BUFFER;
    }
  }
}
