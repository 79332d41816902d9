package live.understudy.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.FileRegion;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GenericFutureListener;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import live.understudy.media.ByteSlice;
import org.jspecify.annotations.Nullable;

/**
 * Writes one reply over HTTP/1.1 in pieces, the next ones when the client has taken enough of those
 * before: TLS copies what it encrypts, so that a whole segment must never wait in front of a slow
 * client.
 */
final class ReplyWriter {

  /** A body up to this goes into one buffer with the head: one write, one packet or few. */
  private static final int SMALL_BODY_BYTES = 16_384;

  private final ChannelHandlerContext ctx;
  private final HttpLimits limits;
  private final DiskReads disk;
  private final Consumer<Boolean> onDone;
  private final GenericFutureListener<Future<Void>> onTaken = this::taken;
  private final boolean encrypted;
  private @Nullable BodyPieces pieces;
  private @Nullable FileRegion region;
  private Persistence persistence = Persistence.CLOSE;
  private boolean lastWritten;
  private boolean ended;
  private boolean proceeding;
  private long piecesWritten;
  private long piecesTaken;
  private long takenAtCheck;
  private @Nullable Future<?> deadline;

  /**
   * A writer for one reply.
   *
   * @param encrypted whether there is TLS between us and the client
   * @param onDone gets whether the connection may stay open; runs once, unless it closed
   */
  ReplyWriter(
      ChannelHandlerContext ctx,
      boolean encrypted,
      HttpLimits limits,
      DiskReads disk,
      Consumer<Boolean> onDone) {
    this.ctx = ctx;
    this.encrypted = encrypted;
    this.limits = limits;
    this.disk = disk;
    this.onDone = onDone;
  }

  void start(Reply given, boolean head, Persistence after) {
    persistence = after;
    Reply reply = head ? given : given.held();
    Body body = head ? Body.EMPTY : reply.body();
    long length = body.length();
    if (length <= SMALL_BODY_BYTES && body instanceof Body.Memory memory) {
      ByteBuf whole = head(reply, (int) length);
      for (ByteSlice slice : memory.slices()) {
        whole.writeBytes(slice.array(), slice.offset(), slice.length());
      }
      writeWhole(whole);
    } else if (length <= SMALL_BODY_BYTES && body instanceof Body.Held held) {
      writeWhole(joined(reply, held));
    } else {
      // Before the head: what the body holds is let go when that can't be written.
      region = regionOf(body);
      if (region == null) {
        pieces = new BodyPieces(body, limits.pieceBytes(), disk, ctx, this::proceed);
      }
      write(head(reply, 0));
      if (region == null) {
        proceed();
      } else {
        // The kernel takes from it what the client has room for, and nothing is copied.
        lastWritten = true;
        write(region);
        ctx.flush();
      }
    }
    if (!ended) {
      watchProgress();
    }
  }

  private ByteBuf joined(Reply reply, Body.Held held) {
    try (HeldBytes bytes = held.bytes()) {
      ByteBuf whole = head(reply, (int) held.length());
      bytes.views().forEach(whole::writeBytes);
      return whole;
    }
  }

  private void writeWhole(ByteBuf whole) {
    lastWritten = true;
    piecesWritten++;
    ChannelFuture written = ctx.writeAndFlush(whole);
    // Nearly always the socket has room for it, and nobody needs to be told later.
    if (written.isSuccess()) {
      taken(written);
    } else {
      written.addListener(onTaken);
    }
  }

  private @Nullable FileRegion regionOf(Body body) {
    return encrypted || !(body instanceof Body.Direct direct)
        ? null
        : direct.copy().region(direct.offset(), direct.length());
  }

  private ByteBuf head(Reply reply, int bodyLength) {
    byte[] fixed = reply.http1Head();
    byte[] date = HttpDate.nowBytes();
    byte[] end = persistence.headEnd();
    return ctx.alloc()
        .directBuffer(fixed.length + Http1Head.DATE.length + date.length + end.length + bodyLength)
        .writeBytes(fixed)
        .writeBytes(Http1Head.DATE)
        .writeBytes(date)
        .writeBytes(end);
  }

  /** Writes as much as the client has room for; called again when it has room again. */
  void proceed() {
    // A flush can report room again before it returns.
    if (proceeding || lastWritten || pieces == null) {
      return;
    }
    proceeding = true;
    try {
      writePieces(pieces);
    } finally {
      proceeding = false;
    }
  }

  private void writePieces(BodyPieces from) {
    boolean waits = false;
    do {
      while (!waits && !from.isDone() && ctx.channel().isWritable()) {
        ByteBuf piece = from.next();
        if (piece == null) {
          waits = true;
        } else {
          write(piece);
        }
      }
      if (from.isFailed()) {
        // The length was announced, so that only an end of the connection tells the client.
        ctx.close();
        return;
      }
      lastWritten = from.isDone();
      ctx.flush();
    } while (!waits && !lastWritten && ctx.channel().isWritable());
  }

  void cancel() {
    end();
  }

  private void write(Object piece) {
    piecesWritten++;
    ChannelFuture written = ctx.write(piece);
    written.addListener(onTaken);
  }

  private void taken(Future<Void> written) {
    if (!written.isSuccess()) {
      end();
      ctx.close();
      return;
    }
    piecesTaken++;
    if (lastWritten && piecesTaken == piecesWritten && !ended) {
      end();
      onDone.accept(persistence != Persistence.CLOSE);
    }
  }

  private void end() {
    ended = true;
    lastWritten = true;
    if (pieces != null) {
      pieces.close();
    }
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  /** How many pieces the client has taken. */
  private long taken() {
    return piecesTaken + (region == null ? 0 : region.transferred() / limits.pieceBytes());
  }

  private void watchProgress() {
    takenAtCheck = taken();
    deadline =
        ctx.executor()
            .schedule(
                () -> {
                  if (taken() == takenAtCheck) {
                    ctx.close();
                  } else {
                    watchProgress();
                  }
                },
                limits.writeDeadlineMs(),
                TimeUnit.MILLISECONDS);
  }
}
