package live.understudy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import live.understudy.media.Leg;
import live.understudy.server.demo.CameraFeed;
import live.understudy.server.demo.DemoEncoder;
import live.understudy.testing.Await;
import live.understudy.testing.CapturedLog;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Strangers at the doors for encoders, while a program is live beside them. */
@Tag("real-time")
@Timeout(600)
class HostileInputEndToEndTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(90);
  private static final int IDLE_MS = 2_000;

  /** What the ingest's limits allow for a handshake, and for a publish after it. */
  private static final int HANDSHAKE_MS = 5_000;

  private static final int PUBLISH_MS = 10_000;

  /** What a busy machine adds; that the reason is the one meant, the log says. */
  private static final int SLACK_MS = 20_000;

  private static final int READ_MS = 90_000;
  private static final String WRONG_KEY = "e2e_en_" + "q".repeat(32);
  private static final int FLOOD = 400;
  private static final long MOST_HEAP_GROWTH_BYTES = 48L << 20;
  private static final byte[] GET =
      "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;

  /** Who knocks, with what, and what must become of it. */
  private record Stranger(String name, boolean tls, byte[] bytes, String reason, int withinMs) {}

  private static List<Stranger> strangers() {
    byte[] garbage = new byte[4_000];
    new Random(7).nextBytes(garbage);
    garbage[0] = (byte) 0xEE;
    byte[] half = Arrays.copyOf(RawRtmp.hello(), 700);
    byte[] tls = {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xFC, 3, 3};
    byte[] idle = new byte[1 + 2 * 1536];
    idle[0] = 3;
    ByteArrayOutputStream babble = new ByteArrayOutputStream();
    babble.writeBytes(idle);
    babble.writeBytes(Arrays.copyOfRange(garbage, 0, 3_000));
    return List.of(
        new Stranger("garbage", false, garbage, "not RTMP: the first byte is 238", 0),
        new Stranger("half handshake", false, half, "no RTMP handshake within", HANDSHAKE_MS),
        new Stranger("TLS", false, tls, "TLS on the plain RTMP port", 0),
        new Stranger("HTTP", false, GET, "an HTTP request on the RTMP port", 0),
        new Stranger("no command", false, idle, "nothing published in", PUBLISH_MS),
        new Stranger("garbage to TLS", true, garbage, "not TLS: the first byte is 238", 0),
        new Stranger("HTTP to TLS", true, GET, "an HTTP request on the RTMPS port", 0),
        new Stranger("RTMP to TLS", true, half, "plain RTMP on the RTMPS port", 0),
        new Stranger("half TLS", true, tls, "no TLS handshake within", HANDSHAKE_MS));
  }

  @Test
  void strangers_ofEveryKind_areClosedWithOneReasonAndTheShowGoesOn() throws Exception {
    Map<String, String> settings =
        Map.of("rtmp.enabled", "true", "ingest.idleTimeoutMs", Integer.toString(IDLE_MS));
    try (CapturedLog log = CapturedLog.at(Level.TRACE);
        Stage stage = Stage.set(TestServers.start(folder, settings), List.of(Stage.LANGUAGE));
        CameraFeed feed = stage.openFeed();
        CameraFeed otherFeed = stage.openFeed()) {
      stage.api.createEvent("quiet", "Quiet", List.of("en")).require(201);
      String quietKey = stage.api.ingests("quiet").getFirst().streamKey();
      DemoEncoder encoder = stage.start(stage.encoder(Leg.PRIMARY, feed, 500));
      stage.awaitLeg(Leg.PRIMARY, "RECEIVING");
      stage.goLive();
      try (HlsViewer viewer = HlsViewer.watch(stage.playlist())) {
        knockAll(stage, log);
        publishAndSayNothing(stage, quietKey, log);
        wrongKeys(stage, otherFeed, log);
        long growth = flood(stage);
        assertTrue(growth < MOST_HEAP_GROWTH_BYTES, () -> growth + " bytes more");

        assertTrue(encoder.isAlive(), encoder.lastLines()::toString);
        assertEquals("PRIMARY", stage.onAir());
        HlsViewer.Recording recording = viewer.stop();
        assertEquals(List.of(), recording.violations());
        assertEquals(List.of(), recording.httpErrors());
        assertEquals(1, stage.legNode(Leg.PRIMARY).path("sessions").asInt());
      }
      assertEquals(List.of(), log.lines("ERROR "));
      assertEquals(List.of(), log.lines("WARN "));
      for (String key : List.of(stage.streamKey(Stage.LANGUAGE), quietKey, WRONG_KEY)) {
        assertEquals(0, log.lines(key).size(), "lines with a stream key");
        assertEquals(0, log.lines(key.substring(key.lastIndexOf('_') + 1)).size(), "secrets");
      }
    }
  }

  private static void knockAll(Stage stage, CapturedLog log) throws Exception {
    List<Callable<Long>> knocks = new ArrayList<>();
    List<Stranger> strangers = strangers();
    for (Stranger stranger : strangers) {
      knocks.add(() -> knock(stage, stranger));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> closedAfterMs = threads.invokeAll(knocks, 120, TimeUnit.SECONDS);
      for (int i = 0; i < knocks.size(); i++) {
        Stranger stranger = strangers.get(i);
        long ms = closedAfterMs.get(i).get();
        assertTrue(
            ms >= stranger.withinMs() - 500 && ms <= stranger.withinMs() + SLACK_MS,
            () -> stranger.name() + " was closed after " + ms + " ms");
        awaitOneLine(log, stranger.reason());
      }
    }
    assertEquals(strangers.size(), log.lines("connection closed").size(), "lines in all");
  }

  /** Returns after how many milliseconds the server closed. */
  private static long knock(Stage stage, Stranger stranger) throws IOException {
    int port =
        stranger.tls()
            ? stage.server.ingest(Leg.BACKUP).getPort()
            : stage.server.plainIngest(Leg.BACKUP).getPort();
    long sinceNs = System.nanoTime();
    try (RawRtmp client = RawRtmp.connect(port, READ_MS)) {
      client.send(stranger.bytes());
      client.readToEnd();
    }
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNs);
  }

  private static void awaitOneLine(CapturedLog log, String reason) throws Exception {
    Await.until(
        TIMEOUT,
        () -> "one line with '" + reason + "': " + log.lines("connection closed"),
        () -> log.lines("connection closed", "reason=" + reason).size() == 1);
  }

  private static void publishAndSayNothing(Stage stage, String key, CapturedLog log)
      throws Exception {
    long sinceNs = System.nanoTime();
    try (RawRtmp client = RawRtmp.connect(port(stage), READ_MS)) {
      client.publish(key);
      String said = client.readToEnd();
      long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNs);
      assertTrue(said.contains("NetStream.Publish.Start"), said);
      assertTrue(said.contains("no audio or video for"), said);
      assertTrue(ms >= IDLE_MS && ms < IDLE_MS + SLACK_MS, ms + " ms");
    }
    awaitOneLine(log, "no audio or video for " + IDLE_MS + " ms");
  }

  private static void wrongKeys(Stage stage, CameraFeed feed, CapturedLog log) throws Exception {
    try (RawRtmp client = RawRtmp.connect(port(stage), READ_MS)) {
      client.publish(WRONG_KEY);
      String said = client.readToEnd();
      assertTrue(said.contains("NetStream.Publish.BadName"), said);
      assertFalse(said.contains("NetStream.Publish.Start"), said);
    }
    awaitOneLine(log, "unknown stream key");
    DemoEncoder encoder = stage.start(stage.encoder("wrong key", WRONG_KEY, Leg.BACKUP, feed, 500));
    Await.until(TIMEOUT, () -> "its end: " + encoder.lastLines(), () -> !encoder.isAlive());
    assertTrue(
        encoder.lastLines().toString().contains("unknown stream key"),
        encoder.lastLines()::toString);
    Await.until(
        TIMEOUT,
        () -> "a second line: " + log.lines("connection closed"),
        () -> log.lines("connection closed", "reason=unknown stream key").size() == 2);
  }

  private static int port(Stage stage) {
    return stage.server.plainIngest(Leg.BACKUP).getPort();
  }

  /**
   * Many who begin a large message and stay, and many more who are too many. Returns by how many
   * bytes the heap grew while they were there.
   */
  private static long flood(Stage stage) throws IOException {
    long before = usedHeapBytes();
    byte[] bytes = endlessMessage();
    List<RawRtmp> clients = new ArrayList<>();
    try {
      for (int i = 0; i < FLOOD; i++) {
        RawRtmp client = RawRtmp.connect(port(stage), READ_MS);
        clients.add(client);
        sendQuietly(client, bytes);
      }
      return usedHeapBytes() - before;
    } finally {
      for (RawRtmp client : clients) {
        client.close();
      }
    }
  }

  /** A handshake, and 64 KiB of a video message that would have 8 MiB. */
  private static byte[] endlessMessage() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(Arrays.copyOf(RawRtmp.hello(), 1 + 2 * 1536));
    out.writeBytes(new byte[] {4, 0, 0, 0, 0x7F, (byte) 0xFF, (byte) 0xFF, 9, 1, 0, 0, 0});
    byte[] chunk = new byte[129];
    chunk[128] = (byte) 0xC4;
    for (int i = 0; i < 512; i++) {
      out.writeBytes(chunk);
    }
    return out.toByteArray();
  }

  private static void sendQuietly(RawRtmp client, byte[] bytes) throws IOException {
    try {
      client.send(bytes);
    } catch (SocketException e) {
      // One too many: closed by the server already.
    }
  }

  private static long usedHeapBytes() {
    var memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }
}
