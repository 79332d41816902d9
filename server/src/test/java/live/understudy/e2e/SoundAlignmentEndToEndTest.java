package live.understudy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import live.understudy.media.Leg;
import live.understudy.server.demo.CameraFeed;
import live.understudy.server.demo.DemoEncoder;
import live.understudy.server.demo.EncoderSpec;
import live.understudy.testing.Await;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two encoders that know nothing of each other, of which one delivers much later. */
@Tag("real-time")
@Timeout(600)
class SoundAlignmentEndToEndTest {
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(180);

  /**
   * How much later the backup's encoder delivers what both see: it looks ahead so many pictures.
   */
  private static final int LOOK_AHEAD = 40;

  @TempDir Path folder;

  @Test
  void backupDeliversLater_primaryKilled_switchIsExactByTheSound() throws Exception {
    Map<String, String> often = Map.of("alignment.soundIntervalS", "5");
    try (Stage stage = Stage.set(TestServers.start(folder, often), List.of(Stage.LANGUAGE));
        CameraFeed toPrimary = stage.openFeed();
        CameraFeed toBackup = stage.openFeed()) {
      DemoEncoder primary = stage.start(stage.encoder(Leg.PRIMARY, toPrimary, 900));
      stage.awaitLeg(Leg.PRIMARY, "RECEIVING");
      EncoderSpec late =
          stage.encoder(
              Leg.BACKUP,
              toBackup,
              600,
              List.of(
                  "-tune",
                  "film",
                  "-bf",
                  "0",
                  "-mbtree",
                  "1",
                  "-rc-lookahead",
                  LOOK_AHEAD + "",
                  "-b:a",
                  "64k"));
      stage.start(late);
      stage.awaitLeg(Leg.BACKUP, "RECEIVING");
      assertEquals("ARRIVAL_TIME", alignment(stage));
      Await.until(
          LOCK_TIMEOUT,
          () -> "the lock before the event: " + stage.language(),
          () -> alignment(stage).equals("SOUND"));
      stage.goLive();
      assertEquals("SOUND", alignment(stage), "what is known stays known");
      double behindMs = stage.language().path("program").path("offsetMs").asDouble();
      int aheadMs = LOOK_AHEAD * 1000 / Stage.CAMERA.framesPerSecond();
      assertTrue(behindMs > aheadMs / 2.0 && behindMs < 2 * aheadMs, "behind " + behindMs);
      try (Audience audience = Audience.watch(stage)) {
        audience.warmUp();
        assertEquals("PRIMARY", stage.onAir());
        killWorker();
        assertEquals("SOUND", alignment(stage), "its death costs nothing that is known");
        Await.until(LOCK_TIMEOUT, "another worker", () -> worker().isPresent());
        assertEquals("SOUND", alignment(stage));
        primary.close();
        stage.awaitOnAir(Leg.BACKUP);
        audience.show();
        String by =
            stage
                .language()
                .path("program")
                .path("switches")
                .valueStream()
                .map(each -> each.path("alignment").asString(""))
                .reduce("", (before, each) -> each);
        assertEquals("SOUND", by);
        audience.finish("sound", 1, 1);
      }
    }
  }

  /** As {@code kill -9} does. */
  private static void killWorker() throws Exception {
    Await.until(LOCK_TIMEOUT, "a worker", () -> worker().isPresent());
    ProcessHandle running = worker().orElseThrow();
    assertTrue(running.destroyForcibly());
    Await.until(LOCK_TIMEOUT, "the worker's end", () -> !running.isAlive());
  }

  /** The only child that is a JVM. */
  private static Optional<ProcessHandle> worker() {
    return ProcessHandle.current()
        .children()
        .filter(child -> child.info().command().orElse("").endsWith("java"))
        .filter(ProcessHandle::isAlive)
        .findFirst();
  }

  private static String alignment(Stage stage) {
    return stage.language().path("program").path("alignment").asString("");
  }
}
