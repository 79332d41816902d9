package live.understudy.ingest.netty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import live.understudy.ingest.IngestLimits;
import live.understudy.ingest.rtmp.TestPublisher;
import live.understudy.media.SessionEvent;
import live.understudy.media.TrackType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Strangers on the ports: each is closed in bounded time, with one log line that says why. */
@Timeout(240)
class ListenerBadInputTest {
  /** Deadlines that nobody misses, for what must be noticed before. */
  private static final int AMPLE_MS = 60_000;

  private static final IngestLimits LIMITS = deadlines(AMPLE_MS, AMPLE_MS, AMPLE_MS);

  private static IngestLimits deadlines(int handshakeMs, int publishMs, int mediaMs) {
    return IngestLimits.defaults()
        .withDeadlines(
            new IngestLimits.Deadlines(handshakeMs, handshakeMs, publishMs, mediaMs, 100));
  }

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger("live.understudy");

  @BeforeEach
  void captureLog() {
    // Read while the listener's threads write.
    log.list = new CopyOnWriteArrayList<>();
    log.start();
    root.addAppender(log);
  }

  @AfterEach
  void releaseLog() {
    root.detachAppender(log);
  }

  @Test
  void plainPort_somethingElse_closedWithItsName() throws Exception {
    try (TestListener server = new TestListener(LIMITS, null)) {
      byte[] noise = new byte[5_000];
      new Random(1).nextBytes(noise);
      noise[0] = 0x7F;
      talk(server, "GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII));
      expect("an HTTP request on the RTMP port");
      talk(server, new byte[] {0x16, 3, 1, 2, 0, 1});
      expect("TLS on the plain RTMP port");
      talk(server, noise);
      expect("not RTMP: the first byte is 127");
      assertEquals(0, server.requests.size());
    }
  }

  @Test
  void plainPort_notInTime_closedWithTheDeadline() throws Exception {
    try (TestListener server = new TestListener(deadlines(600, AMPLE_MS, AMPLE_MS), null)) {
      talk(server, new byte[] {3, 0, 0, 0});
      expect("no RTMP handshake within 600 ms");
      talk(server, new byte[0]);
      expect("no RTMP handshake within 600 ms");
      assertEquals(0, server.requests.size());
    }
    try (TestListener server = new TestListener(deadlines(AMPLE_MS, 900, AMPLE_MS), null)) {
      talk(server, new TestPublisher().handshake().take());
      expect("nothing published in 900 ms");
      assertEquals(0, server.requests.size());
    }
  }

  @Test
  void tlsPort_somethingElse_closedWithItsName() throws Exception {
    try (TestListener server = new TestListener(LIMITS, TestCertificate.serverContext())) {
      talk(server, new TestPublisher().handshake().take());
      expect("plain RTMP on the RTMPS port");
      talk(server, "POST / HTTP/1.1\r\n\r\n".getBytes(US_ASCII));
      expect("an HTTP request on the RTMPS port");
      talk(server, new byte[] {1, 2, 3});
      expect("not TLS: the first byte is 1");
      talk(server, new byte[] {0x16, 3, 3, 0, 5, 9, 9, 9, 9, 9});
      expect("the TLS handshake failed");
    }
    try (TestListener server =
        new TestListener(deadlines(600, AMPLE_MS, AMPLE_MS), TestCertificate.serverContext())) {
      talk(server, new byte[] {0x16, 3, 1, 2, 0, 1});
      expect("no TLS handshake within 600 ms");
    }
  }

  @Test
  void publisher_sendsNothing_endedWithReasonAndTheOthersGoOn() throws Exception {
    try (TestListener server = new TestListener(deadlines(AMPLE_MS, AMPLE_MS, 4_000), null);
        Socket silent = open(server);
        Socket lively = open(server)) {
      for (Socket socket : List.of(silent, lively)) {
        socket.getOutputStream().write(publish(TestListener.KEY));
      }
      RecordingSink first = server.sink();
      RecordingSink second = server.sink();
      TestPublisher more = new TestPublisher();
      while (first.events().isEmpty() && second.events().isEmpty()) {
        lively.getOutputStream().write(more.audio(0, new byte[] {(byte) 0xAF, 1, 0x21}).take());
        synchronized (first) {
          first.wait(50);
        }
      }
      assertTrue(first.events().isEmpty() || second.events().isEmpty());
      List<SessionEvent> ended = first.events().isEmpty() ? second.events() : first.events();
      assertEquals(List.of(new SessionEvent.Ended("no audio or video for 4000 ms")), ended);
    }
  }

  @Test
  void publisher_wrongKey_errorIsReadableBeforeTheCloseAndKeyIsNotLogged() throws Exception {
    try (TestListener server = new TestListener(LIMITS, null)) {
      String answer = talk(server, publish("demo_en_wrongsecret"));
      assertTrue(answer.contains("NetStream.Publish.BadName"));
      assertFalse(answer.contains("NetStream.Publish.Start"));
      expect("unknown stream key");
      assertFalse(log.list.toString().contains("wrongsecret"));
      assertFalse(server.requests.take().toString().contains("wrongsecret"));
    }
  }

  @Test
  void publisher_brokenMedia_endedWithReason() throws Exception {
    try (TestListener server = new TestListener(LIMITS, null)) {
      String answer =
          talk(
              server,
              publish(TestListener.KEY),
              new TestPublisher().video(0, new byte[] {0x14, 0, 0, 0, 0}).take());
      assertTrue(answer.contains("set the encoder to H.264"));
      expect("the video is VP6");
      assertTrue(RecordingSink.endReason(server.sink().awaitEnd()).contains("VP6"));
    }
  }

  @Test
  void publisher_brokenMediaAmongGood_nothingAfterItIsTaken() throws Exception {
    try (TestListener server = new TestListener(LIMITS, null)) {
      byte[] frame = {(byte) 0xAF, 1, 0x21};
      TestPublisher all = new TestPublisher().handshake().connect("live").publish(TestListener.KEY);
      all.audio(0, new byte[] {(byte) 0xAF, 0, 0x11, (byte) 0x90}).audio(0, frame);
      all.video(0, new byte[] {0x14, 0, 0, 0, 0});
      for (int i = 1; i <= 100; i++) {
        all.audio(23 * i, frame);
      }
      all.video(0, new byte[] {0x12, 0, 0, 0, 0});
      // One write is one read: it is shorter than what is read at a time.
      String answer = talk(server, all.take());
      List<SessionEvent> events = server.sink().awaitEnd();
      assertEquals(1, RecordingSink.units(events, TrackType.AUDIO).size());
      assertTrue(RecordingSink.endReason(events).contains("VP6"));
      assertFalse(answer.contains("Sorenson"), answer);
      expect("the video is VP6");
    }
  }

  @Test
  void sink_throws_thatPublisherAloneIsClosed() throws Exception {
    try (TestListener server = new TestListener(LIMITS, null);
        Socket other = open(server)) {
      other.getOutputStream().write(publish(TestListener.KEY));
      RecordingSink sink = server.sink();
      TestPublisher broken = new TestPublisher().handshake().connect("broken");
      talk(
          server,
          broken.publish(TestListener.KEY).take(),
          new TestPublisher().video(0, new byte[] {0x14, 0, 0, 0, 0}).take());
      await(() -> log.list.toString().contains("reason=the video is VP6"));
      other.close();
      assertEquals("the encoder disconnected", RecordingSink.endReason(sink.awaitEnd()));
    }
  }

  @Test
  void handle_closedFromAnotherThread_encoderIsTold() throws Exception {
    try (TestListener server = new TestListener(LIMITS, null);
        Socket socket = open(server)) {
      socket.getOutputStream().write(publish(TestListener.KEY));
      server.requests.take().publisher().close("another encoder took over");
      assertTrue(readAll(socket).contains("another encoder took over"));
      assertEquals("another encoder took over", RecordingSink.endReason(server.sink().awaitEnd()));
    }
  }

  @Test
  void handle_displaced_encoderReadsBadNameBeforeTheDelayedClose() throws Exception {
    try (TestListener server = new TestListener(LIMITS, null);
        Socket socket = open(server)) {
      socket.getOutputStream().write(publish(TestListener.KEY));
      PublisherHandle handle = server.requests.take().publisher();
      server.sink();
      long sinceNs = System.nanoTime();
      handle.displace("another encoder took over");
      String said = readAll(socket);
      assertTrue(said.contains("NetStream.Publish.BadName"), said);
      assertTrue(System.nanoTime() - sinceNs >= 100_000_000L, "time to read it");
    }
  }

  @Test
  void connections_moreThanAllowed_closedAtOnceAndFreedLater() throws Exception {
    IngestLimits few =
        LIMITS.withConnections(new IngestLimits.Connections(10, 3, 64 << 10, 64 << 10));
    try (TestListener server = new TestListener(few, null)) {
      List<Socket> held = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        held.add(open(server));
      }
      await(() -> server.listener.connectionCount() == 3);
      assertEquals("", talk(server, new byte[0]));
      expect("more than 3 connections from one address");
      for (Socket socket : held) {
        socket.close();
      }
      await(() -> server.listener.connectionCount() == 0 && log.list.size() == 3);
      log.list.clear();
      talk(server, "GET /".getBytes(US_ASCII));
      expect("an HTTP request");
    }
  }

  @Test
  void connections_moreThanAllowedInAll_closedWhateverTheirAddress() throws Exception {
    IngestLimits few =
        LIMITS.withConnections(new IngestLimits.Connections(4, 2, 64 << 10, 64 << 10));
    try (TestListener server = new TestListener(few, null)) {
      List<Socket> held = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        held.add(openFrom(server, 1 + i / 2));
      }
      await(() -> server.listener.connectionCount() == 4);
      try (Socket fifth = openFrom(server, 3)) {
        assertEquals("", readAll(fifth));
      }
      expect("more than 4 connections");
      held.removeFirst().close();
      await(() -> server.listener.connectionCount() == 3 && log.list.size() == 1);
      log.list.clear();
      try (Socket sixth = openFrom(server, 3)) {
        sixth.getOutputStream().write("GET /".getBytes(US_ASCII));
        readAll(sixth);
      }
      await(() -> log.list.toString().contains("an HTTP request"));
      for (Socket socket : held) {
        socket.close();
      }
    }
  }

  @Test
  void connections_hundredsOpenedAndCut_noneIsLeft() throws Exception {
    try (TestListener server = new TestListener(LIMITS, null)) {
      byte[] whole = publish(TestListener.KEY);
      Random random = new Random(7);
      for (int i = 0; i < 300; i++) {
        try (Socket socket = open(server)) {
          socket.getOutputStream().write(whole, 0, random.nextInt(whole.length + 1));
        }
      }
      await(() -> server.listener.connectionCount() == 0);
      await(() -> log.list.size() >= 300);
      assertEquals(300, log.list.size());
    }
  }

  private interface Condition {
    boolean holds();
  }

  private static void await(Condition condition) throws InterruptedException {
    long deadlineNs = System.nanoTime() + 60_000_000_000L;
    while (!condition.holds()) {
      assertTrue(System.nanoTime() < deadlineNs, "not in time");
      LockSupport.parkNanos(1_000_000);
    }
  }

  private void expect(String reason) throws InterruptedException {
    await(() -> !log.list.isEmpty());
    assertEquals(1, log.list.size(), log.list::toString);
    String line = log.list.getFirst().getFormattedMessage();
    assertTrue(line.contains("reason=" + reason), line);
    log.list.clear();
  }

  private static byte[] publish(String key) {
    return new TestPublisher().handshake().connect("live").publish(key).take();
  }

  /** From 127.0.0.{@code last}. */
  private static Socket openFrom(TestListener server, int last) throws IOException {
    InetAddress from = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port(), from, 0);
    socket.setSoTimeout(60_000);
    return socket;
  }

  private static Socket open(TestListener server) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(60_000);
    return socket;
  }

  /** Sends, and reads until the server closes. */
  private static String talk(TestListener server, byte[]... messages) throws IOException {
    try (Socket socket = open(server)) {
      for (byte[] message : messages) {
        socket.getOutputStream().write(message);
      }
      return readAll(socket);
    }
  }

  private static String readAll(Socket socket) {
    StringBuilder text = new StringBuilder();
    try {
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[8_192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        text.append(new String(buffer, 0, n, ISO_8859_1));
      }
    } catch (IOException e) {
      // A reset is a close as well.
    }
    return text.toString();
  }
}
