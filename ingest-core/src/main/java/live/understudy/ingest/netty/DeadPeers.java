package live.understudy.ingest.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.socket.nio.NioChannelOption;
import java.net.SocketOption;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;
import live.understudy.ingest.IngestLimits;

/** Has the kernel notice peers that went without a word: a pulled cable sends no FIN. */
final class DeadPeers {
  private DeadPeers() {}

  /** Sets it for the connections that {@code bootstrap} will accept on {@code workers}. */
  static void notice(
      ServerBootstrap bootstrap, EventLoopGroup workers, IngestLimits.Liveness limits) {
    bootstrap.childOption(ChannelOption.SO_KEEPALIVE, true);
    if (workers instanceof IoEventLoopGroup group && group.isCompatible(EpollIoHandle.class)) {
      bootstrap
          .childOption(EpollChannelOption.TCP_KEEPIDLE, limits.keepAliveIdleS())
          .childOption(EpollChannelOption.TCP_KEEPINTVL, limits.keepAliveIntervalS())
          .childOption(EpollChannelOption.TCP_KEEPCNT, limits.keepAliveProbes())
          .childOption(EpollChannelOption.TCP_USER_TIMEOUT, limits.userTimeoutMs());
      return;
    }
    // The JDK knows no user timeout; the probes do the same while nothing is sent.
    Map<SocketOption<Integer>, Integer> probes =
        Map.of(
            ExtendedSocketOptions.TCP_KEEPIDLE, limits.keepAliveIdleS(),
            ExtendedSocketOptions.TCP_KEEPINTERVAL, limits.keepAliveIntervalS(),
            ExtendedSocketOptions.TCP_KEEPCOUNT, limits.keepAliveProbes());
    probes.forEach((option, value) -> bootstrap.childOption(NioChannelOption.of(option), value));
  }
}
