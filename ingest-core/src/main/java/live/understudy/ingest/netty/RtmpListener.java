package live.understudy.ingest.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import live.understudy.ingest.IngestLimits;
import live.understudy.media.Leg;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens for encoders on one port, which serves one leg. */
public final class RtmpListener {
  private static final Logger LOG = LoggerFactory.getLogger(RtmpListener.class);
  private static final int BACKLOG = 1024;
  private static final int FIRST_READ_BYTES = 2048;
  private static final int READS_BETWEEN_OTHERS = 4;

  private final RtmpListenerConfig config;
  private final PublishGate gate;
  private final IngestLimits limits;
  private final ConnectionCounter counter;
  private final Set<RtmpConnection> connections = ConcurrentHashMap.newKeySet();
  private final Channel channel;

  private RtmpListener(
      RtmpListenerConfig config,
      EventLoopGroup boss,
      EventLoopGroup workers,
      ChannelFactory<? extends ServerChannel> channels,
      PublishGate gate,
      IngestLimits limits) {
    this.config = config;
    this.gate = gate;
    this.limits = limits;
    this.counter = new ConnectionCounter(limits.connections());
    IngestLimits.Connections sizes = limits.connections();
    int pending = sizes.maxPendingWriteBytes();
    AdaptiveRecvByteBufAllocator reads =
        new AdaptiveRecvByteBufAllocator(FIRST_READ_BYTES, FIRST_READ_BYTES, sizes.maxReadBytes());
    reads.maxMessagesPerRead(READS_BETWEEN_OTHERS);
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(boss, workers)
            .channelFactory(channels)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, reads)
            .childOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(pending / 2, pending))
            .childHandler(new Initializer());
    DeadPeers.notice(bootstrap, workers, limits.liveness());
    this.channel = bootstrap.bind(config.address()).syncUninterruptibly().channel();
  }

  /**
   * Binds and begins to accept, on NIO event loops. Throws {@link java.net.BindException} (as an
   * unchecked throw, as Netty does) when the port is taken.
   */
  public static RtmpListener bind(
      RtmpListenerConfig config,
      EventLoopGroup boss,
      EventLoopGroup workers,
      PublishGate gate,
      IngestLimits limits) {
    return bind(config, boss, workers, NioServerSocketChannel::new, gate, limits);
  }

  /** The same on other event loops; {@code channels} makes the server channel that suits them. */
  public static RtmpListener bind(
      RtmpListenerConfig config,
      EventLoopGroup boss,
      EventLoopGroup workers,
      ChannelFactory<? extends ServerChannel> channels,
      PublishGate gate,
      IngestLimits limits) {
    return new RtmpListener(config, boss, workers, channels, gate, limits);
  }

  /** The port that is listened on. */
  public int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  /** How many connections are open now. */
  public int connectionCount() {
    return counter.total();
  }

  /**
   * Stops accepting, and hangs up on every encoder; on those that can be asked to connect anew, a
   * little later. Returns when the port is free.
   */
  public void close() {
    channel.close().syncUninterruptibly();
    connections.forEach(connection -> connection.hangUp("the server is shutting down"));
  }

  String name() {
    return config.name();
  }

  Leg leg() {
    return config.leg();
  }

  boolean tls() {
    return config.tls() != null;
  }

  PublishGate gate() {
    return gate;
  }

  IngestLimits limits() {
    return limits;
  }

  void onClosed(RtmpConnection connection) {
    connections.remove(connection);
  }

  private final class Initializer extends ChannelInitializer<SocketChannel> {
    @Override
    protected void initChannel(SocketChannel child) {
      @Nullable InetSocketAddress remote = child.remoteAddress();
      if (remote == null) {
        child.close();
        return;
      }
      InetAddress address = remote.getAddress();
      String excess = counter.open(address);
      if (excess != null) {
        LOG.info(
            "connection closed: listener={} remote={} reason={}",
            config.name(),
            address.getHostAddress(),
            excess);
        child.close();
        return;
      }
      child.closeFuture().addListener(_ -> counter.close(address));
      RtmpConnection connection = new RtmpConnection(RtmpListener.this, address.getHostAddress());
      connections.add(connection);
      Supplier<SslContext> tls = config.tls();
      if (tls != null) {
        SslHandler handler = tls.get().newHandler(child.alloc());
        handler.setHandshakeTimeoutMillis(limits.deadlines().tlsHandshakeMs());
        child.pipeline().addLast(new FirstByte(connection), handler);
      }
      child.pipeline().addLast(connection);
    }
  }
}
