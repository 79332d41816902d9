package live.understudy.ingest.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import live.understudy.ingest.IngestLimits;
import live.understudy.media.AccessUnit;
import live.understudy.media.AudioConfig;
import live.understudy.media.SessionEvent;
import live.understudy.media.TrackType;
import live.understudy.media.VideoConfig;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real FFmpeg publishes; the access units are what its encoders made. */
@Timeout(300)
class FfmpegPublishTest {
  private static final String FFMPEG = Loader.load(org.bytedeco.ffmpeg.ffmpeg.class);
  private static final int FRAMES = 100;
  private static final int GOP = 25;

  @ParameterizedTest
  @CsvSource({
    "25, 25000, 1000",
    "30000/1001, 30000, 1001",
    "60, 60000, 1000",
    "24000/1001, 24000, 1001"
  })
  void publish_h264WithBFramesAndAacOverTls_unitsOnTheGrid(String fps, int timescale, int ticks)
      throws Exception {
    try (TestListener server =
        new TestListener(IngestLimits.defaults(), TestCertificate.serverContext())) {
      String url = "rtmps://127.0.0.1:" + server.port() + "/live/" + TestListener.KEY;
      List<SessionEvent> events = publish(server, url, fps, List.of());

      VideoConfig video = Objects.requireNonNull(RecordingSink.configs(events).getFirst().video());
      AudioConfig audio = Objects.requireNonNull(RecordingSink.configs(events).getFirst().audio());
      assertEquals(1, RecordingSink.configs(events).size());
      assertEquals(timescale, video.timescale());
      assertEquals(ticks, video.frameTicks());
      assertEquals(320, video.width());
      assertEquals(180, video.height());
      assertEquals("mp4a.40.2", audio.rfc6381());
      assertEquals(48_000, audio.sampleRate());
      checkVideo(RecordingSink.units(events, TrackType.VIDEO), ticks);
      checkAudio(RecordingSink.units(events, TrackType.AUDIO));
      assertEquals("the encoder stopped the stream", RecordingSink.endReason(events));
      assertTrue(
          events.stream()
              .anyMatch(e ->
                  e instanceof SessionEvent.Described(String name) && name.startsWith("Lavf")));
    }
  }

  @Test
  void publish_wrongKey_ffmpegFailsBeforeAnyMedia() throws Exception {
    try (TestListener server = new TestListener(IngestLimits.defaults(), null)) {
      Process ffmpeg =
          start("rtmp://127.0.0.1:" + server.port() + "/live/demo_en_wrong", "25", List.of());
      assertTrue(ffmpeg.waitFor(60, TimeUnit.SECONDS));
      assertNotEquals(0, ffmpeg.exitValue());
      assertTrue(server.sinks.isEmpty());
    }
  }

  @ParameterizedTest
  @CsvSource({TestListener.KEY + ", true", "wrong, false"})
  void publish_userAndPassword_onlyTheRightOnePublishes(String password, boolean right)
      throws Exception {
    try (TestListener server = new TestListener(IngestLimits.defaults(), null)) {
      String login = TestListener.USER + ":" + password;
      String url = "rtmp://" + login + "@127.0.0.1:" + server.port() + "/auth/anything";
      if (right) {
        List<SessionEvent> events = publish(server, url, "25", List.of());
        checkVideo(RecordingSink.units(events, TrackType.VIDEO), 1000);
        assertEquals(TestListener.USER, server.requests.take().user());
      } else {
        Process ffmpeg = start(url, "25", List.of());
        assertTrue(ffmpeg.waitFor(60, TimeUnit.SECONDS));
        assertNotEquals(0, ffmpeg.exitValue());
        assertTrue(server.sinks.isEmpty());
      }
    }
  }

  @Test
  void publish_timestampsBeyond24Bits_unitsOnTheGrid() throws Exception {
    try (TestListener server = new TestListener(IngestLimits.defaults(), null)) {
      String url = "rtmp://127.0.0.1:" + server.port() + "/live/" + TestListener.KEY;
      List<SessionEvent> events = publish(server, url, "25", List.of("-output_ts_offset", "16776"));
      List<AccessUnit> units = RecordingSink.units(events, TrackType.VIDEO);
      checkVideo(units, 1000);
      assertTrue(units.getFirst().dts() > 16_000L * 25_000);
    }
  }

  private static List<SessionEvent> publish(
      TestListener server, String url, String fps, List<String> more) throws Exception {
    Process ffmpeg = start(url, fps, more);
    try {
      List<SessionEvent> events = server.sink().awaitEnd();
      assertTrue(ffmpeg.waitFor(60, TimeUnit.SECONDS));
      return events;
    } finally {
      ffmpeg.destroyForcibly();
    }
  }

  private static Process start(String url, String fps, List<String> more) throws Exception {
    List<String> command = new ArrayList<>(List.of(FFMPEG, "-nostdin", "-loglevel", "error"));
    command.addAll(List.of("-f", "lavfi", "-i", "testsrc2=size=320x180:rate=" + fps));
    command.addAll(List.of("-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000"));
    command.addAll(List.of("-frames:v", "" + FRAMES, "-shortest", "-pix_fmt", "yuv420p"));
    command.addAll(List.of("-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-g", "" + GOP));
    command.addAll(List.of("-b_strategy", "0", "-sc_threshold", "0", "-threads", "1"));
    command.addAll(List.of("-c:a", "aac", "-b:a", "64k", "-tls_verify", "0"));
    command.addAll(more);
    command.addAll(List.of("-f", "flv", url));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(new File("target/ffmpeg.log"))
        .start();
  }

  private static void checkVideo(List<AccessUnit> units, int frameTicks) {
    assertEquals(FRAMES, units.size());
    int reordered = 0;
    for (int i = 0; i < FRAMES; i++) {
      AccessUnit unit = units.get(i);
      assertEquals(units.getFirst().dts() + (long) i * frameTicks, unit.dts(), "frame " + i);
      assertEquals(0, unit.compositionOffset() % frameTicks, "offset of frame " + i);
      assertEquals(i % GOP == 0, unit.keyframe(), "frame " + i);
      reordered += unit.compositionOffset() != units.getFirst().compositionOffset() ? 1 : 0;
    }
    assertTrue(reordered > FRAMES / 2, "B-frames were sent");
    assertEquals(
        FRAMES, units.stream().map(AccessUnit::pts).distinct().count(), "each picture once");
  }

  private static void checkAudio(List<AccessUnit> units) {
    assertTrue(units.size() > 50, units.size() + " audio frames");
    for (int i = 0; i < units.size(); i++) {
      assertEquals(units.getFirst().dts() + 1024L * i, units.get(i).dts(), "audio frame " + i);
    }
  }
}
