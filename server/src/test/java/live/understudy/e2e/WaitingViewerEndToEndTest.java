package live.understudy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import live.understudy.media.Leg;
import live.understudy.server.demo.CameraFeed;
import live.understudy.testing.Await;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A viewer who came early, touches nothing but the choice of language, and stays to the end. */
@Tag("real-time")
@Timeout(600)
class WaitingViewerEndToEndTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(90);
  private static final Duration FIRST_SECONDS = Duration.ofSeconds(8);

  /** A choice of language may stand for a moment, and nothing else may. */
  private static final int STALLS_OF_A_CHOICE = 1;

  @TempDir Path folder;

  @Test
  void pageOpenedBeforeTheEvent_playsSwitchesLanguageAndEndsByItself() throws Exception {
    try (Stage stage = Stage.set(TestServers.start(folder), List.of("en", "de"));
        CameraFeed english = stage.openFeed();
        CameraFeed german = stage.openFeed();
        BrowserProbe browser = BrowserProbe.visit(stage.watchPage())) {
      browser.awaitOpen(TIMEOUT);
      awaitText(browser, "has not started yet");
      stage.start(stage.encoder("en", Leg.PRIMARY, english, 600));
      stage.start(stage.encoder("de", Leg.PRIMARY, german, 500));
      Await.until(
          TIMEOUT, () -> "both languages: " + stage.language(), () -> stage.isReceiving("de"));
      stage.awaitLeg(Leg.PRIMARY, "RECEIVING");
      stage.goLive();

      browser.awaitFirstFrame(TIMEOUT);
      Await.whileFor(FIRST_SECONDS, "playing", browser::isAlive);
      awaitMoreFrames(browser, 0, 150);
      BrowserProbe.Look before = browser.look();
      assertEquals(0, before.stalls(), before::toString);
      assertTrue(before.lastSegment().startsWith("/live/e2e/en/"), before::toString);

      browser.choose(".watch-bar select", "de");
      awaitSegmentOf(browser, "/live/e2e/de/");
      awaitMoreFrames(browser, browser.look().frames(), 60);
      assertTrue(browser.look().stalls() <= STALLS_OF_A_CHOICE, browser.look()::toString);

      stage.api.stop(Stage.EVENT).require(200);
      awaitText(browser, "The event has ended");
      BrowserProbe.Report seen = browser.stop();
      assertEquals(List.of(), seen.fatalErrors(), seen::toString);
      assertTrue(seen.stalls() <= STALLS_OF_A_CHOICE + 1, seen::toString);
      assertEquals(409, stage.api.goLive(Stage.EVENT).status());
    }
  }

  private static void awaitText(BrowserProbe browser, String text) throws Exception {
    Await.until(
        TIMEOUT, () -> "the page to say: " + text, () -> browser.look().text().contains(text));
  }

  private static void awaitSegmentOf(BrowserProbe browser, String path) throws Exception {
    Await.until(
        TIMEOUT, () -> "a segment of " + path, () -> browser.look().lastSegment().startsWith(path));
  }

  private static void awaitMoreFrames(BrowserProbe browser, int from, int more) throws Exception {
    Await.until(TIMEOUT, "pictures", () -> browser.look().frames() >= from + more);
  }
}
