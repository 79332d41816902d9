package live.understudy.server.net;

import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.ReflectiveChannelFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listening sockets that this process was started with (sd_listen_fds(3)): file descriptors
 * from 3 on, as many as {@code LISTEN_FDS} says, if {@code LISTEN_PID} is this process. Each is
 * given out once. Linux only, with Netty's epoll transport.
 */
public final class ListenSockets {

  private static final Logger LOG = LoggerFactory.getLogger(ListenSockets.class);
  private static final int FIRST_DESCRIPTOR = 3;
  private static final int MAX_SOCKETS = 64;

  /**
   * One of them.
   *
   * @param name of {@code LISTEN_FDNAMES}; empty when not given
   */
  private record Inherited(int descriptor, String name, EpollServerSocketChannel channel) {

    /** Whether it was meant for this listener: by its name, or as it listens on its port. */
    boolean fits(String listener, int port) {
      return name.equals(listener)
          || (port != 0
              && channel.localAddress() instanceof InetSocketAddress local
              && local.getPort() == port);
    }
  }

  /** A socket that listens already is not bound again. */
  private static final class AlreadyBound extends ChannelOutboundHandlerAdapter {
    @Override
    public void bind(ChannelHandlerContext ctx, SocketAddress address, ChannelPromise promise) {
      promise.setSuccess();
    }
  }

  private final List<Inherited> inherited;

  private ListenSockets(List<Inherited> inherited) {
    this.inherited = inherited;
  }

  /** No sockets: every listener binds for itself. */
  public static ListenSockets none() {
    return new ListenSockets(new ArrayList<>());
  }

  /**
   * Those of this process.
   *
   * @param environment its environment variables
   * @param epoll whether listeners use the epoll transport; without it nothing can be taken over
   */
  public static ListenSockets of(Map<String, String> environment, boolean epoll) {
    String count = environment.get("LISTEN_FDS");
    String pid = environment.get("LISTEN_PID");
    if (count == null || pid == null || !isNumber(count)) {
      return none();
    }
    if (!pid.equals(Long.toString(ProcessHandle.current().pid()))) {
      // "If the daemon receives [...] $LISTEN_PID [that] does not match, ignore" the rest.
      return none();
    }
    if (!epoll) {
      LOG.warn("Listening sockets were handed over, but can't be used on this platform");
      return none();
    }
    String[] names = environment.getOrDefault("LISTEN_FDNAMES", "").split(":", -1);
    List<Inherited> found = new ArrayList<>();
    int sockets = Math.min(Integer.parseInt(count), MAX_SOCKETS);
    for (int i = 0; i < sockets; i++) {
      int descriptor = FIRST_DESCRIPTOR + i;
      try {
        found.add(
            new Inherited(
                descriptor,
                i < names.length ? names[i] : "",
                new EpollServerSocketChannel(descriptor)));
      } catch (RuntimeException e) {
        LOG.warn("Descriptor {} that was handed over is no socket: {}", descriptor, e.toString());
      }
    }
    return new ListenSockets(found);
  }

  private static boolean isNumber(String text) {
    return text.matches("\\d{1,4}");
  }

  /**
   * Makes the channel of one listener, to be bound as usual.
   *
   * @param name such as {@code http} or {@code rtmps-primary}
   * @param address where it listens when no socket was handed over for it
   * @param ordinary the kind of channel in that case
   */
  public synchronized ChannelFactory<? extends ServerChannel> factory(
      String name, InetSocketAddress address, Class<? extends ServerChannel> ordinary) {
    for (Inherited socket : inherited) {
      if (socket.fits(name, address.getPort())) {
        inherited.remove(socket);
        LOG.info("{} listens on the socket that was handed over", name);
        socket.channel().pipeline().addLast(new AlreadyBound());
        return socket::channel;
      }
    }
    return new ReflectiveChannelFactory<>(ordinary);
  }

  /** Says which sockets nobody wanted; connections to them would wait for ever. */
  public synchronized void warnOfUnused() {
    for (Inherited socket : inherited) {
      LOG.warn(
          "Nobody listens on the handed-over socket {} \"{}\" ({}); its port is not configured",
          socket.descriptor(),
          socket.name(),
          socket.channel().localAddress());
    }
  }
}
