package live.understudy.server.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.Decoder;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaDeliveryTest {

  private static final String PLAYLIST = "/live/show/en/media.m3u8";
  private static final String SEGMENT = "/live/show/en/7.m4s";
  private static final String PREVIEW = "/preview/show/en/backup/media.m3u8";

  private static TestHttpServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new TestHttpServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void playlist_plain_isTheText() throws Exception {
    RawClient.Response response = RawClient.get(server.port(), PLAYLIST);
    assertEquals(200, response.status());
    assertEquals(TestHttpServer.PLAYLIST, response.text());
    assertEquals("application/vnd.apple.mpegurl", response.header("content-type"));
    assertEquals("no-cache", response.header("cache-control"));
    assertEquals("W/\"v7\"", response.header("etag"));
    assertEquals("accept-encoding", response.header("vary"));
    assertFalse(response.headers().containsKey("content-encoding"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate, gzip", "gzip;q=0.5", "GZIP", "br;q=0.5, gzip ; q=1.0"})
  void playlist_gzipAccepted_isCompressed(String accept) throws Exception {
    RawClient.Response response =
        RawClient.get(server.port(), PLAYLIST, "Accept-Encoding: " + accept);
    assertEquals("gzip", response.header("content-encoding"));
    try (var in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
      assertArrayEquals(TestHttpServer.bytes(TestHttpServer.PLAYLIST), in.readAllBytes());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "br;q=0", "gzip;q=0", "gzip;q=0.000", "gzipped", ""})
  void playlist_gzipNotAccepted_isPlain(String accept) throws Exception {
    RawClient.Response response =
        RawClient.get(server.port(), PLAYLIST, "Accept-Encoding: " + accept);
    assertEquals(TestHttpServer.PLAYLIST, response.text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"W/\"v7\";304", "\"v7\";304", "\"a\", W/\"v7\";304", "*;304", "\"v6\";200"})
  void playlist_ifNoneMatch_comparesWeakly(String tag, int status) throws Exception {
    RawClient.Response response = RawClient.get(server.port(), PLAYLIST, "If-None-Match: " + tag);
    assertEquals(status, response.status());
    assertEquals("W/\"v7\"", response.header("etag"));
    assertEquals("*", response.header("access-control-allow-origin"));
  }

  @Test
  void segment_askedForOftenOnOneConnection_isAlwaysTheSame() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      for (int i = 0; i < 5; i++) {
        client.send(RawClient.head("GET", SEGMENT));
        assertArrayEquals(TestHttpServer.SEGMENT, client.read().body());
        client.send(RawClient.head("GET", SEGMENT, "Range: bytes=9-70009"));
        assertArrayEquals(
            Arrays.copyOfRange(TestHttpServer.SEGMENT, 9, 70_010), client.read().body());
        client.send(RawClient.head("GET", "/live/show/en/large.m4s", "Range: bytes=1-"));
        assertArrayEquals(
            Arrays.copyOfRange(TestHttpServer.LARGE, 1, TestHttpServer.LARGE.length),
            client.read().body());
      }
    }
  }

  @Test
  void segment_whole_isImmutable() throws Exception {
    RawClient.Response response = RawClient.get(server.port(), SEGMENT);
    assertArrayEquals(TestHttpServer.SEGMENT, response.body());
    assertEquals("video/mp4", response.header("content-type"));
    assertEquals("public, max-age=31536000, immutable", response.header("cache-control"));
    assertEquals("bytes", response.header("accept-ranges"));
  }

  @ParameterizedTest
  @CsvSource({
    "0-0,0,0", "0-9,0,9", "5-14,5,14", "10-70009,10,70009", "69999-70020,69999,70020",
    "99999-,99999,99999", "0-,0,99999", "-1,99999,99999", "-200000,0,99999", "50-999999,50,99999"
  })
  void segment_range_isThatPart(String range, int first, int last) throws Exception {
    RawClient.Response response = RawClient.get(server.port(), SEGMENT, "Range: bytes=" + range);
    assertEquals(206, response.status());
    assertEquals("bytes " + first + "-" + last + "/100000", response.header("content-range"));
    assertArrayEquals(Arrays.copyOfRange(TestHttpServer.SEGMENT, first, last + 1), response.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"100000-", "100000-100001", "-0", "999999999999999999-"})
  void segment_rangeOutside_416(String range) throws Exception {
    RawClient.Response response = RawClient.get(server.port(), SEGMENT, "Range: bytes=" + range);
    assertEquals(416, response.status());
    assertEquals("bytes */100000", response.header("content-range"));
    assertEquals("*", response.header("access-control-allow-origin"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=0-1,5-6",
        "bytes=5-2",
        "bytes=-",
        "bytes=a-b",
        "items=0-1",
        "bytes 0-1",
        "bytes=99999999999999999999-"
      })
  void segment_rangeNotUnderstood_isIgnored(String range) throws Exception {
    RawClient.Response response = RawClient.get(server.port(), SEGMENT, "Range: " + range);
    assertEquals(200, response.status());
    assertEquals(TestHttpServer.SEGMENT.length, response.body().length);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "br|br",
        "gzip, br|br",
        "gzip, deflate, br, zstd|br",
        "*|br",
        "br;q=0.5, gzip;q=0.9|gzip",
        "br;q=0, *|gzip",
        "br;q=0.1,gzip;q=0.1|br",
        "identity, br;q=0.5|",
        "br;q=2|",
        "br;q=x, gzip|gzip"
      })
  void playlist_severalForms_theBestLikedOne(String accept, String form) throws Exception {
    RawClient.Response response =
        RawClient.get(server.port(), PLAYLIST, "Accept-Encoding: " + accept);
    assertEquals(form == null ? "" : form, response.header("content-encoding"));
    assertEquals("accept-encoding", response.header("vary"));
    if ("br".equals(form)) {
      Brotli4jLoader.ensureAvailability();
      assertArrayEquals(
          TestHttpServer.bytes(TestHttpServer.PLAYLIST),
          Decoder.decompress(response.body()).getDecompressedData());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"\"7.m4s\"|304", "*|304", "\"x\", \"7.m4s\"|304", "\"8.m4s\"|200"})
  void segment_ifNoneMatch_knowsItsName(String tag, int status) throws Exception {
    RawClient.Response response = RawClient.get(server.port(), SEGMENT, "If-None-Match: " + tag);
    assertEquals(status, response.status());
    assertEquals("\"7.m4s\"", response.header("etag"));
    assertEquals("public, max-age=31536000, immutable", response.header("cache-control"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"7.m4s\"|206",
        "\"8.m4s\"|200",
        "W/\"7.m4s\"|200",
        "Sun, 22 Nov 2026 00:00:00 GMT|200"
      })
  void segment_ifRange_comparesStrongly(String tag, int status) throws Exception {
    RawClient.Response response =
        RawClient.get(server.port(), SEGMENT, "Range: bytes=0-1", "If-Range: " + tag);
    assertEquals(status, response.status());
  }

  @Test
  void segment_ifRange_ignoresTheRange() throws Exception {
    RawClient.Response response =
        RawClient.get(server.port(), SEGMENT, "Range: bytes=0-1", "If-Range: \"x\"");
    assertEquals(200, response.status());
  }

  @Test
  void head_segment_hasLengthAndNoBody() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      client.send(RawClient.head("HEAD", SEGMENT) + RawClient.head("GET", PLAYLIST));
      RawClient.Response head = client.read(true);
      assertEquals("100000", head.header("content-length"));
      assertEquals(TestHttpServer.PLAYLIST, client.read().text());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/live/show/en/media.m3u8,200",
    "HEAD,/live/show/en/media.m3u8,200",
    "GET,/live/show/en/none.m4s,404",
    "GET,/live/other/en/media.m3u8,404",
    "GET,/live/SHOW/en/media.m3u8,404",
    "GET,/live/show/e/media.m3u8,404",
    "GET,/live/show/en,404",
    "GET,/live/,404",
    "GET,/live/show/en/a/b,404",
    "GET,/live/show/en/fail.m4s,500",
    "OPTIONS,/live/show/en/media.m3u8,204",
    "OPTIONS,/live/nothing,204",
    "POST,/live/show/en/media.m3u8,405",
    "DELETE,/live/show/en/media.m3u8,405",
    "TRACE,/live/show/en/media.m3u8,405",
  })
  void live_everyStatus_carriesCors(String method, String path, int status) throws Exception {
    RawClient.Response response = RawClient.request(server.port(), method, path);
    assertEquals(status, response.status());
    assertEquals("*", response.header("access-control-allow-origin"));
    assertFalse(response.header("access-control-expose-headers").isEmpty());
    assertFalse(response.headers().containsKey("access-control-allow-credentials"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X: y",
        "Authorization: Basic Z29vZC10b2tlbg==",
        "Authorization: Bearer",
        "Authorization: Bearer bad",
        "Authorization: Bearer good-token more",
        "Authorization: good-token"
      })
  void preview_withoutValidToken_401(String header) throws Exception {
    RawClient.Response response = RawClient.get(server.port(), PREVIEW, header);
    assertEquals(401, response.status());
    assertEquals("Bearer", response.header("www-authenticate").substring(0, 6));
    assertEquals("application/problem+json", response.header("content-type"));
    assertFalse(response.headers().containsKey("access-control-allow-origin"));
  }

  @Test
  void preview_tokenInQuery_401() throws Exception {
    assertEquals(
        401, RawClient.get(server.port(), PREVIEW + "?token=" + TestHttpServer.TOKEN).status());
  }

  @Test
  void preview_withToken_isPrivate() throws Exception {
    RawClient.Response response =
        RawClient.get(server.port(), PREVIEW, "Authorization: Bearer " + TestHttpServer.TOKEN);
    assertEquals(TestHttpServer.PLAYLIST + "#BACKUP\n", response.text());
    assertEquals("private, no-store", response.header("cache-control"));
    assertFalse(response.headers().containsKey("access-control-allow-origin"));
  }

  @Test
  void preview_unknownLeg_404() throws Exception {
    String path = "/preview/show/en/third/media.m3u8";
    String token = "Authorization: Bearer " + TestHttpServer.TOKEN;
    assertEquals(404, RawClient.get(server.port(), path, token).status());
  }
}
