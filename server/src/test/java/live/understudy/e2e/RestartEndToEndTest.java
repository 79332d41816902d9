package live.understudy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import live.understudy.media.Leg;
import live.understudy.server.demo.CameraFeed;
import live.understudy.server.demo.DemoApi;
import live.understudy.server.demo.DemoEncoder;
import live.understudy.testing.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A power cut: the server's process is killed and started again on the same data folder. */
@Timeout(240)
class RestartEndToEndTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(40);
  private static final Duration SHOW = Duration.ofSeconds(6);

  /** From the encoders' first picture after the restart to the viewer's. */
  private static final long LONGEST_RETURN_MS = 15_000;

  /** What the window may hide behind the live edge: hold, one segment, and a busy machine. */
  private static final long MOST_BEHIND_CLOCK_MS = 10_000;

  /** A killed server cannot keep these, whatever it does; see RFC 8216bis section 6.2. */
  private static final Set<String> UNAVOIDABLE =
      Set.of(
          "segments were skipped",
          "no new segment within 1.5 target durations",
          "the window is shorter than three target durations");

  @TempDir Path folder;

  @Test
  void liveEvent_serverKilled_goesOnByItselfAndViewersWithIt() throws Exception {
    try (ServerProcess server = ServerProcess.start(folder);
        Stage stage = Stage.set(server, List.of(Stage.LANGUAGE));
        CameraFeed toPrimary = stage.openFeed();
        CameraFeed toBackup = stage.openFeed()) {
      List<DemoEncoder> encoders = startBoth(stage, toPrimary, toBackup);
      stage.goLive();
      String liveAt = event(stage.api, Stage.EVENT, "liveAtMs");
      try (HlsViewer viewer = HlsViewer.watch(stage.playlist());
          BrowserProbe browser = BrowserProbe.visit(stage.watchPage())) {
        browser.awaitFirstFrame(TIMEOUT);
        Await.whileFor(SHOW, "playing", browser::isAlive);
        int targetDuration = targetDuration(stage);
        long killedNs = System.nanoTime();
        server.kill();
        long lastMsn = viewer.lastMsn();
        encoders.forEach(DemoEncoder::close);
        server.startAgain();
        long upMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killedNs);
        assertEquals("LIVE", event(stage.api, Stage.EVENT, "phase"));
        assertEquals(liveAt, event(stage.api, Stage.EVENT, "liveAtMs"));

        startBoth(stage, toPrimary, toBackup);
        long encodersNs = System.nanoTime();
        // What the browser had fetched before must not be taken for pictures of the new server.
        long fresh = stage.camera.nextFrame();
        Await.until(TIMEOUT, "new pictures", () -> browser.look().lastFrame() >= fresh);
        long returnMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - encodersNs);
        stage.awaitOnAir(Leg.PRIMARY);
        Await.whileFor(SHOW, "playing", browser::isAlive);
        assertEquals(targetDuration, targetDuration(stage));
        assertTrue(viewer.lastMsn() > lastMsn, "numbers go on");

        BrowserProbe.Report seen = browser.stop();
        HlsViewer.Recording recording = viewer.stop();
        String summary =
            "up %d ms after the kill, pictures %d ms after the encoders%nbrowser %s%nlast %d, %s%n"
                .formatted(upMs, returnMs, seen.json(), lastMsn, recording.segments());
        Files.createDirectories(Path.of("target", "e2e"));
        Files.writeString(Path.of("target", "e2e", "restart.txt"), summary);
        checkRecording(recording, lastMsn, summary);
        checkFrames(stage, recording, summary);
        assertTrue(returnMs <= LONGEST_RETURN_MS, summary);
        assertEquals(0, seen.framesBack(), summary);
      }
    }
  }

  private static List<DemoEncoder> startBoth(Stage stage, CameraFeed toPrimary, CameraFeed toBackup)
      throws Exception {
    DemoEncoder primary = stage.start(stage.encoder(Leg.PRIMARY, toPrimary, 600));
    stage.awaitLeg(Leg.PRIMARY, "RECEIVING");
    DemoEncoder backup = stage.start(stage.encoder(Leg.BACKUP, toBackup, 500));
    stage.awaitLeg(Leg.BACKUP, "RECEIVING");
    return List.of(primary, backup);
  }

  private static void checkRecording(HlsViewer.Recording recording, long lastMsn, String summary) {
    List<String> violations =
        recording.violations().stream().filter(text -> !UNAVOIDABLE.contains(text)).toList();
    assertEquals(List.of(), violations, summary);
    List<PlaylistRules.Listed> before =
        recording.segments().stream().filter(each -> each.msn() <= lastMsn).toList();
    List<PlaylistRules.Listed> after =
        recording.segments().stream().filter(each -> each.msn() > lastMsn).toList();
    assertFalse(before.isEmpty(), summary);
    assertFalse(after.isEmpty(), summary);
    long step = after.getFirst().discontinuityNumber() - before.getLast().discontinuityNumber();
    assertTrue(step >= 1, () -> "a discontinuity lies between: " + summary);
    Set<String> mapsBefore = new HashSet<>();
    before.forEach(each -> mapsBefore.add(String.valueOf(each.map())));
    after.forEach(each -> assertFalse(mapsBefore.contains(each.map()), summary));

    PlaylistRules.Listed earlier = recording.segments().getFirst();
    for (PlaylistRules.Listed later :
        recording.segments().subList(1, recording.segments().size())) {
      long endMs = dateMs(earlier) + Math.round(earlier.durationS() * 1_000);
      assertTrue(dateMs(later) >= endMs - 50, () -> later + " overlaps; " + summary);
      earlier = later;
    }
    long behindMs = System.currentTimeMillis() - dateMs(earlier);
    assertTrue(behindMs > 0 && behindMs < MOST_BEHIND_CLOCK_MS, () -> behindMs + " ms; " + summary);
  }

  private static long dateMs(PlaylistRules.Listed segment) {
    return segment.dateTime().map(OffsetDateTime::toInstant).orElseThrow().toEpochMilli();
  }

  /** Pictures are missing in the middle, and none comes twice. */
  private static void checkFrames(Stage stage, HlsViewer.Recording recording, String summary)
      throws Exception {
    FrameNumbers frames =
        recording.frames(stage.ffmpeg, Stage.CAMERA.width(), Stage.CAMERA.height());
    assertEquals("", frames.complaints(), summary);
    assertEquals(0, frames.repeated(), summary);
    assertEquals(1, frames.jumps().size(), () -> frames.jumps() + " " + summary);
  }

  private static int targetDuration(Stage stage) {
    return stage.language().path("program").path("targetDurationS").asInt();
  }

  private static String event(DemoApi api, String event, String property) throws Exception {
    return api.get("/api/v1/events/" + event).require(200).path(property).asString();
  }

  @Test
  void otherPhases_serverKilled_areWhatTheyWere() throws Exception {
    try (ServerProcess server = ServerProcess.start(folder);
        Stage stage = Stage.set(server, List.of(Stage.LANGUAGE));
        CameraFeed feed = stage.openFeed()) {
      stage.api.createEvent("later", "Later", List.of("en")).require(201);
      String laterKey = stage.api.ingests("later").getFirst().streamKey();
      DemoEncoder first = stage.start(stage.encoder(Leg.PRIMARY, feed, 500));
      stage.awaitLeg(Leg.PRIMARY, "RECEIVING");
      stage.goLive();
      stage.api.stop(Stage.EVENT).require(200);
      server.kill();
      first.close();
      server.startAgain();

      assertEquals("ENDED", event(stage.api, Stage.EVENT, "phase"));
      assertEquals(409, stage.api.goLive(Stage.EVENT).status());
      assertEquals(409, stage.api.stop(Stage.EVENT).status());
      DemoEncoder refused = stage.start(stage.encoder(Leg.PRIMARY, feed, 500));
      Await.until(TIMEOUT, () -> "the end: " + refused.lastLines(), () -> !refused.isAlive());

      assertEquals("SCHEDULED", event(stage.api, "later", "phase"));
      assertEquals(409, stage.api.goLive("later").status());
      assertEquals(laterKey, stage.api.ingests("later").getFirst().streamKey());
      stage.start(stage.encoder("later", laterKey, Leg.PRIMARY, feed, 500));
      Await.until(TIMEOUT, "going live", () -> stage.api.goLive("later").status() == 200);
      Await.until(
          TIMEOUT,
          "a playlist",
          () -> stage.api.text("/live/later/en/media.m3u8").contains("#EXTINF"));
      assertEquals(Map.of(), keysIn(server.lines(), laterKey, stage.streamKey(Stage.LANGUAGE)));
    }
  }

  private static Map<String, String> keysIn(List<String> lines, String... keys) {
    Map<String, String> found = new TreeMap<>();
    for (String key : keys) {
      lines.stream().filter(line -> line.contains(key)).forEach(line -> found.put(key, line));
    }
    return found;
  }
}
