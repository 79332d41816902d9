package live.understudy.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {

  private static TestHttpServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new TestHttpServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1,false,GET,/api/v1/events,403",
    "192.0.2.1,false,POST,/api/v1/sessions,403",
    "192.0.2.1,false,POST,/api/v1/public/events/x,403",
    "192.0.2.1,false,GET,/preview/show/en/primary/media.m3u8,403",
    "2001:db8::1,false,GET,/api/v1/events,403",
    "192.0.2.1,false,GET,/api/v1/public/events/show,200",
    "192.0.2.1,false,GET,/api/v1/health,200",
    "192.0.2.1,false,GET,/live/show/en/media.m3u8,200",
    "192.0.2.1,false,GET,/watch/show,200",
    "192.0.2.1,true,GET,/api/v1/events,200",
    "192.0.2.1,true,GET,/preview/show/en/primary/media.m3u8,200",
    "127.0.0.1,false,GET,/api/v1/events,200",
    "::1,false,POST,/api/v1/sessions,200",
  })
  void plainHttp_fromElsewhere_carriesNoSecrets(
      String peer, boolean tls, String method, String path, int status) throws Exception {
    Reply reply = answer(request(method, path, peer, tls));
    assertEquals(status, reply.status().code());
    if (status == 403) {
      String body =
          new String(
              ((Body.Memory) reply.body()).slices().getFirst().toArray(),
              java.nio.charset.StandardCharsets.UTF_8);
      assertTrue(body.contains("https on port 8443"), body);
      assertEquals("application/problem+json", reply.headers().get("content-type"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1,'',127.0.0.1",
    "127.0.0.1,198.51.100.7,198.51.100.7",
    "127.0.0.1,'10.0.0.1, 198.51.100.7',198.51.100.7",
    "127.0.0.1,<script>,127.0.0.1",
    "192.0.2.1,198.51.100.7,192.0.2.1",
  })
  void forwardedFor_onlyFromLoopback_namesTheClient(String peer, String header, String expected)
      throws Exception {
    WebRequest request = request("GET", "/api/x", peer, true);
    if (!header.isEmpty()) {
      request.headers().set("x-forwarded-for", header);
    }
    assertEquals(expected, request.toApiRequest().remoteAddress());
  }

  @Test
  void api_throws_500WithoutDetails() throws Exception {
    RawClient.Response response = RawClient.get(server.port(), "/api/fail");
    assertEquals(500, response.status());
    assertFalse(response.text().contains("purpose"), response.text());
    assertEquals(
        "{\"type\":\"about:blank\",\"title\":\"Internal Server Error\",\"status\":500,"
            + "\"detail\":\"The server failed. Its log says why.\",\"code\":\"internal\"}",
        response.text());
  }

  @Test
  void api_full_503WithRetryAfter() throws Exception {
    CountDownLatch started = new CountDownLatch(4);
    CountDownLatch release = new CountDownLatch(1);
    HttpRoutes routes =
        new HttpRoutes(
            TestHttpServer.services(request -> {
              started.countDown();
              try {
                assertTrue(release.await(60, TimeUnit.SECONDS));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return TestHttpServer.echo(request);
            }));
    List<CompletableFuture<Reply>> running = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      CompletableFuture<Reply> reply = new CompletableFuture<>();
      routes.answer(request("GET", "/api/x", "127.0.0.1", false), reply::complete);
      running.add(reply);
    }
    assertTrue(started.await(60, TimeUnit.SECONDS));
    CompletableFuture<Reply> fifth = new CompletableFuture<>();
    routes.answer(request("GET", "/api/x", "127.0.0.1", false), fifth::complete);
    assertEquals(
        503,
        fifth.getNow(Reply.of(io.netty.handler.codec.http.HttpResponseStatus.OK)).status().code());
    assertEquals("1", fifth.get().headers().get("retry-after"));
    release.countDown();
    for (CompletableFuture<Reply> reply : running) {
      assertEquals(200, reply.get(60, TimeUnit.SECONDS).status().code());
    }
  }

  @Test
  void api_post_getsEverything() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      client.send(RawClient.head("POST", "/api/a%20b?x=1&y", "Content-Length: 4") + "body");
      RawClient.Response response = client.read();
      assertEquals("POST|/api/a%20b|x=1&y|body|127.0.0.1", response.text());
      assertEquals("no-store", response.header("cache-control"));
    }
  }

  @Test
  void root_leadsToStudio() throws Exception {
    RawClient.Response root = RawClient.get(server.port(), "/");
    assertEquals(302, root.status());
    assertEquals("/studio/", root.header("location"));
    RawClient.Response studio = RawClient.get(server.port(), "/studio");
    assertEquals(308, studio.status());
    assertEquals("/studio/", studio.header("location"));
  }

  @ParameterizedTest
  @CsvSource({"/watch/show,watch,*", "/studio/,studio,'''none'''"})
  void page_hasSecurityHeaders(String path, String title, String ancestors) throws Exception {
    RawClient.Response page = RawClient.get(server.port(), path);
    assertEquals(200, page.status());
    assertTrue(page.text().contains(title));
    assertEquals("text/html; charset=utf-8", page.header("content-type"));
    assertEquals("nosniff", page.header("x-content-type-options"));
    assertEquals("no-referrer", page.header("referrer-policy"));
    assertEquals("no-cache", page.header("cache-control"));
    assertFalse(page.header("permissions-policy").isEmpty());
    assertFalse(page.header("cross-origin-opener-policy").isEmpty());
    String policy = page.header("content-security-policy");
    assertTrue(policy.endsWith("frame-ancestors " + ancestors), policy);
    assertFalse(policy.contains("unsafe"), policy);
  }

  @Test
  void asset_isImmutableAndCompressedWhenItPays() throws Exception {
    RawClient.Response script =
        RawClient.get(server.port(), "/assets/app-1.js", "Accept-Encoding: gzip");
    assertEquals("gzip", script.header("content-encoding"));
    assertEquals("public, max-age=31536000, immutable", script.header("cache-control"));
    assertEquals("text/javascript; charset=utf-8", script.header("content-type"));
    RawClient.Response image =
        RawClient.get(server.port(), "/assets/pixel-2.png", "Accept-Encoding: gzip");
    assertFalse(image.headers().containsKey("content-encoding"));
    RawClient.Response again =
        RawClient.get(server.port(), "/assets/app-1.js", "If-None-Match: " + script.header("etag"));
    assertEquals(304, again.status());
  }

  @Test
  void page_post_405() throws Exception {
    assertEquals(405, RawClient.request(server.port(), "POST", "/studio/").status());
  }

  @Test
  void webResources_fromFolderAndJar_areTheSame(
      @org.junit.jupiter.api.io.TempDir java.nio.file.Path folder) throws Exception {
    java.nio.file.Path web = folder.resolve("classes/web");
    java.nio.file.Files.createDirectories(web.resolve("assets"));
    java.nio.file.Files.writeString(web.resolve("watch.html"), "w");
    java.nio.file.Files.writeString(web.resolve("assets/a.js"), "a");
    java.nio.file.Path jar = folder.resolve("web.jar");
    try (var out = new java.util.zip.ZipOutputStream(java.nio.file.Files.newOutputStream(jar))) {
      for (String name : List.of("web/watch.html", "web/assets/a.js", "other/secret.txt")) {
        out.putNextEntry(new java.util.zip.ZipEntry(name));
        out.write('x');
      }
    }
    for (java.nio.file.Path source : List.of(folder.resolve("classes"), jar)) {
      try (var loader =
          new java.net.URLClassLoader(new java.net.URL[] {source.toUri().toURL()}, null)) {
        WebResources loaded = WebResources.load(loader);
        assertEquals(2, loaded.size());
        assertTrue(loaded.find("assets/a.js") != null);
      }
    }
  }

  private static Reply answer(WebRequest request) throws Exception {
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    new HttpRoutes(TestHttpServer.services(TestHttpServer::echo)).answer(request, reply::complete);
    return reply.get(60, TimeUnit.SECONDS);
  }

  private static WebRequest request(String method, String path, String peer, boolean tls)
      throws Exception {
    return new WebRequest(
        HttpMethod.valueOf(method),
        new RequestTarget(path, ""),
        new DefaultHttpHeaders().set("authorization", "Bearer " + TestHttpServer.TOKEN),
        new byte[0],
        InetAddress.getByName(peer),
        tls);
  }
}
