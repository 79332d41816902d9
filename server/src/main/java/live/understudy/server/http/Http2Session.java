package live.understudy.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/2 connection. Streams are objects of our own on Netty's connection handler, not child
 * channels: a parked request then costs a few hundred bytes.
 */
final class Http2Session extends Http2ConnectionHandler {

  private static final long NS_PER_MS = 1_000_000;

  private final HttpRoutes routes;
  private final HttpLimits limits;
  private final ConnectionLimiter limiter;
  private final IntObjectMap<Http2Exchange> exchanges = new IntObjectHashMap<>(2);
  private final Alarm alarm = new Alarm(this::check);
  private @Nullable ChannelHandlerContext context;
  private long idleSinceNs;
  private long progressNs = System.nanoTime();
  private int heldBytes;
  private boolean reading;

  private Http2Session(
      Http2ConnectionDecoder decoder,
      Http2ConnectionEncoder encoder,
      Http2Settings settings,
      HttpRoutes routes,
      HttpLimits limits,
      ConnectionLimiter limiter) {
    super(decoder, encoder, settings);
    this.routes = routes;
    this.limits = limits;
    this.limiter = limiter;
  }

  /** {@code limiter} counts what waits. */
  static Http2Session of(HttpRoutes routes, HttpLimits limits, ConnectionLimiter limiter) {
    return new Builder(routes, limits, limiter).build();
  }

  private static final class Builder
      extends AbstractHttp2ConnectionHandlerBuilder<Http2Session, Builder> {

    private final HttpRoutes routes;
    private final HttpLimits limits;
    private final ConnectionLimiter limiter;

    Builder(HttpRoutes routes, HttpLimits limits, ConnectionLimiter limiter) {
      this.routes = routes;
      this.limits = limits;
      this.limiter = limiter;
      HttpLimits.Http2 http2 = limits.http2();
      DefaultHttp2Connection connection = new DefaultHttp2Connection(true, http2.maxStreams());
      // Not only from when the client acknowledges it.
      connection.remote().maxActiveStreams(http2.maxStreams());
      // Priorities, which nobody keeps to and which can be abused, are not looked at.
      UniformStreamByteDistributor turns = new UniformStreamByteDistributor(connection);
      // Full frames: the room that there is, divided by the streams, would be less for each.
      turns.minAllocationChunk(http2.pieceBytes());
      connection.remote().flowController(new DefaultHttp2RemoteFlowController(connection, turns));
      connection(connection);
      initialSettings(
          new Http2Settings()
              .maxConcurrentStreams(http2.maxStreams())
              .initialWindowSize(http2.windowBytes())
              .maxHeaderListSize(limits.maxHeaderBytes()));
      validateHeaders(true);
      encoderEnforceMaxQueuedControlFrames(http2.maxQueuedControlFrames());
      decoderEnforceMaxConsecutiveEmptyDataFrames(http2.maxEmptyDataFrames());
      decoderEnforceMaxRstFramesPerWindow(http2.maxResetsPerWindow(), http2.rateWindowS());
      encoderEnforceMaxRstFramesPerWindow(http2.maxResetsPerWindow(), http2.rateWindowS());
      decoderEnforceMaxSmallContinuationFrames(http2.maxSmallContinuations());
      gracefulShutdownTimeoutMillis(limits.drainMs());
    }

    @Override
    protected Http2Session build() {
      return super.build();
    }

    @Override
    protected Http2Session build(
        Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
      Http2Session session = new Http2Session(decoder, encoder, settings, routes, limits, limiter);
      Http2Frames frames = new Http2Frames(session, limits);
      decoder.frameListener(frames);
      decoder.connection().addListener(frames);
      return session;
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
    context = ctx;
    super.handlerAdded(ctx);
    idle();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    reading = true;
    super.channelRead(ctx, message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
    reading = false;
    super.channelReadComplete(ctx);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    alarm.end();
    super.channelInactive(ctx);
    alarm.end();
  }

  HttpLimits limits() {
    return limits;
  }

  DiskReads disk() {
    return routes.disk();
  }

  InetAddress peer() {
    return ((InetSocketAddress) ctx().channel().remoteAddress()).getAddress();
  }

  private ChannelHandlerContext ctx() {
    return Objects.requireNonNull(context);
  }

  @Nullable Http2Exchange exchange(int id) {
    return exchanges.get(id);
  }

  Http2Exchange open(int id) {
    Http2Exchange exchange = new Http2Exchange(this, id);
    exchanges.put(id, exchange);
    return exchange;
  }

  void closed(int id) {
    Http2Exchange exchange = exchanges.remove(id);
    if (exchange != null) {
      exchange.closed();
      if (exchanges.isEmpty()) {
        idle();
      }
    }
  }

  private void idle() {
    idleSinceNs = System.nanoTime();
    watch(limits.keepAliveIdleMs());
  }

  /** Takes room for what a client sent of a request; false when there is none left. */
  boolean hold(int bytes) {
    if (heldBytes + bytes > limits.http2().maxHeldRequestBytes()) {
      return false;
    }
    heldBytes += bytes;
    return true;
  }

  void release(int bytes) {
    heldBytes -= bytes;
  }

  MediaSource.@Nullable Parked answer(WebRequest request, Http2Exchange exchange) {
    return routes.answer(request, exchange);
  }

  ConnectionLimiter limiter() {
    return limiter;
  }

  void execute(Runnable task) {
    if (ctx().executor().inEventLoop()) {
      task.run();
    } else {
      ctx().executor().execute(task);
    }
  }

  Http2ReplyWriter writer(Http2Exchange exchange) {
    return new Http2ReplyWriter(this, exchange, ctx());
  }

  void writeContinue(int id) {
    encoder()
        .writeHeaders(
            ctx(),
            id,
            new DefaultHttp2Headers().status(HttpResponseStatus.CONTINUE.codeAsText()),
            0,
            false,
            ctx().newPromise());
    flushSoon();
  }

  /** Flushes now, or when all that has come was looked at; says whether it was now. */
  boolean flushSoon() {
    if (!reading) {
      flush(ctx());
    }
    return !reading;
  }

  /** Everything was answered, but the client goes on sending. */
  void resetQuietly(int id) {
    reset(id, Http2Error.NO_ERROR);
  }

  /** The rest of the answer can't be had. */
  void fail(int id) {
    reset(id, Http2Error.INTERNAL_ERROR);
  }

  /** The client took something of any stream. */
  void progressed(long nowNs) {
    progressNs = nowNs;
  }

  /** The client does not take this answer. */
  void cutOff(int id) {
    boolean takesOthers = System.nanoTime() - progressNs < limits.writeDeadlineMs() * NS_PER_MS;
    ChannelOutboundBuffer waiting = ctx().channel().unsafe().outboundBuffer();
    if (takesOthers || waiting == null || waiting.totalPendingWriteBytes() == 0) {
      reset(id, Http2Error.CANCEL);
      // The reset may wait for the client, too.
      closed(id);
    } else {
      // It takes nothing at all, so that a reset would only join the queue.
      ctx().close();
    }
  }

  private void reset(int id, Http2Error error) {
    resetStream(ctx(), id, error.code(), ctx().newPromise());
    flushSoon();
  }

  /** Looks after the deadlines within {@code ms}. */
  void watch(int ms) {
    if (ctx().channel().isActive()) {
      alarm.ringBy(ctx().executor(), System.nanoTime() + ms * NS_PER_MS);
    }
  }

  private void check() {
    long nowNs = System.nanoTime();
    long nextNs = Long.MAX_VALUE;
    if (exchanges.isEmpty()) {
      nextNs = idleSinceNs + limits.keepAliveIdleMs() * NS_PER_MS - nowNs;
      if (nextNs <= 0) {
        drain();
        return;
      }
    }
    for (Http2Exchange exchange : List.copyOf(exchanges.values())) {
      long restNs = exchange.restNs(nowNs);
      if (restNs <= 0) {
        exchange.expired();
        restNs = exchange.restNs(nowNs);
      }
      nextNs = Math.min(nextNs, restNs);
    }
    if (nextNs != Long.MAX_VALUE && ctx().channel().isActive()) {
      alarm.ringBy(ctx().executor(), nowNs + Math.max(nextNs, NS_PER_MS));
    }
  }

  /** Says GOAWAY, and closes when what is under way was answered. On the event loop. */
  void drain() {
    ctx().channel().close();
  }
}
