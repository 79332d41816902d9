package live.understudy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import live.understudy.media.Leg;
import live.understudy.server.demo.CameraFeed;
import live.understudy.server.demo.DemoEncoder;
import live.understudy.testing.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The promise itself: encoders die, and nobody who watches notices. */
@Timeout(300)
class FailoverEndToEndTest {
  private static final Duration FIRST_FRAME_TIMEOUT = Duration.ofSeconds(40);
  private static final Duration SHOW = Duration.ofSeconds(8);

  /**
   * Where the offset of two legs is known from their arrival only, a switch may be wrong by how
   * much later one encoder delivers than the other: a third of a second here, in frames.
   */
  private static final int MOST_FRAMES_WRONG_PER_SWITCH = 10;

  private static final Path REPORTS = Path.of("target", "e2e");

  @TempDir Path folder;

  @Test
  void unlikeEncoders_primaryKilledThenBackupKilled_viewersNoticeNothing() throws Exception {
    try (Stage stage = Stage.set(folder);
        CameraFeed toPrimary = stage.openFeed();
        CameraFeed toBackup = stage.openFeed()) {
      DemoEncoder primary = stage.start(stage.encoder(Leg.PRIMARY, toPrimary, 900));
      stage.awaitLeg(Leg.PRIMARY, "RECEIVING");
      // A third of a keyframe interval later at least, so that the keyframes stand apart.
      long apart = stage.camera.nextFrame() + 20;
      Await.until(SHOW, "the camera", () -> stage.camera.nextFrame() >= apart);
      DemoEncoder backup = stage.start(stage.encoder(Leg.BACKUP, toBackup, 600));
      stage.awaitLeg(Leg.BACKUP, "RECEIVING");
      stage.goLive();
      try (HlsViewer viewer = HlsViewer.watch(stage.playlist());
          BrowserProbe browser = BrowserProbe.page(stage.watchPage())) {
        browser.awaitFirstFrame(FIRST_FRAME_TIMEOUT);
        show(browser);
        assertEquals("PRIMARY", stage.onAir());
        primary.close();
        stage.awaitOnAir(Leg.BACKUP);
        show(browser);
        stage.start(stage.encoder(Leg.PRIMARY, toPrimary, 900));
        stage.awaitLeg(Leg.PRIMARY, "RECEIVING");
        show(browser);
        assertEquals("BACKUP", stage.onAir(), "what plays well stays on air");
        backup.close();
        stage.awaitOnAir(Leg.PRIMARY);
        show(browser);
        finish(stage, viewer, browser, "unlike", 2 * MOST_FRAMES_WRONG_PER_SWITCH);
      }
    }
  }

  @Test
  void identicalEncode_lineToPrimaryCut_noFrameIsLostOrRepeated() throws Exception {
    try (Stage stage = Stage.set(folder);
        CameraFeed feed = stage.openFeed();
        TcpRelay line = TcpRelay.to(stage.server.ingest(Leg.PRIMARY).getPort())) {
      URI primary = withPort(stage.server.ingest(Leg.PRIMARY), line.port());
      stage.startTee(feed, primary, stage.server.ingest(Leg.BACKUP));
      stage.awaitLeg(Leg.PRIMARY, "RECEIVING");
      stage.awaitLeg(Leg.BACKUP, "RECEIVING");
      stage.goLive();
      try (HlsViewer viewer = HlsViewer.watch(stage.playlist());
          BrowserProbe browser = BrowserProbe.page(stage.watchPage())) {
        browser.awaitFirstFrame(FIRST_FRAME_TIMEOUT);
        show(browser);
        assertEquals("PRIMARY", stage.onAir());
        line.cut();
        stage.awaitOnAir(Leg.BACKUP);
        show(browser);
        finish(stage, viewer, browser, "identical", 0);
      }
    }
  }

  private static URI withPort(URI server, int port) {
    return URI.create(server.getScheme() + "://127.0.0.1:" + port + server.getPath());
  }

  private static void show(BrowserProbe browser) throws Exception {
    Await.whileFor(SHOW, "playing in the browser", browser::isAlive);
  }

  private static void finish(
      Stage stage, HlsViewer viewer, BrowserProbe browser, String name, int mostFramesWrong)
      throws Exception {
    Files.createDirectories(REPORTS);
    browser.screenshot(REPORTS.resolve(name + ".png"));
    BrowserProbe.Report seen = browser.stop();
    HlsViewer.Recording recording = viewer.stop();
    FrameNumbers frames =
        recording.frames(stage.ffmpeg, Stage.CAMERA.width(), Stage.CAMERA.height());
    String summary =
        "browser "
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
    Files.writeString(REPORTS.resolve(name + ".txt"), summary);

    assertEquals(List.of(), recording.violations());
    assertEquals(List.of(), recording.httpErrors());
    assertEquals("", frames.complaints());
    assertEquals(0, frames.unreadable(), summary);
    assertTrue(frames.numbers().size() > 400, summary);
    assertTrue(frames.lost().size() <= mostFramesWrong, summary);
    assertTrue(frames.repeated() <= mostFramesWrong, summary);
    assertEquals(0, seen.stalls(), summary);
    assertEquals(0, seen.timeBacks(), summary);
    assertEquals(0, seen.seeks(), summary);
    assertEquals(List.of(), seen.fatalErrors(), summary);
    assertEquals(List.of(), seen.consoleErrors(), summary);
    assertTrue(seen.framesSeen() > 200, summary);
  }
}
