package live.understudy.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads from disk on a few threads of its own. Platform threads, because a file read pins a virtual
 * one; they end when there is nothing to read for a while.
 */
final class DiskReads {

  /** Takes one piece, on the event loop that asked. */
  interface Sink {

    /** Owns {@code piece}; null when reading failed, which has been logged. */
    void read(@Nullable ByteBuf piece);
  }

  private static final Logger LOG = LoggerFactory.getLogger(DiskReads.class);
  private static final int IDLE_S = 10;

  private final ThreadPoolExecutor threads;

  DiskReads(int threads, int maxWaiting) {
    this.threads =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_S,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(maxWaiting),
            new DefaultThreadFactory("http-disk", true));
    this.threads.allowCoreThreadTimeOut(true);
  }

  /** Reads exactly {@code length} bytes from {@code position} on. */
  void read(
      ByteSource source,
      long position,
      int length,
      ByteBufAllocator allocator,
      EventExecutor loop,
      Sink sink) {
    try {
      threads.execute(() -> {
        ByteBuf piece = readNow(source, position, length, allocator);
        try {
          loop.execute(() -> sink.read(piece));
        } catch (RejectedExecutionException e) {
          // The loop has ended, and the connection with it.
          if (piece != null) {
            piece.release();
          }
        }
      });
    } catch (RejectedExecutionException e) {
      LOG.warn("The disk is too slow: {} reads wait", threads.getQueue().size());
      loop.execute(() -> sink.read(null));
    }
  }

  private static @Nullable ByteBuf readNow(
      ByteSource source, long position, int length, ByteBufAllocator allocator) {
    ByteBuf piece = allocator.directBuffer(length, length);
    try {
      ByteBuffer into = piece.internalNioBuffer(0, length);
      long at = position;
      while (into.hasRemaining()) {
        int count = source.read(at, into);
        if (count <= 0) {
          throw new EOFException("ends at " + at);
        }
        at += count;
      }
      piece.writerIndex(length);
      return piece;
    } catch (IOException | RuntimeException e) {
      piece.release();
      LOG.warn("A stored segment can't be read: {}", e.toString());
      return null;
    }
  }
}
