package live.understudy.benchmarks.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A viewer's HTTP/1.1 connection with one request at a time. It reads no more of an answer than its
 * status and its length, so that the driver costs little next to what it measures.
 */
final class ViewerConnection extends SimpleChannelInboundHandler<ByteBuf> {
  private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");

  private final InetSocketAddress server;
  private final Channel channel;
  private @Nullable CompletableFuture<Answer> waiting;
  private ByteBuf received = Unpooled.EMPTY_BUFFER;
  private int bodyAt = -1;
  private int total;

  /**
   * An answer.
   *
   * @param atNs when its last byte had been read, {@link System#nanoTime}
   */
  record Answer(int status, byte[] body, long atNs) {}

  private ViewerConnection(EventLoop loop, InetSocketAddress server) throws InterruptedException {
    this.server = server;
    this.channel =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(this)
            .connect(server)
            .sync()
            .channel();
  }

  static ViewerConnection open(EventLoop loop, InetSocketAddress server)
      throws InterruptedException {
    return new ViewerConnection(loop, server);
  }

  /** Asks; the answer is given on the connection's loop. */
  CompletableFuture<Answer> get(String path) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    String request =
        "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + server.getPort() + "\r\n\r\n";
    ByteBuf bytes = Unpooled.wrappedBuffer(request.getBytes(StandardCharsets.ISO_8859_1));
    channel
        .eventLoop()
        .execute(() -> {
          waiting = answer;
          if (!channel.isActive()) {
            answer.completeExceptionally(new IllegalStateException("the connection is closed"));
          }
          channel.writeAndFlush(bytes);
        });
    return answer;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, ByteBuf in) {
    if (!received.isReadable()) {
      received = context.alloc().buffer(Math.max(total, in.readableBytes()));
    }
    received.writeBytes(in);
    if (bodyAt < 0) {
      readHead();
    }
    if (bodyAt >= 0 && received.readableBytes() >= total) {
      long atNs = System.nanoTime();
      String status = received.toString(9, 3, StandardCharsets.ISO_8859_1);
      byte[] body = ByteBufUtil.getBytes(received, bodyAt, total - bodyAt);
      received.release();
      received = Unpooled.EMPTY_BUFFER;
      bodyAt = -1;
      CompletableFuture<Answer> asked = waiting;
      if (asked != null) {
        asked.complete(new Answer(Integer.parseInt(status), body, atNs));
      }
    }
  }

  private void readHead() {
    int end = ByteBufUtil.indexOf(Unpooled.wrappedBuffer(HEAD_END), received);
    if (end < 0) {
      return;
    }
    String head = received.toString(0, end, StandardCharsets.ISO_8859_1);
    Matcher length = LENGTH.matcher(head);
    bodyAt = end + HEAD_END.length;
    total = bodyAt + (length.find() ? Integer.parseInt(length.group(1)) : 0);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    CompletableFuture<Answer> asked = waiting;
    if (asked != null) {
      asked.completeExceptionally(new IllegalStateException("the server closed a connection"));
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }

  void close() {
    channel.close();
  }
}
