package live.understudy.e2e;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import live.understudy.media.Leg;
import live.understudy.server.demo.CameraFeed;
import live.understudy.testing.Await;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Viewers go back to the beginning, which has left the memory long ago, and to live again. */
@Tag("real-time")
@Timeout(600)
class RewindEndToEndTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  /** Segments of two seconds that the memory holds. */
  private static final int IN_MEMORY = 4;

  private static final int SHOWN = 9;

  /** Nobody is led into the oldest segment, which may be gone the next moment. */
  private static final int FRAMES_NEAR = 150;

  private static final String SEEK_BAR = "input.seek";

  @TempDir Path folder;

  private Stage stage(Map<String, Object> dvr) throws Exception {
    Map<String, String> settings = Map.of("packaging.windowSegments", "" + IN_MEMORY);
    return Stage.set(
        TestServers.start(folder, settings), List.of(Stage.LANGUAGE), Map.of("dvr", dvr));
  }

  @Test
  void wholeEvent_rewoundFromDiskWhileLiveAndAfterTheEnd() throws Exception {
    try (Stage stage = stage(Map.of("mode", "EVENT"));
        CameraFeed feed = stage.openFeed()) {
      stage.start(stage.encoder(Leg.PRIMARY, feed, 600));
      stage.awaitLeg(Leg.PRIMARY, "RECEIVING");
      stage.goLive();
      try (HlsViewer viewer = HlsViewer.watch(stage.mediaPlaylist());
          BrowserProbe browser = BrowserProbe.visit(stage.watchPage())) {
        browser.awaitFirstFrame(TIMEOUT);
        int firstSeen = browser.look().lastFrame();
        Await.until(TIMEOUT, "a long list", () -> viewer.lastMsn() >= SHOWN);
        PlaylistText live = stage.read();
        assertEquals(0, live.number("EXT-X-MEDIA-SEQUENCE", -1), live::toString);
        assertTrue(live.seconds("EXT-X-START", "TIME-OFFSET") <= -6, live::toString);
        Map<Long, byte[]> fromDisk = stage.fetch(live);

        goBackAndToLive(stage, browser, firstSeen);
        BrowserProbe.Report seen = browser.stop();
        assertEquals(List.of(), seen.fatalErrors(), seen::toString);
        assertEquals(List.of(), seen.consoleErrors(), seen::toString);

        stage.api.stop(Stage.EVENT).require(200);
        Await.until(TIMEOUT, "the end", viewer::hasEnded);
        HlsViewer.Recording recording = viewer.stop();
        assertEquals(List.of(), recording.violations());
        assertEquals(List.of(), recording.httpErrors());
        checkSame(recording.bytes(), fromDisk);
        checkSame(recording.bytes(), stage.fetch(stage.read()));
      }
      checkEnded(stage);
    }
  }

  private static void goBackAndToLive(Stage stage, BrowserProbe browser, int firstSeen)
      throws Exception {
    BrowserProbe.Look before = browser.look();
    browser.press(SEEK_BAR, "Home");
    Await.until(
        TIMEOUT,
        () -> "the first pictures, near " + firstSeen + ", after " + before,
        () -> browser.look().lastFrame() < firstSeen + FRAMES_NEAR);
    int rewound = browser.look().frames();
    Await.until(TIMEOUT, "the beginning to play", () -> browser.look().frames() > rewound + 60);
    assertTrue(
        browser.look().lastFrame() < stage.camera.nextFrame() - 300, "it does not jump to live");
    long fresh = stage.camera.nextFrame();
    browser.click("button.to-live");
    Await.until(TIMEOUT, "live pictures", () -> browser.look().lastFrame() >= fresh);
  }

  private static void checkSame(Map<Long, byte[]> live, Map<Long, byte[]> later) {
    assertTrue(live.size() > IN_MEMORY + 4, live.keySet()::toString);
    for (Map.Entry<Long, byte[]> each : live.entrySet()) {
      byte[] again = later.get(each.getKey());
      if (each.getKey() <= SHOWN) {
        assertNotNull(again, () -> each.getKey() + " is not in " + later.keySet());
        assertArrayEquals(each.getValue(), again, () -> each.getKey() + " changed");
      }
    }
  }

  /** Who comes after the end begins at the beginning. */
  private static void checkEnded(Stage stage) throws Exception {
    PlaylistText ended = stage.read();
    assertTrue(ended.has("EXT-X-ENDLIST"), ended::toString);
    assertEquals(0, ended.number("EXT-X-MEDIA-SEQUENCE", -1), ended::toString);
    assertEquals(0, ended.seconds("EXT-X-START", "TIME-OFFSET"), ended::toString);
    try (BrowserProbe late = BrowserProbe.visit(stage.watchPage())) {
      late.awaitOpen(TIMEOUT);
      Await.until(
          TIMEOUT,
          () -> "the offer to watch it",
          () -> late.look().text().contains("Watch it from the beginning"));
      late.click(".card-place button");
      late.awaitFirstFrame(TIMEOUT);
      Await.until(TIMEOUT, "the recording to play", () -> late.look().frames() > 60);
      assertTrue(late.look().currentTimeS() < 15, late.look()::toString);
      assertTrue(late.look().lastFrame() < 600, late.look()::toString);
    }
  }

  @Test
  @Tag("soak")
  void window_olderThanItsMinutes_leavesTheListAndLaterTheServer() throws Exception {
    try (Stage stage = stage(Map.of("mode", "WINDOW", "minutes", 1));
        CameraFeed feed = stage.openFeed()) {
      stage.start(stage.encoder(Leg.PRIMARY, feed, 300));
      stage.awaitLeg(Leg.PRIMARY, "RECEIVING");
      stage.goLive();
      try (HlsViewer viewer = HlsViewer.watch(stage.mediaPlaylist())) {
        Await.until(Duration.ofMinutes(2), "a full window", () -> viewer.lastMsn() >= 38);
        PlaylistText now = stage.read();
        double listedS = now.entries().stream().mapToDouble(PlaylistText.Entry::durationS).sum();
        assertTrue(listedS >= 60 && listedS <= 66, now::toString);
        assertTrue(now.number("EXT-X-MEDIA-SEQUENCE", 0) > 0, now::toString);
        Map<Long, byte[]> listed = stage.fetch(now);
        assertTrue(now.seconds("EXT-X-START", "TIME-OFFSET") <= -6, now::toString);
        HlsViewer.Recording recording = viewer.stop();
        assertEquals(List.of(), recording.violations());
        listed.forEach((msn, bytes) -> {
          byte[] live = recording.bytes().get(msn);
          assertTrue(live == null || java.util.Arrays.equals(live, bytes), () -> msn + " changed");
        });
      }
    }
  }
}
