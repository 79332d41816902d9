package live.understudy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import live.understudy.media.Leg;
import live.understudy.server.demo.CameraFeed;
import live.understudy.server.demo.DemoApi;
import live.understudy.server.demo.DemoEncoder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The primary is not there when the show must begin. */
@Tag("real-time")
@Timeout(600)
class BackupOnlyEndToEndTest {
  /** One switch by arrival time: a third of a second in frames; on a busy machine twice that. */
  private static final int MOST_FRAMES_WRONG = 20;

  @TempDir Path folder;

  @Test
  void goLive_withBackupAlone_needsLeaveAndPrimaryStandsByAfterwards() throws Exception {
    try (Stage stage = Stage.set(folder);
        CameraFeed toPrimary = stage.openFeed();
        CameraFeed toBackup = stage.openFeed()) {
      String path = "/api/v1/events/" + Stage.EVENT + "/go-live";
      assertReasons(stage.api.post(path, Map.of()), "primary-missing");
      assertReasons(
          stage.api.post(path, Map.of("backupOnly", true)), "primary-missing", "backup-missing");
      DemoEncoder backup = stage.start(stage.encoder(Leg.BACKUP, toBackup, 600));
      stage.awaitLeg(Leg.BACKUP, "RECEIVING");
      assertReasons(stage.api.post(path, Map.of()), "primary-missing");

      var event = stage.api.post(path, Map.of("backupOnly", true)).require(200);
      assertTrue(event.path("backupOnly").asBoolean(), event::toString);
      stage.awaitPlaylist();
      assertEquals("BACKUP", stage.onAir());
      try (Audience audience = Audience.watch(stage)) {
        stage.start(stage.encoder(Leg.PRIMARY, toPrimary, 700));
        stage.awaitLeg(Leg.PRIMARY, "RECEIVING");
        audience.warmUp();
        assertEquals("BACKUP", stage.onAir(), "what plays well stays on air");
        backup.close();
        stage.awaitOnAir(Leg.PRIMARY);
        audience.show();
        audience.finish("backup-only", MOST_FRAMES_WRONG, MOST_FRAMES_WRONG);
      }
      assertEquals(409, stage.api.post(path, Map.of()).status());
    }
  }

  private static void assertReasons(DemoApi.Answer answer, String... codes) {
    assertEquals(409, answer.status(), answer::toString);
    assertEquals("not-ready", answer.body().path("code").asString(""), answer::toString);
    var reasons = answer.body().path("reasons").valueStream().toList();
    assertEquals(
        List.of(codes),
        reasons.stream().map(reason -> reason.path("code").asString("")).toList(),
        answer::toString);
    reasons.forEach(reason -> {
      assertEquals(Stage.LANGUAGE, reason.path("language").asString(""), answer::toString);
      assertTrue(reason.path("text").asString("").endsWith("."), answer::toString);
    });
  }
}
