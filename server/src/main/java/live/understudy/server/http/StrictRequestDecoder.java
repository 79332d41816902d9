package live.understudy.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

/**
 * Netty's decoder, set to refuse whatever two parsers could read as two different requests. It
 * tells the clock about bytes before it swallows them.
 */
final class StrictRequestDecoder extends HttpRequestDecoder {

  private final ReadClock clock;

  StrictRequestDecoder(HttpLimits limits, ReadClock clock) {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(limits.maxInitialLineBytes())
            .setMaxHeaderSize(limits.maxHeaderBytes())
            .setMaxChunkSize(8_192)
            .setStrictLineParsing(true)
            .setUseRfc9112TransferEncoding(true)
            .setAllowDuplicateContentLengths(false));
    this.clock = clock;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    clock.bytesArrived();
    super.channelRead(ctx, message);
  }

  /**
   * "Such a message might indicate an attempt to perform request smuggling [...] and ought to be
   * handled as an error." (RFC 9112 §6.3)
   */
  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("both transfer-encoding and content-length");
  }
}
