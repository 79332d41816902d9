package live.understudy.e2e;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A power cut: the server's process is killed and started again on the same data folder. */
@Tag("real-time")
@Timeout(600)
class RestartEndToEndTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(90);
  private static final Duration SHOW = Duration.ofSeconds(4);

  /** From the encoders' first picture after the restart to the viewer's. */
  private static final long LONGEST_RETURN_MS = 20_000;

  /** What the window may hide behind the live edge: hold, one segment, and a busy machine. */
  private static final long MOST_BEHIND_CLOCK_MS = 10_000;

  /** What a player that is six seconds behind may stand at most, on a busy machine. */
  private static final int LONGEST_STALL_MS = 40_000;

  /** A killed server cannot keep these, whatever it does; see RFC 8216bis section 6.2. */
  private static final Set<String> UNAVOIDABLE =
      Set.of("no new segment within 1.5 target durations", "no new part within the part target");

  /** The segments that come from disk are listed without their parts, which are still served. */
  private static final String PARTS_NOT_LISTED = "lost its parts near the end";

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
        PlaylistText again = stage.read();
        long lastAgain = again.lastMsn();
        assertTrue(lastAgain >= lastMsn, () -> again + " after " + lastMsn);
        Map<Long, byte[]> kept = stage.fetch(again);
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
        assertTrue(viewer.lastMsn() > lastAgain, "numbers go on");

        long endedMs = System.currentTimeMillis();
        BrowserProbe.Report seen = browser.stop();
        HlsViewer.Recording recording = viewer.stop();
        String summary =
            "up %d ms after the kill, pictures %d ms after the encoders, page stood %d ms%n"
                    .formatted(upMs, returnMs, seen.longestStillMs())
                + "browser %s%nlast %d, %s, %s%n"
                    .formatted(
                        seen.json(), lastAgain, recording.segments(), recording.httpErrors());
        Files.createDirectories(Path.of("target", "e2e"));
        Files.writeString(Path.of("target", "e2e", "restart.txt"), summary);
        checkRecording(recording, lastAgain, endedMs, summary);
        checkKept(recording, kept, summary);
        checkFrames(stage, recording, summary);
        assertTrue(returnMs <= LONGEST_RETURN_MS, summary);
        assertEquals(0, seen.framesBack(), summary);
        assertEquals(1, seen.pages(), summary);
        assertTrue(seen.longestStillMs() <= LONGEST_STALL_MS, summary);
      }
    }
  }

  /** What was fetched live and what the disk gave after the restart. */
  private static void checkKept(
      HlsViewer.Recording recording, Map<Long, byte[]> kept, String summary) {
    assertTrue(kept.size() >= 3, summary);
    for (Map.Entry<Long, byte[]> segment : kept.entrySet()) {
      byte[] live = recording.bytes().get(segment.getKey());
      if (live != null) {
        assertArrayEquals(live, segment.getValue(), () -> segment.getKey() + " of " + summary);
      }
    }
    assertTrue(recording.bytes().keySet().stream().anyMatch(kept::containsKey), summary);
    List<String> missing =
        recording.httpErrors().stream().filter(text -> text.contains("404")).toList();
    assertEquals(List.of(), missing, "a server that starts says so with 503");
  }

  /** Low latency: in mid-segment, and once more before an encoder is back. */
  @Test
  void lowLatencyEvent_killedInMidSegmentAndTwiceInARow_losesNothingThatWasListed()
      throws Exception {
    try (ServerProcess server = ServerProcess.start(folder);
        Stage stage = Stage.set(server, List.of(Stage.LANGUAGE), Map.of("latencyMode", "LOW"));
        CameraFeed feed = stage.openFeed()) {
      DemoEncoder encoder = stage.start(stage.encoder(Leg.PRIMARY, feed, 600));
      stage.awaitLeg(Leg.PRIMARY, "RECEIVING");
      stage.goLive();
      try (HlsViewer viewer = HlsViewer.watch(stage.mediaPlaylist());
          BrowserProbe browser = BrowserProbe.visit(stage.watchPage())) {
        browser.awaitFirstFrame(TIMEOUT);
        for (int parts : List.of(1, 3)) {
          Await.until(TIMEOUT, "a segment", () -> viewer.lastMsn() >= 0);
          PlaylistText before = awaitGrowing(stage, parts);
          server.kill();
          encoder.close();
          server.startAgain();
          PlaylistText again = stage.read();
          checkContinues(before, again);
          server.kill();
          server.startAgain();
          assertEquals(again, stage.read());
          Map<Long, byte[]> kept = stage.fetch(again);
          encoder = stage.start(stage.encoder(Leg.PRIMARY, feed, 600));
          Await.until(TIMEOUT, "more", () -> stage.read().lastMsn() >= again.lastMsn() + 1);
          assertEquals(kept.size(), stage.fetch(again).size());
          PlaylistText now = stage.read();
          PlaylistText.Entry first =
              now.entries()
                  .get((int) (again.lastMsn() + 1 - now.number("EXT-X-MEDIA-SEQUENCE", 0)));
          assertTrue(first.discontinuity(), now::toString);
        }
        long fresh = stage.camera.nextFrame();
        Await.until(TIMEOUT, "new pictures", () -> browser.look().lastFrame() >= fresh);
        BrowserProbe.Report seen = browser.stop();
        assertEquals(1, seen.pages(), seen::toString);
        stage.api.stop(Stage.EVENT).require(200);
        Await.until(TIMEOUT, "the end", () -> stage.read().has("EXT-X-ENDLIST"));
        HlsViewer.Recording recording = viewer.stop();
        List<String> violations =
            recording.violations().stream()
                .filter(text -> !UNAVOIDABLE.contains(text) && !text.contains(PARTS_NOT_LISTED))
                .toList();
        assertEquals(List.of(), violations);
        assertEquals(2, recording.discontinuities(), recording::toString);
        FrameNumbers frames =
            recording.frames(stage.ffmpeg, Stage.CAMERA.width(), Stage.CAMERA.height());
        assertEquals("", frames.complaints());
        assertEquals(0, frames.repeated());
        assertEquals(2, frames.jumps().size(), frames.jumps()::toString);
      }
    }
  }

  /** The playlist at the moment when the segment at its end has so many parts. */
  private static PlaylistText awaitGrowing(Stage stage, int parts) throws Exception {
    List<PlaylistText> seen = new ArrayList<>();
    Await.until(
        TIMEOUT,
        () -> parts + " parts of a segment",
        () -> {
          seen.add(stage.read());
          return seen.getLast().growingParts() == parts;
        });
    return seen.getLast();
  }

  /** All that was listed is listed; what was growing is complete with its parts. */
  private static void checkContinues(PlaylistText before, PlaylistText again) {
    String summary = before + "\n" + again;
    long shift = again.number("EXT-X-MEDIA-SEQUENCE", 0) - before.number("EXT-X-MEDIA-SEQUENCE", 0);
    for (int i = (int) shift; i < before.entries().size(); i++) {
      PlaylistText.Entry old = before.entries().get(i);
      PlaylistText.Entry kept = again.entries().get(i - (int) shift);
      assertEquals(old.dateTime(), kept.dateTime(), summary);
      if (old.uri() == null) {
        assertTrue(kept.uri() != null && kept.durationS() >= old.partsS() - 0.002, summary);
      } else {
        assertEquals(old.uri(), kept.uri(), summary);
        assertEquals(old.durationS(), kept.durationS(), summary);
      }
    }
    assertFalse(again.has("EXT-X-ENDLIST"), summary);
  }

  private static List<DemoEncoder> startBoth(Stage stage, CameraFeed toPrimary, CameraFeed toBackup)
      throws Exception {
    DemoEncoder primary = stage.start(stage.encoder(Leg.PRIMARY, toPrimary, 600));
    stage.awaitLeg(Leg.PRIMARY, "RECEIVING");
    DemoEncoder backup = stage.start(stage.encoder(Leg.BACKUP, toBackup, 500));
    stage.awaitLeg(Leg.BACKUP, "RECEIVING");
    return List.of(primary, backup);
  }

  private static void checkRecording(
      HlsViewer.Recording recording, long lastMsn, long endedMs, String summary) {
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
    assertEquals(1, step, () -> "one discontinuity lies between: " + summary);
    assertEquals(lastMsn + 1, after.getFirst().msn(), summary);
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
    long behindMs = endedMs - dateMs(earlier);
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
      PlaylistText ended = stage.read();
      Map<Long, byte[]> kept = stage.fetch(ended);
      server.kill();
      first.close();
      server.startAgain();

      assertTrue(ended.has("EXT-X-ENDLIST"), ended::toString);
      assertEquals(ended, stage.read(), "what has ended plays as before");
      Map<Long, byte[]> again = stage.fetch(ended);
      kept.forEach((msn, bytes) -> assertArrayEquals(bytes, again.get(msn), () -> "of " + msn));

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
