package live.understudy.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Tells the clock about bytes before the decoder swallows them. */
final class ByteWatch extends ChannelInboundHandlerAdapter {

  private final ReadClock clock;

  ByteWatch(ReadClock clock) {
    this.clock = clock;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    clock.bytesArrived();
    ctx.fireChannelRead(message);
  }
}
