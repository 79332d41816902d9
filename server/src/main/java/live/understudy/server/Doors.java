package live.understudy.server;

import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.util.Deque;
import java.util.function.Supplier;
import live.understudy.server.config.ServerConfig;
import live.understudy.server.config.StartupException;
import live.understudy.server.http.ConnectionLimiter;
import live.understudy.server.http.HttpLimits;
import live.understudy.server.http.HttpListener;
import live.understudy.server.http.HttpRoutes;
import live.understudy.server.http.Transport;
import live.understudy.server.net.ListenSockets;
import live.understudy.server.tls.ServerTls;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP listeners, opened before there is anything behind them: who comes meanwhile is told to
 * come back, and not refused.
 */
final class Doors {

  private final EventLoopGroup accept;
  private final EventLoopGroup http;
  private final ListenSockets sockets;
  private final ServerConfig config;
  private final Deque<AutoCloseable> started;
  private final HttpRoutes routes = new HttpRoutes();
  private final HttpLimits limits;
  private final ConnectionLimiter limiter;

  Doors(
      EventLoopGroup accept,
      EventLoopGroup http,
      ListenSockets sockets,
      ServerConfig config,
      Deque<AutoCloseable> started) {
    this.accept = accept;
    this.http = http;
    this.sockets = sockets;
    this.config = config;
    this.started = started;
    this.limits = Settings.http(config.http());
    this.limiter = new ConnectionLimiter(limits);
  }

  /** How many connections there are now, of all listeners. */
  int connections() {
    return limiter.total();
  }

  HttpRoutes routes() {
    return routes;
  }

  HttpListener openPlain() throws StartupException {
    return open("http", "http.port", config.http().plainAddress(), null);
  }

  HttpListener openSecure(ServerTls tls) throws StartupException {
    return open("https", "http.tlsPort", config.http().tlsAddress(), tls.http());
  }

  private HttpListener open(
      String name, String configKey, InetSocketAddress address, @Nullable Supplier<SslContext> tls)
      throws StartupException {
    HttpListener listener =
        HttpListener.bind(
            configKey,
            address,
            sockets.factory(name, address, Transport.serverChannelFor(accept)),
            accept,
            http,
            tls,
            routes,
            limits,
            limiter);
    started.push(listener);
    return listener;
  }
}
