package live.understudy.server.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import live.understudy.media.ByteSlice;
import org.jspecify.annotations.Nullable;

/**
 * Writes one reply in pieces, the next one when the client has taken enough of those before: TLS
 * copies what it encrypts, so that a whole segment must never wait in front of a slow client.
 */
final class ReplyWriter {

  private final ChannelHandlerContext ctx;
  private final HttpLimits limits;
  private final Consumer<Boolean> onDone;
  private Iterator<ByteSlice> slices = List.<ByteSlice>of().iterator();
  private @Nullable ByteSlice rest;
  private boolean keepAlive;
  private boolean lastWritten;
  private boolean proceeding;
  private long piecesWritten;
  private long piecesTaken;
  private long takenAtCheck;
  private @Nullable Future<?> deadline;

  /** {@code onDone} gets whether the connection may stay open; it runs once, unless it closed. */
  ReplyWriter(ChannelHandlerContext ctx, HttpLimits limits, Consumer<Boolean> onDone) {
    this.ctx = ctx;
    this.limits = limits;
    this.onDone = onDone;
  }

  void start(Reply reply, boolean head, boolean mayKeepAlive) {
    keepAlive = mayKeepAlive;
    DefaultHttpResponse response =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, reply.status(), reply.headers());
    HttpHeaders headers = response.headers();
    int status = reply.status().code();
    // "A server MUST NOT send a Content-Length header field in any response with a status code of
    // 1xx (Informational) or 204 (No Content)." (RFC 9110 §8.6)
    if (status != HttpResponseStatus.NO_CONTENT.code()
        && status != HttpResponseStatus.NOT_MODIFIED.code()) {
      headers.set(HttpHeaderNames.CONTENT_LENGTH, reply.body().length());
    }
    headers.set(HttpHeaderNames.DATE, HttpDate.now());
    headers.set(
        HttpHeaderNames.CONNECTION,
        keepAlive ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
    if (!head) {
      slices =
          switch (reply.body()) {
            case Body.Memory memory -> memory.slices().iterator();
            case Body.Disk _ -> throw new IllegalStateException("can't write from disk yet");
          };
    }
    track(ctx.write(response));
    proceed();
    if (!lastWritten || piecesTaken < piecesWritten) {
      watchProgress();
    }
  }

  /** Writes as much as the client has room for; called again when it has room again. */
  void proceed() {
    // A flush can report room again before it returns.
    if (proceeding || lastWritten) {
      return;
    }
    proceeding = true;
    try {
      writePieces();
    } finally {
      proceeding = false;
    }
  }

  private void writePieces() {
    while (ctx.channel().isWritable()) {
      ByteSlice piece = nextPiece();
      if (piece == null) {
        lastWritten = true;
        ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(done -> finished(done));
        return;
      }
      track(
          ctx.write(
              new DefaultHttpContent(
                  Unpooled.wrappedBuffer(piece.array(), piece.offset(), piece.length()))));
      // The channel counts as full only by what was flushed through TLS.
      ctx.flush();
    }
    ctx.flush();
  }

  void cancel() {
    lastWritten = true;
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  private @Nullable ByteSlice nextPiece() {
    while (rest == null || rest.length() == 0) {
      if (!slices.hasNext()) {
        return null;
      }
      rest = slices.next();
    }
    int length = Math.min(rest.length(), limits.pieceBytes());
    ByteSlice piece = rest.slice(0, length);
    rest = rest.slice(length, rest.length() - length);
    return piece;
  }

  private void track(ChannelFuture written) {
    piecesWritten++;
    written.addListener(taken -> {
      if (taken.isSuccess()) {
        piecesTaken++;
      } else {
        ctx.close();
      }
    });
  }

  private void finished(Future<?> written) {
    if (deadline != null) {
      deadline.cancel(false);
    }
    if (written.isSuccess()) {
      onDone.accept(keepAlive);
    } else {
      ctx.close();
    }
  }

  private void watchProgress() {
    takenAtCheck = piecesTaken;
    deadline =
        ctx.executor()
            .schedule(
                () -> {
                  if (piecesTaken == takenAtCheck) {
                    ctx.close();
                  } else {
                    watchProgress();
                  }
                },
                limits.writeDeadlineMs(),
                TimeUnit.MILLISECONDS);
  }
}
