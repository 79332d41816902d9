package live.understudy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import live.understudy.media.Leg;
import live.understudy.server.demo.CameraFeed;
import live.understudy.server.demo.DemoEncoder;
import live.understudy.testing.Await;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A low-latency event: real encoders, hls.js in Chromium, the watch page, and a strict client. */
@Tag("real-time")
@Timeout(600)
class LowLatencyEndToEndTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(90);
  private static final Duration SHOW = Duration.ofSeconds(14);
  private static final Duration UNCHANGED = Duration.ofMillis(1_500);
  private static final Duration LONG_SHOW = Duration.ofMinutes(10);
  private static final double LONGEST_LATENCY_S = 2.0;

  /** What a machine that encodes, serves and plays on two cores may add. */
  private static final double BUSY_S = 2.0;

  /** From the camera to the list: encoding, one part, and its way. */
  private static final double ENCODING_S = 1.0;

  private static final long BUSY_STILL_MS = 1_500;

  @TempDir Path folder;

  private Stage lowLatency() throws Exception {
    return Stage.set(
        TestServers.start(folder), List.of(Stage.LANGUAGE), Map.of("latencyMode", "LOW"));
  }

  @Test
  void browsersAndStrictClient_nobodyStallsAndPartsAreUsed() throws Exception {
    play("low-latency", SHOW, LONGEST_LATENCY_S + BUSY_S);
  }

  @Test
  @Tag("soak")
  @Timeout(900)
  void tenMinutes_latencyBelowTwoSecondsWithoutAStall() throws Exception {
    play("low-latency-soak", LONG_SHOW, LONGEST_LATENCY_S);
  }

  private void play(String name, Duration show, double longestLatencyS) throws Exception {
    try (Stage stage = lowLatency();
        CameraFeed toPrimary = stage.openFeed();
        CameraFeed toBackup = stage.openFeed()) {
      stage.start(stage.encoder(Leg.PRIMARY, toPrimary, 600));
      stage.awaitLeg(Leg.PRIMARY, "RECEIVING");
      stage.start(stage.encoder(Leg.BACKUP, toBackup, 500));
      stage.awaitLeg(Leg.BACKUP, "RECEIVING");
      stage.goLive();
      try (BrowserProbe raw = BrowserProbe.hlsLowLatency(stage.playlist());
          BrowserProbe page = BrowserProbe.visit(stage.watchPage());
          LowLatencyViewer strict = LowLatencyViewer.watch(stage.mediaPlaylist())) {
        raw.awaitFirstFrame(TIMEOUT);
        page.awaitFirstFrame(TIMEOUT);
        Await.whileFor(show, "playing", () -> raw.isAlive() && page.isAlive());
        long pageBehindFrames = stage.camera.nextFrame() - page.look().lastFrame();
        long rawBehindFrames = stage.camera.nextFrame() - raw.look().lastFrame();
        LowLatencyViewer.Recording recording = strict.stop();
        BrowserProbe.Report rawSeen = raw.stop();
        BrowserProbe.Report pageSeen = page.stop();
        String summary =
            "strict %s%nhls.js %s, %d frames behind the camera%npage %s, %d frames behind%n%s%n"
                .formatted(
                    recording,
                    rawSeen.json(),
                    rawBehindFrames,
                    pageSeen.json(),
                    pageBehindFrames,
                    stage.language());
        Files.createDirectories(Path.of("target", "e2e"));
        Files.writeString(Path.of("target", "e2e", name + ".txt"), summary);

        assertEquals(List.of(), recording.violations(), summary);
        assertTrue(recording.parts() >= 2 * show.toSeconds() - 4, summary);
        assertTrue(recording.hintsDropped() <= Math.ceilDiv(show.toSeconds(), 20), summary);
        // There is nothing to skip until the list is longer than six target durations.
        assertTrue(recording.deltas() > recording.reloads() / 4, summary);
        assertTrue(recording.wholeSegments() >= show.toSeconds() / 2 - 3, summary);
        for (BrowserProbe.Report seen : List.of(rawSeen, pageSeen)) {
          assertEquals(0, seen.stalls(), summary);
          assertEquals(0, seen.timeBacks(), summary);
          assertEquals(List.of(), seen.fatalErrors(), summary);
          assertEquals(List.of(), seen.consoleErrors(), summary);
          assertTrue(seen.parts() >= show.toSeconds(), summary);
          assertTrue(seen.blockingReloads() >= show.toSeconds(), summary);
          assertTrue(seen.longestStillMs() <= BUSY_STILL_MS, summary);
        }
        assertTrue(rawSeen.settledLatencyMaxS() < longestLatencyS, summary);
        double pageBehindS = (double) pageBehindFrames / Stage.CAMERA.framesPerSecond();
        assertTrue(pageBehindS < longestLatencyS + ENCODING_S, summary);
      }
    }
  }

  /**
   * What the loss of the encoder on air costs; a low-latency player has about a second of slack.
   */
  @Test
  void primaryKilled_inMidGroup_backupTakesOver() throws Exception {
    try (Stage stage = lowLatency();
        CameraFeed toPrimary = stage.openFeed();
        CameraFeed toBackup = stage.openFeed()) {
      DemoEncoder primary = stage.start(stage.encoder(Leg.PRIMARY, toPrimary, 600));
      stage.awaitLeg(Leg.PRIMARY, "RECEIVING");
      stage.start(stage.encoder(Leg.BACKUP, toBackup, 500));
      stage.awaitLeg(Leg.BACKUP, "RECEIVING");
      stage.goLive();
      try (BrowserProbe page = BrowserProbe.visit(stage.watchPage());
          HlsViewer viewer = HlsViewer.watch(stage.mediaPlaylist())) {
        page.awaitFirstFrame(TIMEOUT);
        Await.until(TIMEOUT, "parts", () -> viewer.lastMsn() >= 6);
        Await.until(TIMEOUT, "two parts", () -> stage.read().growingParts() == 2);
        primary.close();
        stage.awaitOnAir(Leg.BACKUP);
        Await.whileFor(Duration.ofSeconds(8), "playing", page::isAlive);
        BrowserProbe.Report seen = page.stop();
        HlsViewer.Recording recording = viewer.stop();
        FrameNumbers frames =
            recording.frames(stage.ffmpeg, Stage.CAMERA.width(), Stage.CAMERA.height());
        String summary =
            "page %s%nlost %s, repeated %d, jumps %s%n%s%n%s%n%s%n"
                .formatted(
                    seen.json(),
                    frames.lost(),
                    frames.repeated(),
                    frames.jumps(),
                    recording.violations(),
                    stage.language().path("program"),
                    recording.segments());
        Files.createDirectories(Path.of("target", "e2e"));
        Files.writeString(Path.of("target", "e2e", "low-latency-failover.txt"), summary);
        assertEquals("", frames.complaints(), summary);
        assertTrue(seen.stalledMs() < BUSY_STILL_MS, summary);
        assertTrue(frames.repeated() <= 2 * Stage.CAMERA.framesPerSecond(), summary);
        assertEquals(0, recording.discontinuities(), summary);
        assertEquals(0, frames.lost().size(), summary);
        assertEquals(0, seen.seeks(), summary);
        assertEquals(List.of(), recording.violations(), summary);
      }
    }
  }

  @Test
  void directives_impossibleOrTooLate_areAnsweredAsTheStandardSays() throws Exception {
    try (Stage stage = lowLatency();
        CameraFeed feed = stage.openFeed();
        HttpClient http = HttpClient.newHttpClient()) {
      // No silence is known for AC-3, so no slate follows when it ends.
      List<String> sound = List.of("-c:a", "ac3");
      DemoEncoder encoder = stage.start(stage.encoder(Leg.PRIMARY, feed, 600, sound));
      stage.awaitLeg(Leg.PRIMARY, "RECEIVING");
      stage.goLive();
      long last = stage.read().lastMsn();
      assertEquals(400, status(http, stage, "media.m3u8?_HLS_part=0"));
      assertEquals(400, status(http, stage, "media.m3u8?_HLS_msn=x"));
      assertEquals(400, status(http, stage, "media.m3u8?_HLS_msn=" + (last + 9)));
      long newest = stage.read().lastMsn();
      assertEquals(400, status(http, stage, "media.m3u8?_HLS_part=99&_HLS_msn=" + (newest + 2)));
      assertEquals(200, status(http, stage, "media.m3u8?_HLS_msn=" + (last + 1)));
      assertEquals(200, status(http, stage, "media.m3u8?_HLS_part=77&_HLS_msn=" + last));
      assertEquals(404, status(http, stage, (last + 9) + ".0.m4s"));
      assertEquals(404, status(http, stage, last + ".77.m4s"));

      encoder.close();
      int targetS = stage.language().path("program").path("targetDurationS").asInt();
      // What is on its way still comes; then nothing does.
      PlaylistText playlist = awaitLast(stage);
      String hint = String.valueOf(playlist.attribute("EXT-X-PRELOAD-HINT", "URI"));
      CompletableFuture<HttpResponse<String>> hinted = ask(http, stage, hint);
      long sinceNs = System.nanoTime();
      HttpResponse<String> late = get(http, stage, next(stage));
      long waitedMs = (System.nanoTime() - sinceNs) / 1_000_000;
      assertEquals(503, late.statusCode(), late::body);
      assertTrue(late.headers().firstValue("Retry-After").isPresent(), late.headers()::toString);
      assertTrue(waitedMs >= 3_000L * targetS - 500, () -> waitedMs + " ms");
      assertTrue(waitedMs <= 3_000L * targetS + 15_000, () -> waitedMs + " ms");
      assertEquals(playlist, stage.read(), "a plain request is answered as ever");
      assertEquals(503, hinted.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS).statusCode());
    }
  }

  /** The playlist that stays as it is for three times as long as parts are apart. */
  private static PlaylistText awaitLast(Stage stage) throws Exception {
    AtomicReference<PlaylistText> last = new AtomicReference<>(stage.read());
    AtomicLong sinceNs = new AtomicLong(System.nanoTime());
    Await.until(
        TIMEOUT,
        "a playlist that does not go on without an encoder",
        () -> {
          PlaylistText now = stage.read();
          if (!now.equals(last.getAndSet(now))) {
            sinceNs.set(System.nanoTime());
          }
          return System.nanoTime() - sinceNs.get() >= UNCHANGED.toNanos();
        });
    return last.get();
  }

  /** The reload that waits for the part after the newest. */
  private static String next(Stage stage) throws Exception {
    PlaylistText now = stage.read();
    return "media.m3u8?_HLS_msn=" + (now.lastMsn() + 1) + "&_HLS_part=" + now.growingParts();
  }

  private static int status(HttpClient http, Stage stage, String name) throws Exception {
    return get(http, stage, name).statusCode();
  }

  private static HttpResponse<String> get(HttpClient http, Stage stage, String name)
      throws Exception {
    return ask(http, stage, name).get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
  }

  private static CompletableFuture<HttpResponse<String>> ask(
      HttpClient http, Stage stage, String name) {
    URI uri = stage.mediaPlaylist().resolve(name);
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
  }
}
