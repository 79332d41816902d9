package live.understudy.benchmarks.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import live.understudy.ingest.rtmp.ChunkEncoder;
import org.jspecify.annotations.Nullable;

/** Sends a {@link StreamBlock}, in real time or as fast as the server takes it. */
final class BlockPublisher implements AutoCloseable {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long FRAME_NS = NANOS_PER_SECOND / SyntheticStream.FRAMES_PER_SECOND;

  private final EventLoop loop;
  private final StreamBlock block;
  private final PingMeter pings;
  private final Latencies lags;
  private final CompletableFuture<Void> accepted = new CompletableFuture<>();
  private @Nullable Channel channel;
  private long originNs;
  private long next;
  private boolean closing;
  private volatile long latestNs;
  private volatile long sentBytes;
  private volatile @Nullable String problem;

  /**
   * @param lags where the times to the server's answers go once they count
   * @param warmUp where they go before
   */
  BlockPublisher(EventLoop loop, StreamBlock block, Latencies lags, Latencies warmUp) {
    this.loop = loop;
    this.block = block;
    this.lags = lags;
    this.pings = new PingMeter(warmUp);
  }

  /** From here on it counts. */
  void count() {
    loop.execute(() -> {
      pings.record(lags);
      latestNs = 0;
    });
  }

  /** Connects and publishes; done when the server has accepted it. */
  CompletableFuture<Void> connect(
      InetSocketAddress server, InetSocketAddress from, String key, @Nullable SslContext tls) {
    RtmpConversation conversation =
        new RtmpConversation(key, new ChunkEncoder(), accepted, this::onClosed);
    new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel made) {
                if (tls != null) {
                  made.pipeline().addLast(tls.newHandler(made.alloc()));
                }
                made.pipeline().addLast(pings, conversation);
              }
            })
        .connect(server, from)
        .addListener((ChannelFuture connected) -> {
          channel = connected.channel();
          if (!connected.isSuccess()) {
            accepted.completeExceptionally(connected.cause());
          }
        });
    return accepted;
  }

  /** Sends frame 0 after {@code delayNs}, the others at their times. */
  void start(long delayNs) {
    loop.execute(() -> {
      originNs = System.nanoTime() + delayNs;
      write(block.head());
      paced();
    });
  }

  /** Sends as fast as the socket takes it. */
  void startUnpaced() {
    loop.execute(() -> {
      write(block.head());
      unpaced();
    });
  }

  private void paced() {
    long nowNs = System.nanoTime();
    while (!closing && dueNs() <= nowNs) {
      latestNs = Math.max(latestNs, nowNs - dueNs());
      write(block.frame(next++));
      if (next % SyntheticStream.FRAMES_PER_SECOND == 0) {
        ByteBuf question = pings.question();
        if (question != null) {
          write(question);
        }
      }
      flush();
    }
    if (!closing && problem == null) {
      loop.schedule(this::paced, dueNs() - nowNs, TimeUnit.NANOSECONDS);
    }
  }

  private void unpaced() {
    Channel to = channel;
    if (closing || problem != null || to == null) {
      return;
    }
    while (to.isWritable()) {
      ByteBuf piece = block.frame(next++);
      sentBytes += piece.readableBytes();
      write(piece);
    }
    to.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> loop.execute(this::unpaced));
  }

  private long dueNs() {
    return originNs + next * FRAME_NS;
  }

  private void write(ByteBuf bytes) {
    if (channel != null) {
      channel.write(bytes, channel.voidPromise());
    }
  }

  private void flush() {
    if (channel != null) {
      channel.flush();
    }
  }

  /** Unpaced: what was handed to the socket, at most one high-water mark more than was sent. */
  long sentBytes() {
    return sentBytes;
  }

  /** How much later than planned a frame was sent, at worst, since the last call; nanoseconds. */
  long takeLatestNs() {
    long latest = latestNs;
    latestNs = 0;
    return latest;
  }

  /** Throws when the connection has ended by itself. */
  void check() {
    if (problem != null) {
      throw new IllegalStateException("a publisher lost its connection: " + problem);
    }
  }

  private void onClosed(String reason) {
    problem = closing ? null : reason;
  }

  /** Cuts the connection without a word, as a killed encoder does. */
  @Override
  public void close() {
    loop.submit(
            () -> {
              closing = true;
              if (channel != null) {
                channel.config().setOption(ChannelOption.SO_LINGER, 0);
                channel.close();
              }
            })
        .awaitUninterruptibly(5, TimeUnit.SECONDS);
  }
}
