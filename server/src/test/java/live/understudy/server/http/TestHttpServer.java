package live.understudy.server.http;

import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import live.understudy.media.ByteSlice;
import live.understudy.media.ProgramId;
import live.understudy.server.config.StartupException;
import org.jspecify.annotations.Nullable;

/** A listener on a free loopback port, in front of a few known resources. */
final class TestHttpServer implements AutoCloseable {

  static final ProgramId PROGRAM = new ProgramId("show", "en");
  static final String PLAYLIST = "#EXTM3U\n#EXT-X-VERSION:9\n";
  static final String TOKEN = "good-token";
  static final byte[] SEGMENT = new byte[100_000];
  static final byte[] LARGE = new byte[24 << 20];

  static {
    for (int i = 0; i < SEGMENT.length; i++) {
      SEGMENT[i] = (byte) (i * 31 + (i >> 8));
    }
  }

  final ConnectionLimiter limiter;
  final EventLoopGroup group = Transport.newGroup(2, "test-http");
  final HttpListener listener;

  TestHttpServer() throws StartupException {
    this(HttpLimits.DEFAULTS, TestHttpServer::echo, null);
  }

  TestHttpServer(HttpLimits limits, ApiHandler api, @Nullable Supplier<SslContext> tls)
      throws StartupException {
    limiter = new ConnectionLimiter(limits);
    listener =
        HttpListener.bind(
            "http.port",
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            group,
            group,
            tls,
            new HttpRoutes(services(api)),
            limits,
            limiter);
  }

  int port() {
    return listener.port();
  }

  static HttpServices services(ApiHandler api) {
    return new HttpServices(
        api,
        4,
        TestHttpServer::find,
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

  private static MediaSource.@Nullable Parked find(MediaRequest request, MediaSink sink) {
    MediaResource found = request.program().equals(PROGRAM) ? resource(request) : null;
    sink.answer(found == null ? new MediaAnswer.Missing() : new MediaAnswer.Found(found));
    return null;
  }

  private static @Nullable MediaResource resource(MediaRequest request) {
    return switch (request.name()) {
      case "media.m3u8" -> {
        String text = request.leg() == null ? PLAYLIST : PLAYLIST + "#" + request.leg() + "\n";
        yield new MediaResource.Playlist(ByteSlice.of(bytes(text)), "v7", 2);
      }
      case "7.m4s" ->
          new MediaResource.Media(
              List.of(
                  new ByteSlice(SEGMENT, 0, 10),
                  new ByteSlice(SEGMENT, 10, 70_000),
                  ByteSlice.EMPTY,
                  new ByteSlice(SEGMENT, 70_010, SEGMENT.length - 70_010)),
              "video/mp4",
              true);
      case "large.m4s" -> new MediaResource.Media(List.of(ByteSlice.of(LARGE)), "video/mp4", true);
      case "fail.m4s" -> throw new IllegalStateException("on purpose");
      default -> null;
    };
  }

  @Override
  public void close() {
    listener.close();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
