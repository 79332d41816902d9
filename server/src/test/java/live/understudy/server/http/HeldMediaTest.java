package live.understudy.server.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLSocket;
import live.understudy.hls.MediaBytes;
import live.understudy.media.ByteSlice;
import live.understudy.server.memory.BlockPool;
import live.understudy.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts that leave the window while viewers read them, or just before they would have. */
class HeldMediaTest {

  private static final Duration TIMEOUT = Await.PATIENCE;
  private static final String PATH = "/live/show/en/part.m4s";
  private static final int PART_BYTES = 700_001;
  private static final byte[] OTHERS = new byte[PART_BYTES];

  static {
    Arrays.fill(OTHERS, (byte) 0xEE);
  }

  @TempDir Path data;

  private final BlockPool pool = new BlockPool(40L << 20);
  private final List<MediaBytes> window = new ArrayList<>();
  private TestTls tls;
  private TestHttpServer plain;
  private TestHttpServer secure;

  @BeforeEach
  void start() throws Exception {
    tls = new TestTls(data);
    plain = new TestHttpServer();
    secure = new TestHttpServer(HttpLimits.DEFAULTS, TestHttpServer::echo, tls.server());
  }

  @AfterEach
  void stop() {
    plain.close();
    secure.close();
  }

  /** In memory, as a segment of many parts. */
  private void serve(byte[] content, MediaAnswer gone) {
    for (int at = 0; at < content.length; at += PART_BYTES) {
      int count = Math.min(PART_BYTES, content.length - at);
      window.add(pool.copy(new ByteSlice(content, at, count)));
    }
    MediaResource media =
        new MediaResource.Media(List.copyOf(window), "video/mp4", true, () -> gone);
    plain.media.others.put("part.m4s", new MediaAnswer.Found(media));
    secure.media.others.put("part.m4s", new MediaAnswer.Found(media));
  }

  private void leaveWindow() {
    window.forEach(MediaBytes::release);
    window.clear();
  }

  /** Others take all that is free. */
  private List<MediaBytes> fill() {
    List<MediaBytes> others = new ArrayList<>();
    long before = pool.refused();
    while (pool.refused() == before) {
      others.add(pool.copy(ByteSlice.of(OTHERS)));
    }
    return others;
  }

  private void awaitUnused() throws Exception {
    Await.until(TIMEOUT, () -> pool.usedBytes() + " bytes held", () -> pool.usedBytes() == 0);
    assertEquals(0, pool.reclaimed());
  }

  private static Socket slow() throws Exception {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(8_192);
    return socket;
  }

  private RawClient slowClient(boolean encrypted) throws Exception {
    if (encrypted) {
      SSLSocket socket = tls.connect(secure.port(), "TLSv1.3", "http/1.1");
      return new RawClient(socket, secure.port());
    }
    return new RawClient(slow(), plain.port());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void http1_slowReaderOfWhatLeft_getsItsBytesAndLetsGo(boolean encrypted) throws Exception {
    serve(TestMedia.LARGE, new MediaAnswer.Missing());
    try (RawClient client = slowClient(encrypted)) {
      client.send(RawClient.head("GET", PATH));
      assertEquals('H', client.socket.getInputStream().read());
      leaveWindow();
      List<MediaBytes> others = fill();
      long held = pool.usedBytes();
      RawClient.Response response = client.readAfter("H");
      assertArrayEquals(TestMedia.LARGE, response.body());
      Await.until(TIMEOUT, "less is held", () -> pool.usedBytes() < held - (8 << 20));
      others.forEach(MediaBytes::release);
      awaitUnused();
    }
  }

  @Test
  void http2_slowReaderOfWhatLeft_getsItsBytesAndLetsGo() throws Exception {
    serve(TestMedia.LARGE, new MediaAnswer.Missing());
    try (RawHttp2Client client = new RawHttp2Client(tls, secure.port())) {
      readsWhatLeft(client);
    }
  }

  /** What it asks for leaves the window while it is being written, and others take the memory. */
  private void readsWhatLeft(RawHttp2Client client) throws Exception {
    client.get(1, PATH);
    // It is being written, until the client's window is full.
    client.await(RawHttp2Client.HEADERS);
    leaveWindow();
    List<MediaBytes> others = fill();
    assertArrayEquals(TestMedia.LARGE, client.response(1).body());
    others.forEach(MediaBytes::release);
    awaitUnused();
  }

  /** As where there is neither epoll nor BoringSSL. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void http1_byNioAndTheTlsOfTheJdk_everyByteComesAndIsLetGo(boolean encrypted) throws Exception {
    serve(TestMedia.LARGE, new MediaAnswer.Missing());
    TestTls jdk = new TestTls(Files.createDirectory(data.resolve("jdk")), "jdk");
    EventLoopGroup nio =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("test-http-nio"), NioIoHandler.newFactory());
    HttpLimits limits = HttpLimits.DEFAULTS;
    try (TestHttpServer own =
        new TestHttpServer(
            limits,
            TestHttpServer::echo,
            encrypted ? jdk.server() : null,
            new ConnectionLimiter(limits),
            nio)) {
      own.media.others.putAll(plain.media.others);
      Socket socket = encrypted ? jdk.connect(own.port(), "TLSv1.3", "http/1.1") : slow();
      try (RawClient client = new RawClient(socket, own.port())) {
        client.send(RawClient.head("GET", PATH));
        assertEquals('H', client.socket.getInputStream().read());
        leaveWindow();
        List<MediaBytes> others = fill();
        assertArrayEquals(TestMedia.LARGE, client.readAfter("H").body());
        others.forEach(MediaBytes::release);
        awaitUnused();
      }
    }
  }

  /** Pieces then begin and end anywhere in a block. */
  @Test
  void http2_windowOfOddSize_everyByteComes() throws Exception {
    serve(TestMedia.LARGE, new MediaAnswer.Missing());
    int initialWindowSize = 4;
    try (RawHttp2Client client =
        new RawHttp2Client(tls, secure.port(), initialWindowSize, 65_535 + 4_099)) {
      readsWhatLeft(client);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void http1_readerThatLeavesInTheMiddle_letsGo(boolean encrypted) throws Exception {
    serve(TestMedia.LARGE, new MediaAnswer.Missing());
    for (int i = 0; i < 5; i++) {
      try (RawClient client = slowClient(encrypted)) {
        client.send(RawClient.head("GET", PATH));
        assertEquals('H', client.socket.getInputStream().read());
      }
    }
    leaveWindow();
    awaitUnused();
  }

  @Test
  void http2_streamsThatAreReset_letGo() throws Exception {
    serve(TestMedia.LARGE, new MediaAnswer.Missing());
    try (RawHttp2Client client = new RawHttp2Client(tls, secure.port())) {
      for (int stream = 1; stream < 10; stream += 2) {
        client.get(stream, PATH);
        client.await(RawHttp2Client.HEADERS);
        client.send(RawHttp2Client.RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8});
      }
      leaveWindow();
      awaitUnused();
    }
  }

  @ParameterizedTest
  @CsvSource({"bytes=5-70004,206,5,70005", "bytes=0-9,206,0,10", "bytes=-9000,206,91000,100000"})
  void range_acrossParts_isThatPart(String range, int status, int from, int to) throws Exception {
    serve(TestMedia.SEGMENT, new MediaAnswer.Missing());
    RawClient.Response response = RawClient.get(plain.port(), PATH, "Range: " + range);
    assertEquals(status, response.status());
    assertArrayEquals(Arrays.copyOfRange(TestMedia.SEGMENT, from, to), response.body());
    leaveWindow();
    awaitUnused();
  }

  @Test
  void requestsWithoutABody_holdNothing() throws Exception {
    serve(TestMedia.SEGMENT, new MediaAnswer.Missing());
    assertEquals(200, RawClient.request(plain.port(), "HEAD", PATH).status());
    assertEquals(304, RawClient.get(plain.port(), PATH, "If-None-Match: \"part.m4s\"").status());
    assertEquals(416, RawClient.get(plain.port(), PATH, "Range: bytes=100000-").status());
    leaveWindow();
    awaitUnused();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void gone_beforeItIsWritten_comesFromDisk(boolean range) throws Exception {
    MediaResource stored =
        new MediaResource.Stored(
            new TestMedia.Bytes(TestMedia.SEGMENT, Long.MAX_VALUE), "video/mp4");
    serve(TestMedia.SEGMENT, new MediaAnswer.Found(stored));
    leaveWindow();
    List<MediaBytes> others = fill();
    RawClient.Response response =
        range
            ? RawClient.get(plain.port(), PATH, "Range: bytes=10-99998")
            : RawClient.get(plain.port(), PATH);
    assertEquals(range ? 206 : 200, response.status());
    assertArrayEquals(
        range ? Arrays.copyOfRange(TestMedia.SEGMENT, 10, 99_999) : TestMedia.SEGMENT,
        response.body());
    assertEquals("*", response.header("access-control-allow-origin"));
    others.forEach(MediaBytes::release);
  }

  @Test
  void gone_beforeItIsWrittenAndNotOnDisk_isMissing() throws Exception {
    serve(TestMedia.SEGMENT, new MediaAnswer.Missing());
    leaveWindow();
    RawClient.Response response = RawClient.get(plain.port(), PATH);
    assertEquals(404, response.status());
    assertEquals("*", response.header("access-control-allow-origin"));
    try (RawHttp2Client client = new RawHttp2Client(tls, secure.port())) {
      client.get(1, PATH);
      assertEquals(404, client.response(1).status());
    }
  }

  @Test
  void gone_oneOfSeveralParts_isMissingAndTheOthersAreLetGo() throws Exception {
    serve(TestMedia.LARGE, new MediaAnswer.Missing());
    window.remove(5).release();
    assertEquals(404, RawClient.get(plain.port(), PATH).status());
    leaveWindow();
    awaitUnused();
  }
}
