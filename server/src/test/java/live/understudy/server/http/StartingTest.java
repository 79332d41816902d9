package live.understudy.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.ReflectiveChannelFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StartingTest {

  @Test
  void request_beforeTheServerHasStarted_503ThatPlayersCanSee() throws Exception {
    EventLoopGroup group = Transport.newGroup(1, "starting");
    HttpRoutes routes = new HttpRoutes();
    try (HttpListener listener =
        HttpListener.bind(
            "http.port",
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new ReflectiveChannelFactory<>(Transport.serverChannelFor(group)),
            group,
            group,
            null,
            routes,
            HttpLimits.DEFAULTS,
            new ConnectionLimiter(HttpLimits.DEFAULTS))) {
      for (String path : new String[] {"/live/show/en/7.m4s", "/api/v1/health", "/studio/"}) {
        RawClient.Response response = RawClient.get(listener.port(), path);
        assertEquals(503, response.status());
        assertEquals("1", response.header("retry-after"));
        assertEquals("*", response.header("access-control-allow-origin"));
      }
      routes.open(TestHttpServer.services(TestHttpServer::echo));
      assertEquals(200, RawClient.get(listener.port(), "/live/show/en/7.m4s").status());
    } finally {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
  }
}
