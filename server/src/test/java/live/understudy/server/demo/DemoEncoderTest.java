package live.understudy.server.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
class DemoEncoderTest {
  private static final CameraSpec CAMERA = new CameraSpec("en", 320, 180, 30, 200);

  private static EncoderSpec spec(int video, int audio, String server) {
    return new EncoderSpec(
        "en primary",
        CAMERA,
        video,
        audio,
        URI.create(server),
        "demo_en_SECRET",
        null,
        "libx264",
        60,
        300,
        List.of());
  }

  @Test
  void start_realProgram_publishesToItsServer(@TempDir Path cache) throws Exception {
    FfmpegProgram program = FfmpegProgram.load(cache);
    try (DemoCamera camera = DemoCamera.start(CAMERA);
        CameraFeed feed = camera.openFeed();
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(60_000);
      String url = "rtmp://127.0.0.1:" + server.getLocalPort() + "/live";
      EncoderSpec spec = spec(feed.videoPort(), feed.audioPort(), url);
      try (DemoEncoder encoder = DemoEncoder.start(program, spec);
          Socket accepted = server.accept()) {
        InputStream in = accepted.getInputStream();
        assertEquals(3, in.read(), "RTMP's version byte");
        assertTrue(encoder.isAlive());
      }
    }
  }

  @Test
  void cameraCloses_encoderEnds(@TempDir Path cache) throws Exception {
    FfmpegProgram program = FfmpegProgram.load(cache);
    Path file = cache.resolve("out.flv");
    try (DemoCamera camera = DemoCamera.start(CAMERA)) {
      CameraFeed feed = camera.openFeed();
      EncoderSpec spec = spec(feed.videoPort(), feed.audioPort(), "rtmp://127.0.0.1:1/live");
      List<String> command = new ArrayList<>(List.of(program.ffmpeg().toString()));
      command.addAll(spec.arguments());
      command.set(command.size() - 1, file.toString());
      try (DemoEncoder encoder = DemoEncoder.start(command, spec)) {
        while (encoder.isAlive() && (!Files.exists(file) || Files.size(file) == 0)) {
          Thread.onSpinWait();
        }
        camera.close();
        assertEquals(0, encoder.onExit().get(60, TimeUnit.SECONDS), encoder.lastLines()::toString);
      }
    }
  }

  @Test
  void lastLines_keyAndFlood_areRedactedAndBounded() throws Exception {
    EncoderSpec spec = spec(1, 2, "rtmps://127.0.0.1:1936/live");
    String script = "for i in $(seq 1 500); do echo line $i demo_en_SECRET; done; exit 7";
    try (DemoEncoder encoder = DemoEncoder.start(List.of("sh", "-c", script), spec)) {
      assertEquals(7, encoder.onExit().get(60, TimeUnit.SECONDS));
      while (encoder.lastLines().isEmpty() || !encoder.lastLines().getLast().contains("500")) {
        Thread.onSpinWait();
      }
      assertEquals("line 500 (stream key)", encoder.lastLines().getLast());
      assertTrue(encoder.lastLines().size() <= 40);
    }
    assertFalse(spec.toString().contains("SECRET"));
  }

  @Test
  void close_processThatIgnoresEverything_isGone() throws Exception {
    DemoEncoder encoder =
        DemoEncoder.start(
            List.of("sh", "-c", "trap '' TERM INT; exec sleep 60"),
            spec(1, 2, "rtmp://127.0.0.1:1/live"));
    encoder.close();
    assertFalse(encoder.isAlive());
  }

  @Test
  void keeper_encoderKilled_startsAnother() throws Exception {
    EncoderSpec spec = spec(1, 2, "rtmp://127.0.0.1:1/live");
    BlockingQueue<String> said = new LinkedBlockingQueue<>();
    EncoderKeeper.Starter starter = () -> DemoEncoder.start(List.of("sleep", "60"), spec);
    try (EncoderKeeper keeper =
        new EncoderKeeper("en primary", starter, Duration.ofMillis(50), said::add)) {
      long first = keeper.encoder().pid();
      keeper.encoder().close();
      assertTrue(take(said).contains("was killed"));
      assertTrue(take(said).contains("runs again"));
      assertNotEquals(first, keeper.encoder().pid());
      assertTrue(keeper.encoder().isAlive());
    }
  }

  private static String take(BlockingQueue<String> said) throws InterruptedException {
    String line = said.poll(60, TimeUnit.SECONDS);
    return line == null ? "nothing was said" : line;
  }

  @Test
  void load_again_usesWhatIsUnpacked(@TempDir Path cache) throws IOException {
    FfmpegProgram first = FfmpegProgram.load(cache);
    Object modified = Files.getLastModifiedTime(first.ffmpeg());
    FfmpegProgram second = FfmpegProgram.load(cache);
    assertEquals(first, second);
    assertEquals(modified, Files.getLastModifiedTime(second.ffmpeg()));
    assertTrue(second.hasEncoder("aac"));
    assertFalse(second.hasEncoder("libnothing"));
  }

  @Test
  void arguments_rtmpsWithAuthority_verifyTheServer() {
    EncoderSpec plain = spec(1, 2, "rtmps://127.0.0.1:1936/live");
    assertFalse(plain.arguments().contains("-tls_verify"));
    EncoderSpec verifying =
        new EncoderSpec(
            plain.name(),
            plain.camera(),
            1,
            2,
            plain.server(),
            plain.streamKey(),
            Path.of("ca.pem"),
            plain.codec(),
            60,
            300,
            List.of());
    assertTrue(String.join(" ", verifying.arguments()).contains("-tls_verify 1 -ca_file ca.pem"));
  }
}
