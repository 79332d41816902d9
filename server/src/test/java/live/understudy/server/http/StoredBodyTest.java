package live.understudy.server.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.util.Arrays;
import live.understudy.testing.Await;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredBodyTest {

  private static final String STORED = "/live/show/en/stored.m4s";

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
  @CsvSource({"stored.m4s,100000", "storedlarge.m4s,25165824", "storedempty.m4s,0"})
  void stored_whole_arrivesAndConnectionGoesOn(String name, int length) throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      for (int i = 0; i < 3; i++) {
        client.send(RawClient.head("GET", "/live/show/en/" + name));
        RawClient.Response response = client.read();
        assertEquals(200, response.status());
        byte[] expected = length == TestMedia.LARGE.length ? TestMedia.LARGE : TestMedia.SEGMENT;
        assertArrayEquals(Arrays.copyOf(expected, length), response.body());
        assertEquals("public, max-age=31536000, immutable", response.header("cache-control"));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0-0,0,0", "65535-65536,65535,65536", "10-99998,10,99998", "-1,99999,99999"})
  void stored_range_isThatPart(String range, int first, int last) throws Exception {
    RawClient.Response response = RawClient.get(server.port(), STORED, "Range: bytes=" + range);
    assertEquals(206, response.status());
    assertEquals("bytes " + first + "-" + last + "/100000", response.header("content-range"));
    assertArrayEquals(Arrays.copyOfRange(TestMedia.SEGMENT, first, last + 1), response.body());
  }

  @Test
  void stored_head_readsNothing() throws Exception {
    RawClient.Response response =
        RawClient.request(server.port(), "HEAD", "/live/show/en/torn.m4s");
    assertEquals(Integer.toString(TestMedia.LARGE.length), response.header("content-length"));
  }

  @Test
  void stored_readFails_closesBeforeTheAnnouncedLength() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      client.send(RawClient.head("GET", "/live/show/en/torn.m4s"));
      byte[] body = client.read().body();
      assertTrue(body.length < TestMedia.LARGE.length, () -> body.length + " bytes");
      assertArrayEquals(Arrays.copyOf(TestMedia.LARGE, body.length), body);
      assertTrue(client.isClosed());
    }
  }

  @Test
  void stored_clientLeavesInTheMiddle_leavesNothingBehind() throws Exception {
    for (int i = 0; i < 20; i++) {
      Socket socket = new Socket();
      socket.setReceiveBufferSize(8_192);
      try (RawClient client = new RawClient(socket, server.port())) {
        client.send(RawClient.head("GET", "/live/show/en/storedlarge.m4s"));
        assertEquals('H', client.socket.getInputStream().read());
      }
    }
    Await.until(Await.PATIENCE, "0 connections", () -> server.limiter.total() == 0);
    // Netty's leak detector, which the build looks at, tells whether a piece was forgotten.
    stored_whole_arrivesAndConnectionGoesOn("stored.m4s", 100_000);
  }
}
