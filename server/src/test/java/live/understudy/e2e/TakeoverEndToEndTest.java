package live.understudy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import java.nio.file.Path;
import java.time.Duration;
import live.understudy.media.Leg;
import live.understudy.server.demo.CameraFeed;
import live.understudy.server.demo.DemoEncoder;
import live.understudy.testing.Await;
import live.understudy.testing.CapturedLog;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A second encoder comes with the key of a leg that is on air: the newer one is who is meant. */
@Tag("real-time")
@Timeout(600)
class TakeoverEndToEndTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(90);
  private static final String REASON = "another encoder took over with the same stream key";

  /** One splice by arrival time: a third of a second in frames; on a busy machine twice that. */
  private static final int MOST_FRAMES_WRONG = 20;

  /**
   * Without a backup the picture stands until the newer encoder's first keyframe: its connection,
   * the probing of its stream, and what its pictures are behind, in frames.
   */
  private static final int MOST_FRAMES_LOST_ALONE = 75;

  @TempDir Path folder;

  @Test
  void takeover_withoutAndWithBackup_nobodyNoticesMoreThanAllowed() throws Exception {
    try (Stage stage = Stage.set(folder);
        CameraFeed toFirst = stage.openFeed();
        CameraFeed toSecond = stage.openFeed();
        CameraFeed toBackup = stage.openFeed();
        CapturedLog log = CapturedLog.at(Level.INFO)) {
      DemoEncoder first = stage.start(stage.encoder(Leg.PRIMARY, toFirst, 600));
      stage.awaitLeg(Leg.PRIMARY, "RECEIVING");
      stage.goLive();
      DemoEncoder second = withoutBackup(stage, first, toSecond, log);

      stage.start(stage.encoder(Leg.BACKUP, toBackup, 500));
      stage.awaitLeg(Leg.BACKUP, "RECEIVING");
      withBackup(stage, second, toFirst, log);
    }
  }

  /** The program goes on with the new encoder. */
  private static DemoEncoder withoutBackup(
      Stage stage, DemoEncoder first, CameraFeed toSecond, CapturedLog log) throws Exception {
    try (Audience audience = Audience.watch(stage)) {
      audience.warmUp();
      DemoEncoder second = takeOver(stage, toSecond, first, log, 1);
      stage.awaitOnAir(Leg.PRIMARY);
      audience.show();
      assertTrue(second.isAlive(), second.lastLines()::toString);
      assertEquals(2, stage.legNode(Leg.PRIMARY).path("sessions").asInt());
      audience.finish("takeover-alone", MOST_FRAMES_LOST_ALONE, MOST_FRAMES_WRONG);
      return second;
    }
  }

  /** The backup goes on air and the new encoder stands by. */
  private static void withBackup(
      Stage stage, DemoEncoder second, CameraFeed toThird, CapturedLog log) throws Exception {
    try (Audience audience = Audience.watch(stage)) {
      audience.warmUp();
      assertEquals("PRIMARY", stage.onAir());
      DemoEncoder third = takeOver(stage, toThird, second, log, 2);
      stage.awaitOnAir(Leg.BACKUP);
      stage.awaitLeg(Leg.PRIMARY, "RECEIVING");
      audience.show();
      assertEquals("BACKUP", stage.onAir());
      assertTrue(third.isAlive(), third.lastLines()::toString);
      audience.finish("takeover-backup", MOST_FRAMES_WRONG, MOST_FRAMES_WRONG);
    }
  }

  private static DemoEncoder takeOver(
      Stage stage, CameraFeed feed, DemoEncoder first, CapturedLog log, int losers)
      throws Exception {
    DemoEncoder second = stage.start(stage.encoder(Leg.PRIMARY, feed, 600));
    Await.until(TIMEOUT, () -> "the first's end: " + first.lastLines(), () -> !first.isAlive());
    Await.until(
        TIMEOUT,
        "one log line more that names the reason",
        () -> log.lines("connection closed", REASON).size() == losers);
    assertTrue(first.lastLines().toString().contains(REASON), () -> "said: " + first.lastLines());
    return second;
  }
}
