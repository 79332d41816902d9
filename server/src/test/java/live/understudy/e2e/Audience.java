package live.understudy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import live.understudy.testing.Await;

/** Those who must notice nothing: a plain HLS viewer who counts, and a browser on the page. */
final class Audience implements AutoCloseable {
  private static final Duration FIRST_FRAME_TIMEOUT = Duration.ofSeconds(90);
  private static final Duration SHOW = Duration.ofSeconds(8);
  private static final Duration FIRST_SCENE = Duration.ofSeconds(4);
  private static final Path REPORTS = Path.of("target", "e2e");

  final HlsViewer viewer;
  final BrowserProbe browser;
  private final Stage stage;

  private Audience(Stage stage, HlsViewer viewer, BrowserProbe browser) {
    this.stage = stage;
    this.viewer = viewer;
    this.browser = browser;
  }

  /** Watches a stage that is live; returns when the browser shows the first picture. */
  static Audience watch(Stage stage) throws IOException, InterruptedException {
    Audience audience =
        new Audience(
            stage, HlsViewer.watch(stage.playlist()), BrowserProbe.page(stage.watchPage()));
    audience.browser.awaitFirstFrame(FIRST_FRAME_TIMEOUT);
    return audience;
  }

  /** Lets the show begin: nothing has happened yet that could be noticed. */
  void warmUp() throws Exception {
    Await.whileFor(FIRST_SCENE, "playing in the browser", browser::isAlive);
  }

  /** Lets the show go on until what happened has reached the screen, and for a while. */
  void show() throws Exception {
    Await.whileFor(SHOW, "playing in the browser", browser::isAlive);
  }

  /**
   * Ends the show; fails when anybody noticed more than allowed.
   *
   * @param name of the report that is kept
   * @param mostLost pictures that nobody saw
   * @param mostRepeated pictures that were seen twice
   */
  void finish(String name, int mostLost, int mostRepeated)
      throws IOException, InterruptedException {
    Files.createDirectories(REPORTS);
    browser.screenshot(REPORTS.resolve(name + ".png"));
    BrowserProbe.Report seen = browser.stop();
    HlsViewer.Recording recording = viewer.stop();
    FrameNumbers frames =
        recording.frames(stage.ffmpeg, Stage.CAMERA.width(), Stage.CAMERA.height());
    String summary = summary(seen, recording, frames);
    Files.writeString(REPORTS.resolve(name + ".txt"), summary);

    assertEquals(List.of(), recording.violations());
    assertEquals(List.of(), recording.httpErrors());
    assertEquals("", frames.complaints());
    assertEquals(0, frames.unreadable(), summary);
    assertTrue(frames.numbers().size() > 400, summary);
    assertTrue(frames.lost().size() <= mostLost, summary);
    assertTrue(frames.repeated() <= mostRepeated, summary);
    assertEquals(0, seen.stalls(), summary);
    assertEquals(0, seen.timeBacks(), summary);
    assertEquals(0, seen.seeks(), summary);
    assertEquals(List.of(), seen.fatalErrors(), summary);
    assertEquals(List.of(), seen.consoleErrors(), summary);
    assertTrue(seen.framesSeen() > 100, summary);
  }

  private String summary(
      BrowserProbe.Report seen, HlsViewer.Recording recording, FrameNumbers frames) {
    return "browser "
        + seen.json()
        + "\nviewer lost "
        + frames.lost()
        + ", repeated "
        + frames.repeated()
        + ", jumps "
        + frames.jumps()
        + ", unreadable "
        + frames.unreadable()
        + ", discontinuities "
        + recording.discontinuities()
        + ", longest without a new segment "
        + recording.longestWithoutNewSegmentS()
        + " s"
        + "\nstatus "
        + stage.language()
        + "\n";
  }

  @Override
  public void close() {
    viewer.close();
    browser.close();
  }
}
