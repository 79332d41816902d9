package live.understudy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import live.understudy.server.demo.CameraFeed;
import live.understudy.server.demo.CameraSpec;
import live.understudy.server.demo.DemoCamera;
import live.understudy.server.demo.DemoEncoder;
import live.understudy.server.demo.EncoderSpec;
import live.understudy.server.demo.FfmpegProgram;
import live.understudy.testing.Await;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The instruments themselves, on a stream that FFmpeg packages and a plain file server serves. */
@Tag("real-time")
@Timeout(600)
class HarnessTest {
  private static final CameraSpec CAMERA = CameraSpec.standard("en", 340);
  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  /**
   * The third of ten segments is never listed in time for a viewer that follows this file server.
   */
  private volatile String hidden = "nothing";

  @TempDir Path folder;

  @Test
  void viewerAndBrowser_soundStream_seeEveryFrameAndNoFault() throws Exception {
    FfmpegProgram ffmpeg = FfmpegProgram.load(Path.of("target", "ffmpeg").toAbsolutePath());
    try (DemoCamera camera = DemoCamera.start(CAMERA);
        CameraFeed feed = camera.openFeed();
        DemoEncoder encoder = startHls(ffmpeg, feed)) {
      HttpServer server = serve();
      URI playlist = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/live.m3u8");
      Await.until(TIMEOUT, () -> "segments: " + encoder.lastLines(), () -> segments().size() >= 4);
      try (HlsViewer viewer = HlsViewer.watch(playlist);
          BrowserProbe browser = BrowserProbe.hls(playlist)) {
        browser.awaitFirstFrame(TIMEOUT);
        long until = viewer.lastMsn() + 6;
        Await.until(TIMEOUT, "more segments", () -> viewer.lastMsn() >= until);
        BrowserProbe.Report seen = browser.stop();
        HlsViewer.Recording recording = viewer.stop();
        FrameNumbers frames = recording.frames(ffmpeg, CAMERA.width(), CAMERA.height());
        assertEquals(List.of(), recording.violations());
        assertEquals(List.of(), recording.httpErrors());
        assertEquals(List.of(), frames.jumps());
        assertEquals(0, frames.unreadable());
        assertTrue(frames.numbers().size() >= 9 * 30, frames::toString);
        assertEquals(0, seen.stalls(), seen::toString);
        assertEquals(0, seen.timeBacks(), seen::toString);
        assertEquals(List.of(), seen.fatalErrors(), seen::toString);
        assertEquals(List.of(), seen.consoleErrors(), seen::toString);
        assertTrue(seen.framesSeen() > 30, seen::toString);
      } finally {
        server.stop(0);
      }
    }
  }

  @Test
  void viewer_segmentGone_saysWhichAndCountsItsFrames() throws Exception {
    FfmpegProgram ffmpeg = FfmpegProgram.load(Path.of("target", "ffmpeg").toAbsolutePath());
    try (DemoCamera camera = DemoCamera.start(CAMERA);
        CameraFeed feed = camera.openFeed();
        DemoEncoder encoder = startHls(ffmpeg, feed)) {
      HttpServer server = serve();
      URI playlist = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/live.m3u8");
      hidden = "5.m4s";
      Await.until(TIMEOUT, () -> "segments: " + encoder.lastLines(), () -> segments().size() >= 3);
      try (HlsViewer viewer = HlsViewer.watch(playlist)) {
        Await.until(TIMEOUT, "segment 7", () -> viewer.lastMsn() >= 7);
        HlsViewer.Recording recording = viewer.stop();
        FrameNumbers frames = recording.frames(ffmpeg, CAMERA.width(), CAMERA.height());
        assertTrue(recording.violations().toString().contains("5.m4s is listed and not"));
        assertEquals(30, frames.lost().size(), frames::toString);
        assertEquals(1, frames.jumps().size());
        assertFalse(frames.numbers().isEmpty());
      } finally {
        server.stop(0);
      }
    }
  }

  /** Segments of one second, so that the test is short. */
  private DemoEncoder startHls(FfmpegProgram ffmpeg, CameraFeed feed) throws IOException {
    EncoderSpec spec =
        new EncoderSpec(
            "harness",
            CAMERA,
            feed.videoPort(),
            feed.audioPort(),
            URI.create("rtmp://unused/live"),
            "unused-key",
            null,
            "libx264",
            30,
            600,
            List.of());
    List<String> command = new ArrayList<>(List.of(ffmpeg.ffmpeg().toString()));
    List<String> arguments = spec.arguments();
    command.addAll(arguments.subList(0, arguments.indexOf("flv") - 1));
    command.addAll(
        List.of(
            "-f",
            "hls",
            "-hls_time",
            "1",
            "-hls_list_size",
            "6",
            "-hls_segment_type",
            "fmp4",
            "-hls_flags",
            "program_date_time+independent_segments",
            "-hls_fmp4_init_filename",
            "init.mp4",
            "-hls_segment_filename",
            folder.resolve("%d.m4s").toString(),
            folder.resolve("live.m3u8").toString()));
    return DemoEncoder.start(command, spec);
  }

  private List<Path> segments() throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".m4s")).toList();
    }
  }

  private HttpServer serve() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    return server;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String name = exchange.getRequestURI().getPath().substring(1);
      exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
      Path file = folder.resolve(name);
      if (!Files.exists(file) || name.equals(hidden)) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      byte[] body = Files.readAllBytes(file);
      if (name.endsWith(".m3u8")) {
        // FFmpeg does not write the tag that the rules ask for.
        String text = new String(body, StandardCharsets.UTF_8);
        String head = "#EXT-X-DISCONTINUITY-SEQUENCE:0\n#EXT-X-MAP";
        body = text.replaceFirst("#EXT-X-MAP", head).getBytes(StandardCharsets.UTF_8);
      }
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
