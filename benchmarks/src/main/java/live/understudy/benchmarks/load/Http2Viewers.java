package live.understudy.benchmarks.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** An HTTP/2 connection over TLS that carries the requests of many viewers. */
final class Http2Viewers {
  private static final long TIMEOUT_S = 20;

  private final Channel channel;

  private Http2Viewers(Channel channel) {
    this.channel = channel;
  }

  /** TLS with HTTP/2 alone; any certificate will do, for the server is our own. */
  static SslContext tls() throws SSLException {
    return SslContextBuilder.forClient()
        .trustManager(InsecureTrustManagerFactory.INSTANCE)
        .applicationProtocolConfig(
            new ApplicationProtocolConfig(
                ApplicationProtocolConfig.Protocol.ALPN,
                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                "h2"))
        .build();
  }

  /** Connects and shakes hands. */
  static Http2Viewers open(EventLoop loop, SslContext tls, InetSocketAddress server)
      throws Exception {
    ChannelInitializer<Channel> pipeline =
        new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel opened) {
            opened.pipeline().addLast(tls.newHandler(opened.alloc()));
            opened.pipeline().addLast(Http2FrameCodecBuilder.forClient().build());
            opened.pipeline().addLast(new Http2MultiplexHandler(new Refuser()));
          }
        };
    Channel channel =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(pipeline)
            .connect(server)
            .sync()
            .channel();
    channel.pipeline().get(SslHandler.class).handshakeFuture().get(TIMEOUT_S, TimeUnit.SECONDS);
    return new Http2Viewers(channel);
  }

  /** Asks on a stream of its own; the answer's body is not kept. */
  CompletableFuture<ViewerConnection.Answer> get(String path) {
    CompletableFuture<ViewerConnection.Answer> answer = new CompletableFuture<>();
    new Http2StreamChannelBootstrap(channel)
        .handler(new Exchange(answer))
        .open()
        .addListener(opened -> {
          if (opened.isSuccess()) {
            Http2Headers headers =
                new DefaultHttp2Headers()
                    .method("GET")
                    .scheme("https")
                    .authority("127.0.0.1")
                    .path(path);
            ((Http2StreamChannel) opened.getNow())
                .writeAndFlush(new DefaultHttp2HeadersFrame(headers, true));
          } else {
            answer.completeExceptionally(opened.cause());
          }
        });
    return answer;
  }

  void close() {
    channel.close();
  }

  /** Servers push nothing. */
  private static final class Refuser extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel pushed) {
      pushed.close();
    }
  }

  private static final class Exchange extends SimpleChannelInboundHandler<Http2StreamFrame> {
    private final CompletableFuture<ViewerConnection.Answer> answer;
    private int status;

    Exchange(CompletableFuture<ViewerConnection.Answer> answer) {
      this.answer = answer;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Http2StreamFrame frame) {
      boolean end = false;
      if (frame instanceof Http2HeadersFrame head) {
        CharSequence text = head.headers().status();
        status = text == null ? 0 : Integer.parseInt(text.toString());
        end = head.isEndStream();
      } else if (frame instanceof Http2DataFrame data) {
        end = data.isEndStream();
      }
      if (end) {
        answer.complete(new ViewerConnection.Answer(status, new byte[0], System.nanoTime()));
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      answer.completeExceptionally(new IllegalStateException("the server closed a stream"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      answer.completeExceptionally(cause);
    }
  }
}
