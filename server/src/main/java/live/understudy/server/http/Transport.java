package live.understudy.server.http;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SelectStrategyFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.channels.spi.SelectorProvider;
import live.understudy.server.net.PacedSelect;

/** Chooses epoll where it works, NIO elsewhere. */
public final class Transport {

  private Transport() {}

  /** A group of the best kind here, with threads named {@code name-1} and so on. */
  public static EventLoopGroup newGroup(int threads, String name) {
    IoHandlerFactory factory =
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name), factory);
  }

  /**
   * As {@link #newGroup}, for loops that much arrives at and that a millisecond matters little to.
   */
  public static EventLoopGroup newPacedGroup(int threads, String name) {
    SelectStrategyFactory paced = PacedSelect::new;
    IoHandlerFactory factory =
        Epoll.isAvailable()
            ? EpollIoHandler.newFactory(0, paced)
            : NioIoHandler.newFactory(SelectorProvider.provider(), paced);
    return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name), factory);
  }

  /** The listening channel that fits the group. */
  public static Class<? extends ServerChannel> serverChannelFor(EventLoopGroup group) {
    return isEpoll(group) ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  /** Whether the group is of Linux's own kind. */
  public static boolean isEpoll(EventLoopGroup group) {
    return group instanceof IoEventLoopGroup io && io.isCompatible(EpollIoHandle.class);
  }
}
