package live.understudy.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may read the metrics. */
class MetricsPageTest {

  private static final String TOKEN = "correct-horse-battery-staple";

  private static MetricsPage page(String token) {
    return new MetricsPage(
        token, () -> "a 1\n".getBytes(StandardCharsets.UTF_8), "text/plain; version=0.0.4");
  }

  private static Reply ask(String token, String method, String from, boolean tls, HttpHeaders with)
      throws Exception {
    HttpServices plain = TestHttpServer.services(TestHttpServer::echo);
    HttpRoutes routes =
        new HttpRoutes(
            new HttpServices(
                plain.api(),
                4,
                plain.media(),
                plain.tokens(),
                plain.pages(),
                false,
                8443,
                page(token),
                AuthorityPage.NONE));
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    WebRequest request =
        new WebRequest(
            HttpMethod.valueOf(method),
            Objects.requireNonNull(RequestTarget.parse("/metrics")),
            with,
            new byte[0],
            InetAddress.getByName(from),
            tls);
    assertNull(routes.answer(request, reply::complete));
    Reply answer = reply.get(60, TimeUnit.SECONDS);
    assertEquals(1, routes.counts().answers(HttpCounts.Area.PAGES, answer.status().code() / 100));
    return answer;
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, false, '', '', 200",
    "::1, true, '', '', 200",
    "192.0.2.1, false, '', '', 403",
    "192.0.2.1, true, '', '', 403",
    "10.0.0.1, true, '', '', 403",
    "127.0.0.1, false, x-forwarded-for, 127.0.0.1, 403",
    "127.0.0.1, false, x-forwarded-for, '', 403",
    "127.0.0.1, true, forwarded, for=192.0.2.1, 403",
    "127.0.0.1, false, via, 1.1 proxy, 403",
  })
  void read_withoutAToken_onlyThisMachineItself(
      String from, boolean tls, String header, String value, int status) throws Exception {
    HttpHeaders headers = new DefaultHttpHeaders();
    if (!header.isEmpty()) {
      headers.set(header, value);
    }
    assertEquals(status, ask("", "GET", from, tls, headers).status().code());
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, true, Bearer correct-horse-battery-staple, 200",
    "127.0.0.1, false, Bearer correct-horse-battery-staple, 200",
    "192.0.2.1, false, Bearer correct-horse-battery-staple, 403",
    "192.0.2.1, true, Bearer correct-horse-battery-stapl, 401",
    "192.0.2.1, true, Bearer correct-horse-battery-staple2, 401",
    "192.0.2.1, true, Basic correct-horse-battery-staple, 401",
    "192.0.2.1, true, correct-horse-battery-staple, 401",
    "192.0.2.1, true, '', 401",
    "127.0.0.1, true, '', 401",
  })
  void read_withAToken_whoeverSendsItInPrivate(
      String from, boolean tls, String authorization, int status) throws Exception {
    HttpHeaders headers = new DefaultHttpHeaders();
    if (!authorization.isEmpty()) {
      headers.set("authorization", authorization);
    }
    Reply reply = ask(TOKEN, "GET", from, tls, headers);
    assertEquals(status, reply.status().code());
    assertEquals(status == 401, reply.headers().contains("www-authenticate"));
    assertEquals("no-store", reply.headers().get("cache-control"));
    if (status == 200) {
      assertEquals("text/plain; version=0.0.4", reply.headers().get("content-type"));
      assertEquals(4, reply.body().length());
    }
  }

  @Test
  void write_anything_isRefused() throws Exception {
    Reply reply = ask("", "POST", "127.0.0.1", false, new DefaultHttpHeaders());
    assertEquals(405, reply.status().code());
    assertEquals("GET, HEAD", reply.headers().get("allow"));
  }

  @Test
  void toString_keepsTheToken() {
    assertFalse(page(TOKEN).toString().contains(TOKEN));
    assertTrue(page(TOKEN).toString().contains("/metrics"));
  }
}
