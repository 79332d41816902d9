package live.understudy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import live.understudy.media.Leg;
import live.understudy.server.demo.CameraFeed;
import live.understudy.testing.Await;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The disk fills up while the program is live. Needs root, for a small disk of its own. */
@Tag("real-time")
@Timeout(600)
class DiskFullEndToEndTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  /** A little more than must stay free by default, 1 GiB; only what is written takes memory. */
  private static final int DISK_MIB = 1_100;

  private static final int FILLER_MIB = 90;

  @TempDir Path folder;

  @Test
  void liveProgram_diskFullAndThenNot_goesOnAndIsRecordedAgain() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    String size = "size=" + DISK_MIB + "m";
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", size, "tmpfs", disk.toString()),
        "a small disk can't be mounted: not root?");
    ServerProcess server = ServerProcess.start(disk);
    try (Stage stage = Stage.set(server, List.of(Stage.LANGUAGE));
        CameraFeed feed = stage.openFeed()) {
      stage.start(stage.encoder(Leg.PRIMARY, feed, 600));
      stage.awaitLeg(Leg.PRIMARY, "RECEIVING");
      stage.goLive();
      try (HlsViewer viewer = HlsViewer.watch(stage.mediaPlaylist())) {
        awaitRecording(stage, "RECORDING");
        Path filler = disk.resolve("filler");
        fill(filler);
        awaitRecording(stage, "STOPPED");
        assertEquals("disk-full", recording(stage).path("reason").asString(""));
        long stopped = viewer.lastMsn();
        Await.until(TIMEOUT, "live to go on", () -> viewer.lastMsn() >= stopped + 3);
        Files.delete(filler);
        awaitRecording(stage, "RECORDING");
        long resumed = viewer.lastMsn();
        Await.until(TIMEOUT, "live to go on", () -> viewer.lastMsn() >= resumed + 2);
        HlsViewer.Recording seen = viewer.stop();
        assertEquals(List.of(), seen.violations());
        assertEquals(List.of(), seen.httpErrors());
        assertEquals(0, seen.discontinuities());
        FrameNumbers frames =
            seen.frames(stage.ffmpeg, Stage.CAMERA.width(), Stage.CAMERA.height());
        assertEquals("", frames.complaints());
        assertEquals(List.of(), frames.jumps());
      }
    } finally {
      server.kill();
      Await.until(TIMEOUT, "the small disk, still in use", () -> run("umount", disk.toString()));
    }
  }

  private static void fill(Path filler) throws Exception {
    byte[] mebibyte = new byte[1 << 20];
    try (OutputStream out = Files.newOutputStream(filler)) {
      for (int i = 0; i < FILLER_MIB; i++) {
        out.write(mebibyte);
      }
    }
  }

  private static JsonNode recording(Stage stage) {
    return stage.language().path("program").path("recording");
  }

  private static void awaitRecording(Stage stage, String state) throws Exception {
    Await.until(
        TIMEOUT,
        () -> state + ", is " + recording(stage),
        () -> recording(stage).path("state").asString("").equals(state));
  }

  private static boolean run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
  }
}
