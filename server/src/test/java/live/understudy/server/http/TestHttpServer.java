package live.understudy.server.http;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.ReflectiveChannelFactory;
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import live.understudy.server.config.StartupException;
import org.jspecify.annotations.Nullable;

/** A listener on a free loopback port, in front of a few known resources. */
final class TestHttpServer implements AutoCloseable {

  static final String PLAYLIST = TestMedia.PLAYLIST;
  static final byte[] SEGMENT = TestMedia.SEGMENT;
  static final byte[] LARGE = TestMedia.LARGE;
  static final String TOKEN = "good-token";

  final TestMedia media = new TestMedia();
  final ConnectionLimiter limiter;
  final EventLoopGroup group;
  final HttpListener listener;

  TestHttpServer() throws StartupException {
    this(HttpLimits.DEFAULTS, TestHttpServer::echo, null);
  }

  TestHttpServer(HttpLimits limits, ApiHandler api, @Nullable Supplier<SslContext> tls)
      throws StartupException {
    this(limits, api, tls, new ConnectionLimiter(limits));
  }

  TestHttpServer(
      HttpLimits limits,
      ApiHandler api,
      @Nullable Supplier<SslContext> tls,
      ConnectionLimiter limiter)
      throws StartupException {
    this(limits, api, tls, limiter, Transport.newGroup(2, "test-http"));
  }

  /** Takes over {@code group}. */
  TestHttpServer(
      HttpLimits limits,
      ApiHandler api,
      @Nullable Supplier<SslContext> tls,
      ConnectionLimiter limiter,
      EventLoopGroup group)
      throws StartupException {
    this.limiter = limiter;
    this.group = group;
    listener =
        HttpListener.bind(
            "http.port",
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new ReflectiveChannelFactory<>(Transport.serverChannelFor(group)),
            group,
            group,
            tls,
            new HttpRoutes(services(api, media)),
            limits,
            limiter);
  }

  int port() {
    return listener.port();
  }

  static HttpServices services(ApiHandler api) {
    return services(api, new TestMedia());
  }

  private static HttpServices services(ApiHandler api, MediaSource media) {
    return new HttpServices(
        api,
        4,
        media,
        TOKEN::equals,
        WebResources.of(
            Map.of(
                "watch.html", bytes("<!doctype html><title>watch</title>".repeat(50)),
                "studio.html", bytes("<!doctype html><title>studio</title>"),
                "favicon.svg", bytes("<svg/>"),
                "assets/app-1.js", bytes("let a = 1;\n".repeat(200)),
                "assets/pixel-2.png", new byte[] {1, 2, 3})),
        false,
        8443);
  }

  static HttpApiResponse echo(HttpApiRequest request) {
    if (request.path().equals("/api/fail")) {
      throw new IllegalStateException("on purpose");
    }
    String text =
        String.join(
            "|",
            request.method(),
            request.path(),
            request.query(),
            new String(request.body(), StandardCharsets.UTF_8),
            request.remoteAddress());
    return new HttpApiResponse(200, Map.of("content-type", "text/plain"), bytes(text));
  }

  static HttpLimits limits(int headersMs, int bodyMs, int idleMs, int writeMs) {
    return new HttpLimits(
        4_096,
        16_384,
        1 << 17,
        100,
        100,
        headersMs,
        bodyMs,
        idleMs,
        writeMs,
        1 << 16,
        1 << 18,
        1_000,
        HttpLimits.Http2.DEFAULTS);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    listener.close();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
