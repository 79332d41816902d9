package live.understudy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import live.understudy.media.Leg;
import live.understudy.server.demo.CameraFeed;
import live.understudy.server.demo.DemoEncoder;
import live.understudy.server.demo.EncoderSpec;
import live.understudy.testing.Await;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The promise itself: encoders die, and nobody who watches notices. */
@Tag("real-time")
@Timeout(600)
class FailoverEndToEndTest {
  private static final Duration SHOW = Duration.ofSeconds(8);

  /**
   * Where the offset of two legs is known from their arrival only, each of two switches may be
   * wrong by how much later one encoder delivers than the other: a third of a second here, in
   * frames, and twice that on a busy machine.
   */
  private static final int MOST_FRAMES_WRONG = 2 * 20;

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
      try (Audience audience = Audience.watch(stage)) {
        audience.warmUp();
        assertEquals("PRIMARY", stage.onAir());
        primary.close();
        stage.awaitOnAir(Leg.BACKUP);
        // What happened is seen while the next thing is waited for.
        audience.warmUp();
        stage.start(stage.encoder(Leg.PRIMARY, toPrimary, 900));
        stage.awaitLeg(Leg.PRIMARY, "RECEIVING");
        audience.show();
        assertEquals("BACKUP", stage.onAir(), "what plays well stays on air");
        backup.close();
        stage.awaitOnAir(Leg.PRIMARY);
        audience.show();
        audience.finish("unlike", MOST_FRAMES_WRONG, MOST_FRAMES_WRONG);
      }
    }
  }

  @Test
  void unlikeConfigurations_primaryKilled_theBrowserPlaysOn() throws Exception {
    try (Stage stage = Stage.set(folder);
        CameraFeed toPrimary = stage.openFeed();
        CameraFeed toBackup = stage.openFeed()) {
      DemoEncoder primary = stage.start(stage.encoder(Leg.PRIMARY, toPrimary, 900));
      stage.awaitLeg(Leg.PRIMARY, "RECEIVING");
      // B-frames: other parameter sets, another reorder delay, and an encoder that delivers later.
      EncoderSpec reordering =
          stage.encoder(Leg.BACKUP, toBackup, 700, List.of("-tune", "film", "-bf", "2"));
      stage.start(reordering);
      stage.awaitLeg(Leg.BACKUP, "RECEIVING");
      stage.goLive();
      try (Audience audience = Audience.watch(stage)) {
        audience.warmUp();
        primary.close();
        stage.awaitOnAir(Leg.BACKUP);
        audience.show();
        audience.finish("configurations", MOST_FRAMES_WRONG / 2, MOST_FRAMES_WRONG / 2);
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
      try (Audience audience = Audience.watch(stage)) {
        audience.warmUp();
        assertEquals("PRIMARY", stage.onAir());
        line.cut();
        stage.awaitOnAir(Leg.BACKUP);
        audience.show();
        audience.finish("identical", 0, 0);
      }
    }
  }

  private static URI withPort(URI server, int port) {
    return URI.create(server.getScheme() + "://127.0.0.1:" + port + server.getPath());
  }
}
