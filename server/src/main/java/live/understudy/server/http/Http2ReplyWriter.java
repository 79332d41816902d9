package live.understudy.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GenericFutureListener;
import org.jspecify.annotations.Nullable;

/**
 * Writes one reply to one stream, a few pieces ahead of what the client's window and its connection
 * let through.
 */
final class Http2ReplyWriter {

  private final Http2Session session;
  private final Http2Exchange exchange;
  private final ChannelHandlerContext ctx;
  private final Http2ConnectionEncoder encoder;
  private final HttpLimits.Http2 limits;
  private final GenericFutureListener<Future<Void>> onTaken = this::taken;
  private @Nullable BodyPieces pieces;
  private int maxWaiting;
  private int waiting;
  private boolean lastWritten;
  private boolean ended;
  private boolean proceeding;
  private long progressNs = System.nanoTime();

  Http2ReplyWriter(Http2Session session, Http2Exchange exchange, ChannelHandlerContext ctx) {
    this.session = session;
    this.exchange = exchange;
    this.ctx = ctx;
    this.encoder = session.encoder();
    this.limits = session.limits().http2();
  }

  void start(Reply given, boolean head) {
    Reply reply = head ? given : given.held();
    Body body = head ? Body.EMPTY : reply.body();
    lastWritten = body.length() == 0;
    if (!lastWritten) {
      // Before the headers: what the body holds is let go when these can't be written.
      pieces = new BodyPieces(body, limits.pieceBytes(), session.disk(), ctx, this::proceed);
      // What was read from disk waits in memory of its own, so that less of it may wait.
      maxWaiting = body instanceof Body.Disk ? 1 : limits.maxPiecesWaiting();
    }
    waiting++;
    encoder
        .writeHeaders(ctx, exchange.id(), Http2Head.of(reply), 0, lastWritten, ctx.newPromise())
        .addListener(onTaken);
    if (lastWritten) {
      session.flushSoon();
    } else {
      proceed();
    }
    if (!ended) {
      session.watch(session.limits().writeDeadlineMs());
    }
  }

  /** When the client last took something. */
  long progressNs() {
    return progressNs;
  }

  void cancel() {
    ended = true;
    if (pieces != null) {
      pieces.close();
    }
  }

  private void proceed() {
    if (proceeding || ended || pieces == null) {
      return;
    }
    proceeding = true;
    try {
      boolean more = true;
      while (more && !ended && !lastWritten) {
        more = write(pieces) && session.flushSoon() && waiting < maxWaiting;
      }
    } finally {
      proceeding = false;
    }
  }

  /** Whether anything was written. */
  private boolean write(BodyPieces from) {
    boolean wrote = false;
    while (waiting <= maxWaiting && !lastWritten && !ended) {
      ByteBuf piece = from.next();
      if (piece == null) {
        if (from.isFailed()) {
          session.fail(exchange.id());
        }
        return wrote;
      }
      wrote = true;
      waiting++;
      lastWritten = from.isDone();
      encoder
          .writeData(ctx, exchange.id(), piece, 0, lastWritten, ctx.newPromise())
          .addListener(onTaken);
    }
    return wrote;
  }

  private void taken(Future<Void> written) {
    waiting--;
    if (ended) {
      return;
    }
    if (!written.isSuccess()) {
      cancel();
      return;
    }
    progressNs = System.nanoTime();
    session.progressed(progressNs);
    if (lastWritten && waiting == 0) {
      ended = true;
      exchange.written();
    } else {
      proceed();
    }
  }
}
