package live.understudy.server.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import live.understudy.server.config.PortProblem;
import live.understudy.server.config.StartupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One listening port, plain or TLS. */
public final class HttpListener implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);
  private static final int BACKLOG = 1_024;
  private static final int READ_BYTES = 8_192;

  private final Channel server;
  private final ChannelGroup connections;
  private final AtomicBoolean closing;
  private final HttpLimits limits;

  private HttpListener(
      Channel server, ChannelGroup connections, AtomicBoolean closing, HttpLimits limits) {
    this.server = server;
    this.connections = connections;
    this.closing = closing;
    this.limits = limits;
  }

  /**
   * Listens.
   *
   * @param configKey the key of the port, for the message when it can't be bound
   * @param channels makes the listening channel; one that listens already is not bound again
   * @param tls asked for every connection; null for plain HTTP
   * @param limiter shared by all listeners whose connections are counted together
   * @throws StartupException when the address can't be bound
   */
  public static HttpListener bind(
      String configKey,
      InetSocketAddress address,
      ChannelFactory<? extends ServerChannel> channels,
      EventLoopGroup boss,
      EventLoopGroup workers,
      @Nullable Supplier<SslContext> tls,
      HttpRoutes routes,
      HttpLimits limits,
      ConnectionLimiter limiter)
      throws StartupException {
    ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    AtomicBoolean closing = new AtomicBoolean();
    ChannelFuture bound =
        new ServerBootstrap()
            .group(boss, workers)
            .channelFactory(channels)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.AUTO_READ, false)
            // One read brings all that is held of a client's pipelined requests, so it is small.
            .childOption(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(1_024, READ_BYTES, READ_BYTES)
                    .maxMessagesPerRead(1))
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(limits.pieceBytes(), limits.writeBufferBytes()))
            .childHandler(new Connections(connections, closing, tls, routes, limits, limiter))
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw PortProblem.of(configKey, address, bound.cause());
    }
    return new HttpListener(bound.channel(), connections, closing, limits);
  }

  /** The port that is listened on. */
  public int port() {
    return ((InetSocketAddress) server.localAddress()).getPort();
  }

  /**
   * Stops listening, lets requests under way finish within {@link HttpLimits#drainMs}, closes the
   * rest. Blocks; not for event loops.
   */
  @Override
  public void close() {
    server.close().awaitUninterruptibly();
    closing.set(true);
    for (Channel connection : connections) {
      connection.eventLoop().execute(() -> drain(connection));
    }
    boolean drained =
        connections.newCloseFuture().awaitUninterruptibly(limits.drainMs(), TimeUnit.MILLISECONDS);
    if (!drained) {
      LOG.info("Closing {} connections in the middle of a response", connections.size());
    }
    connections.close().awaitUninterruptibly();
  }

  private static void drain(Channel connection) {
    RequestHandler http1 = connection.pipeline().get(RequestHandler.class);
    Http2Session http2 = connection.pipeline().get(Http2Session.class);
    if (http1 != null) {
      http1.drain();
    } else if (http2 != null) {
      http2.drain();
    } else {
      connection.close();
    }
  }

  /** Builds the pipeline of each accepted connection. */
  private static final class Connections extends ChannelInitializer<Channel> {

    private final ChannelGroup connections;
    private final AtomicBoolean closing;
    private final @Nullable Supplier<SslContext> tls;
    private final HttpRoutes routes;
    private final HttpLimits limits;
    private final ConnectionLimiter limiter;

    Connections(
        ChannelGroup connections,
        AtomicBoolean closing,
        @Nullable Supplier<SslContext> tls,
        HttpRoutes routes,
        HttpLimits limits,
        ConnectionLimiter limiter) {
      this.connections = connections;
      this.closing = closing;
      this.tls = tls;
      this.routes = routes;
      this.limits = limits;
      this.limiter = limiter;
    }

    @Override
    protected void initChannel(Channel channel) {
      var remote = channel.remoteAddress();
      if (!limiter.tryAcquire(remote)) {
        LOG.debug("{}: too many connections", remote);
        channel.close();
        return;
      }
      channel.closeFuture().addListener(_ -> limiter.release(remote));
      connections.add(channel);
      if (tls != null) {
        SslHandler handler = tls.get().newHandler(channel.alloc());
        handler.setHandshakeTimeoutMillis(limits.headersTimeoutMs());
        channel.pipeline().addLast(handler, new Negotiation());
      } else {
        // No HTTP/2 here: no browser speaks it without TLS, and a proxy on this machine gains
        // nothing by it.
        addHttp1(channel.pipeline());
      }
    }

    private void addHttp1(ChannelPipeline pipeline) {
      RequestHandler handler = new RequestHandler(routes, limits, tls != null, closing::get);
      pipeline.addLast(new StrictRequestDecoder(limits, handler.clock()), handler);
    }

    /** Chooses by what client and server agreed on in the TLS handshake. */
    private final class Negotiation extends ApplicationProtocolNegotiationHandler {

      Negotiation() {
        super(ApplicationProtocolNames.HTTP_1_1);
      }

      @Override
      public void channelActive(ChannelHandlerContext ctx) throws Exception {
        super.channelActive(ctx);
        ctx.read();
      }

      @Override
      protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
        // Each piece as it is: else the handler puts the end of one and the beginning of the next
        // together, which copies all of them.
        ctx.pipeline().get(SslHandler.class).setWrapDataSize(0);
        if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
          // Frames are bounded by windows and by the limits of Http2Session.
          ctx.channel().config().setAutoRead(true);
          ctx.pipeline()
              .addLast(
                  new RecordFiller(limits.pieceBytes()), Http2Session.of(routes, limits, limiter));
        } else {
          addHttp1(ctx.pipeline());
        }
      }

      @Override
      protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("{}: {}", ctx.channel().remoteAddress(), cause.toString());
        ctx.close();
      }

      @Override
      public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("{}: {}", ctx.channel().remoteAddress(), cause.toString());
        ctx.close();
      }
    }
  }
}
