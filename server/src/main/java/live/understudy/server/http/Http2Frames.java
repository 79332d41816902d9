package live.understudy.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.concurrent.TimeUnit;

/** What a client sends over HTTP/2, frame by frame; counts the frames that are no requests. */
final class Http2Frames extends Http2EventAdapter {

  private final Http2Session session;
  private final HttpLimits limits;
  private long windowBeganNs = System.nanoTime();
  private int controlFrames;

  Http2Frames(Http2Session session, HttpLimits limits) {
    this.session = session;
    this.limits = limits;
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx,
      int streamId,
      Http2Headers headers,
      int streamDependency,
      short weight,
      boolean exclusive,
      int padding,
      boolean endStream) {
    onHeadersRead(ctx, streamId, headers, padding, endStream);
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx,
      int streamId,
      Http2Headers headers,
      int padding,
      boolean endStream) {
    Http2Exchange exchange = session.exchange(streamId);
    if (exchange == null) {
      exchange = session.open(streamId);
      exchange.begin(Http2Head.read(headers, limits), endStream);
    }
    // Trailers say nothing that we need.
    if (endStream) {
      exchange.complete();
    } else {
      session.watch(limits.bodyTimeoutMs());
    }
  }

  @Override
  public int onDataRead(
      ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream) {
    int length = data.readableBytes() + padding;
    Http2Exchange exchange = session.exchange(streamId);
    if (exchange != null) {
      exchange.body(ByteBufUtil.getBytes(data));
      if (endOfStream) {
        exchange.complete();
      }
    }
    return length;
  }

  @Override
  public void onStreamClosed(Http2Stream stream) {
    session.closed(stream.id());
  }

  @Override
  public void onPingRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
    count();
  }

  @Override
  public void onPingAckRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
    count();
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings)
      throws Http2Exception {
    count();
  }

  @Override
  public void onPriorityRead(
      ChannelHandlerContext ctx,
      int streamId,
      int streamDependency,
      short weight,
      boolean exclusive)
      throws Http2Exception {
    count();
  }

  @Override
  public void onUnknownFrame(
      ChannelHandlerContext ctx, byte frameType, int streamId, Http2Flags flags, ByteBuf payload)
      throws Http2Exception {
    count();
  }

  /** They cost the client nothing, and us an answer. */
  private void count() throws Http2Exception {
    long nowNs = System.nanoTime();
    if (nowNs - windowBeganNs > TimeUnit.SECONDS.toNanos(limits.http2().rateWindowS())) {
      windowBeganNs = nowNs;
      controlFrames = 0;
    }
    controlFrames++;
    if (controlFrames > limits.http2().maxControlFramesPerWindow()) {
      throw Http2Exception.connectionError(
          Http2Error.ENHANCE_YOUR_CALM, "more than %d control frames", controlFrames - 1);
    }
  }
}
