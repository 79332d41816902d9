package live.understudy.server.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: answers its requests in order, one at a time, and reads on only when nothing is
 * left to answer. That bounds what a client can make us hold to what one read brought.
 */
final class RequestHandler extends ChannelInboundHandlerAdapter implements RequestAssembler.Sink {

  /** Of requests that came with one read; a client that sends more gets a close after these. */
  static final int MAX_PIPELINED = 64;

  /** How long a refused client may still send, so that it gets to read why it was refused. */
  private static final int LINGER_MS = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);

  private final HttpRoutes routes;
  private final HttpLimits limits;
  private final boolean encrypted;
  private final BooleanSupplier serverCloses;
  private final ReadClock clock;
  private final RequestAssembler assembler;
  private final Queue<Incoming> waiting = new ArrayDeque<>();
  private @Nullable ReplyWriter writer;
  private @Nullable ChannelHandlerContext context;
  private MediaSource.@Nullable Parked parked;
  private @Nullable Exchange current;
  private boolean answering;
  private boolean closing;
  private boolean draining;

  /**
   * A handler for one connection.
   *
   * @param encrypted whether there is TLS between us and the client
   * @param serverCloses tells whether what is under way is the last that is answered
   */
  RequestHandler(
      HttpRoutes routes, HttpLimits limits, boolean encrypted, BooleanSupplier serverCloses) {
    this.encrypted = encrypted;
    this.routes = routes;
    this.limits = limits;
    this.serverCloses = serverCloses;
    this.clock = new ReadClock(limits, this::expired);
    this.assembler = new RequestAssembler(limits, this);
  }

  ReadClock clock() {
    return clock;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    if (ctx.channel().isActive()) {
      opened(ctx);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    opened(ctx);
  }

  private void opened(ChannelHandlerContext ctx) {
    clock.resume(ctx);
    ctx.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      assembler.accept((HttpObject) message);
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void headersComplete(RequestAssembler.HeadersComplete headers) {
    clock.enter(ReadClock.Phase.BODY);
    boolean free = !answering && waiting.isEmpty();
    if (headers == RequestAssembler.HeadersComplete.CONTINUE_EXPECTED && free && context != null) {
      context.writeAndFlush(Unpooled.wrappedBuffer(Http1Head.CONTINUE));
    }
  }

  @Override
  public void arrived(Incoming incoming) {
    clock.enter(ReadClock.Phase.IDLE);
    if (waiting.size() < MAX_PIPELINED) {
      waiting.add(incoming);
    } else {
      draining = true;
    }
    if (context != null) {
      answerNext(context);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    clock.readComplete(ctx);
    readOn(ctx);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (writer != null) {
      writer.proceed();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    closing = true;
    clock.end();
    waiting.clear();
    if (writer != null) {
      writer.cancel();
    }
    if (parked != null) {
      parked.cancel();
      parked = null;
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException || cause instanceof DecoderException) {
      LOG.debug("{}: {}", ctx.channel().remoteAddress(), cause.toString());
    } else {
      LOG.warn("{}: closing the connection", ctx.channel().remoteAddress(), cause);
    }
    ctx.close();
  }

  /** No further request after those that are here; on the event loop. */
  void drain() {
    draining = true;
    if (context != null && !answering && waiting.isEmpty()) {
      close(context);
    }
  }

  private void readOn(ChannelHandlerContext ctx) {
    // A parked client that goes away is noticed only by reading. What it sends meanwhile is kept
    // for later, and not more of it than one read brings.
    if ((!answering || parked != null) && waiting.isEmpty() && !closing) {
      ctx.read();
    }
  }

  private void answerNext(ChannelHandlerContext ctx) {
    if (answering || closing || waiting.isEmpty()) {
      return;
    }
    answering = true;
    clock.stop();
    switch (waiting.remove()) {
      case Incoming.Refused refused -> refuse(ctx, refused.status());
      case Incoming.Complete complete -> answer(ctx, complete);
    }
  }

  private void answer(ChannelHandlerContext ctx, Incoming.Complete complete) {
    WebRequest request =
        new WebRequest(
            complete.head().method(),
            complete.target(),
            complete.head().headers(),
            complete.body(),
            ((InetSocketAddress) ctx.channel().remoteAddress()).getAddress(),
            encrypted);
    Exchange exchange =
        new Exchange(
            ctx, complete.head().method().equals(HttpMethod.HEAD), Persistence.of(complete.head()));
    MediaSource.Parked waits = routes.answer(request, exchange);
    if (waits != null && exchange == current) {
      parked = waits;
      readOn(ctx);
    }
  }

  /** What is still known of the request that is being answered; all that a parked one keeps. */
  private final class Exchange implements Consumer<Reply> {

    private final ChannelHandlerContext ctx;
    private final boolean head;
    private final Persistence persistence;

    Exchange(ChannelHandlerContext ctx, boolean head, Persistence persistence) {
      this.ctx = ctx;
      this.head = head;
      this.persistence = persistence;
      current = this;
    }

    @Override
    public void accept(Reply reply) {
      if (ctx.executor().inEventLoop()) {
        write(reply);
      } else {
        ctx.executor().execute(() -> write(reply));
      }
    }

    private void write(Reply reply) {
      if (closing || current != this) {
        return;
      }
      current = null;
      parked = null;
      ReplyWriter next =
          new ReplyWriter(ctx, encrypted, limits, routes.disk(), stay -> written(ctx, stay));
      writer = next;
      boolean last = (draining || serverCloses.getAsBoolean()) && waiting.isEmpty();
      next.start(reply, head, last ? Persistence.CLOSE : persistence);
    }
  }

  private void written(ChannelHandlerContext ctx, boolean stay) {
    answering = false;
    writer = null;
    if (!stay || (draining && waiting.isEmpty())) {
      close(ctx);
    } else if (waiting.isEmpty()) {
      clock.resume(ctx);
      ctx.read();
    } else {
      answerNext(ctx);
    }
  }

  /** Answers a request that can't be read any further, and closes. */
  private void refuse(ChannelHandlerContext ctx, HttpResponseStatus status) {
    LOG.debug("{}: {}", ctx.channel().remoteAddress(), status);
    ReplyWriter refusal = new ReplyWriter(ctx, encrypted, limits, routes.disk(), _ -> linger(ctx));
    writer = refusal;
    // It may have been for media, and without these headers a player could not see the status.
    refusal.start(
        MediaReplies.withCors(Reply.text(status, status.reasonPhrase())), false, Persistence.CLOSE);
  }

  private void linger(ChannelHandlerContext ctx) {
    closing = true;
    waiting.clear();
    // A close with unread bytes becomes a reset, which can overtake the answer: end our direction,
    // and drop what still comes.
    SslHandler ssl = ctx.pipeline().get(SslHandler.class);
    if (ssl != null) {
      ssl.closeOutbound();
    } else if (ctx.channel() instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    }
    ctx.channel().config().setAutoRead(true);
    ctx.executor().schedule(() -> ctx.close(), LINGER_MS, TimeUnit.MILLISECONDS);
  }

  private void close(ChannelHandlerContext ctx) {
    closing = true;
    clock.stop();
    ctx.close();
  }

  private void expired(ReadClock.Phase phase) {
    if (context == null || closing) {
      return;
    }
    if (phase == ReadClock.Phase.IDLE) {
      close(context);
    } else if (!answering) {
      answering = true;
      refuse(context, HttpResponseStatus.REQUEST_TIMEOUT);
    }
  }
}
