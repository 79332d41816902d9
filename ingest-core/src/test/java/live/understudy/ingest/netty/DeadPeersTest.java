package live.understudy.ingest.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import jdk.net.ExtendedSocketOptions;
import live.understudy.ingest.IngestLimits;
import org.junit.jupiter.api.Test;

/** What the kernel says of an accepted socket, not what was asked of it. */
class DeadPeersTest {
  private static final IngestLimits.Liveness LIMITS = new IngestLimits.Liveness(7, 3, 4, 17_000);

  @Test
  void acceptedSocket_epoll_isProbedAndGivenUp() throws Exception {
    assumeTrue(Epoll.isAvailable());
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    accept(
        group,
        EpollServerSocketChannel.class,
        child -> {
          assertEquals(7, child.config().getOption(EpollChannelOption.TCP_KEEPIDLE));
          assertEquals(3, child.config().getOption(EpollChannelOption.TCP_KEEPINTVL));
          assertEquals(4, child.config().getOption(EpollChannelOption.TCP_KEEPCNT));
          assertEquals(17_000, child.config().getOption(EpollChannelOption.TCP_USER_TIMEOUT));
        });
  }

  @Test
  void acceptedSocket_nio_isProbed() throws Exception {
    accept(
        new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()),
        NioServerSocketChannel.class,
        child -> {
          assertEquals(7, option(child, NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE)));
          assertEquals(
              3, option(child, NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL)));
          assertEquals(4, option(child, NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT)));
        });
  }

  private static <T> T option(Channel channel, ChannelOption<T> option) {
    return channel.config().getOption(option);
  }

  private static void accept(
      EventLoopGroup group, Class<? extends ServerChannel> type, Consumer<Channel> check)
      throws Exception {
    BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();
    try {
      ServerBootstrap bootstrap =
          new ServerBootstrap()
              .group(group)
              .channel(type)
              .childHandler(
                  new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel child) {
                      accepted.add(child);
                    }
                  });
      DeadPeers.notice(bootstrap, group, LIMITS);
      InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      Channel server = bootstrap.bind(any).sync().channel();
      int port = ((InetSocketAddress) server.localAddress()).getPort();
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        Channel child = accepted.poll(60, TimeUnit.SECONDS);
        assertNotNull(child, () -> "not accepted: " + socket);
        assertEquals(true, child.config().getOption(ChannelOption.SO_KEEPALIVE));
        check.accept(child);
      }
    } finally {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5_000);
    }
  }
}
