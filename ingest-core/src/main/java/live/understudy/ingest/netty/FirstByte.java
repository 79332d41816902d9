package live.understudy.ingest.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * Stands before TLS, looks at a connection's first byte, and leaves. Who speaks something else than
 * TLS on a TLS port is told apart from who fails at TLS.
 */
final class FirstByte extends ChannelInboundHandlerAdapter {
  private static final int TLS_HANDSHAKE = 0x16;
  private static final int RTMP_VERSION = 3;

  private final RtmpConnection connection;
  private boolean rejected;

  FirstByte(RtmpConnection connection) {
    this.connection = connection;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (rejected || !(message instanceof ByteBuf bytes) || !bytes.isReadable()) {
      ReferenceCountUtil.release(message);
      return;
    }
    int first = bytes.getUnsignedByte(bytes.readerIndex());
    if (first == TLS_HANDSHAKE) {
      ctx.pipeline().remove(this);
      ctx.fireChannelRead(message);
      return;
    }
    rejected = true;
    bytes.release();
    connection.reject(ctx.channel(), reason(first));
  }

  private static String reason(int first) {
    if (first == RTMP_VERSION) {
      return "plain RTMP on the RTMPS port; the address begins with rtmps://";
    }
    if (first >= 'A' && first <= 'Z') {
      return "an HTTP request on the RTMPS port";
    }
    return "not TLS: the first byte is " + first;
  }
}
