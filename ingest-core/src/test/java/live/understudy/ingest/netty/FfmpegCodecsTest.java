package live.understudy.ingest.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import live.understudy.ingest.IngestLimits;
import live.understudy.media.AccessUnit;
import live.understudy.media.AudioConfig;
import live.understudy.media.Colour;
import live.understudy.media.OtherTrack;
import live.understudy.media.SessionEvent;
import live.understudy.media.StreamConfig;
import live.understudy.media.TrackType;
import live.understudy.media.VideoConfig;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real FFmpeg publishes every codec by Enhanced RTMP. */
@Timeout(300)
class FfmpegCodecsTest {
  private static final String FFMPEG = Loader.load(org.bytedeco.ffmpeg.ffmpeg.class);
  private static final int FRAMES = 60;
  private static final int GOP = 20;
  private static final String HEVC =
      "-c:v libx265 -preset ultrafast -x265-params keyint=20:min-keyint=20:scenecut=0:bframes=2";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -c:v libx264 -preset ultrafast -g 20 -bf 2 -sc_threshold 0 | avc1 | avc1.4d400c
          -c:v libx265 -preset ultrafast -x265-params keyint=20:min-keyint=20:scenecut=0:bframes=2:open-gop=0:log-level=none | hvc1 | hvc1.1.6.L60.90
          -c:v libx265 -preset ultrafast -x265-params keyint=20:min-keyint=20:scenecut=0:bframes=2:open-gop=1:log-level=none | hvc1 | hvc1.1.6.L60.90
          -c:v libaom-av1 -cpu-used 8 -usage realtime -g 20 -lag-in-frames 0 | av01 | av01.0.00M.08
          -c:v libsvtav1 -preset 12 -g 20 | av01 | av01.0.00M.08
          -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 20 | vp09 | vp09.00.11.08
          """)
  void publish_videoAlone_everyPictureOnTheGridAndItsKeyframes(
      String options, String fourCc, String codec) throws Exception {
    List<SessionEvent> events = publish(VIDEO_INPUT + COLOURS + options);

    StreamConfig config = onlyConfig(events);
    VideoConfig video = Objects.requireNonNull(config.video());
    assertNull(config.audio());
    assertEquals(fourCc, video.fourCc());
    assertEquals(codec, video.rfc6381());
    assertEquals("320x180", video.width() + "x" + video.height());
    assertEquals("25000/1000", video.timescale() + "/" + video.frameTicks());
    assertEquals(new Colour(1, 1, 1, false), video.colour());
    List<AccessUnit> units = RecordingSink.units(events, TrackType.VIDEO);
    assertEquals(FRAMES, units.size());
    for (int i = 0; i < FRAMES; i++) {
      AccessUnit unit = units.get(i);
      assertEquals(units.getFirst().dts() + i * 1000L, unit.dts(), "frame " + i);
      assertEquals(0, unit.compositionOffset() % 1000, "offset of frame " + i);
    }
    assertEquals(FRAMES, units.stream().map(AccessUnit::pts).distinct().count());
    assertEquals(FRAMES / GOP, units.stream().filter(AccessUnit::keyframe).count());
    assertTrue(units.getFirst().keyframe());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -c:a aac     | mp4a | mp4a.40.2 | 48000 | 2 | 1024
          -c:a libopus | Opus | opus      | 48000 | 2 | 960
          -c:a libopus -frame_duration 60 | Opus | opus | 48000 | 2 | 2880
          -c:a libopus -ac 6 -mapping_family 1 | Opus | opus | 48000 | 6 | 960
          -c:a ac3     | ac-3 | ac-3      | 48000 | 2 | 1536
          -c:a ac3 -ar 44100 -ac 6 | ac-3 | ac-3 | 44100 | 6 | 1536
          -c:a eac3    | ec-3 | ec-3      | 48000 | 2 | 1536
          -c:a eac3 -ar 32000 -ac 6 | ec-3 | ec-3 | 32000 | 6 | 1536
          """)
  void publish_soundAlone_everyFrameAfterTheOther(
      String options, String fourCc, String codec, int rate, int channels, int samples)
      throws Exception {
    List<SessionEvent> events = publish(AUDIO_INPUT + options);

    StreamConfig config = onlyConfig(events);
    AudioConfig audio = Objects.requireNonNull(config.audio());
    assertNull(config.video());
    assertEquals(fourCc, audio.fourCc());
    assertEquals(codec, audio.rfc6381());
    assertEquals(rate, audio.sampleRate());
    assertEquals(channels, audio.channels());
    assertEquals(samples, audio.samplesPerFrame());
    List<AccessUnit> units = RecordingSink.units(events, TrackType.AUDIO);
    assertEquals(3.0 * rate / samples, units.size(), 4);
    for (int i = 0; i < units.size(); i++) {
      assertEquals(units.getFirst().dts() + (long) samples * i, units.get(i).dts(), "frame " + i);
    }
  }

  @Test
  void publish_anamorphicHdrHevcWithOpus_shapeAndColoursAreTold() throws Exception {
    List<SessionEvent> events =
        publish(
            VIDEO_INPUT
                + AUDIO_INPUT
                + "-pix_fmt yuv420p10le -vf setsar=16/11,setparams=color_primaries=bt2020:"
                + "color_trc=smpte2084:colorspace=bt2020nc:range=tv "
                + HEVC
                + ":log-level=none -c:a libopus");
    StreamConfig config = onlyConfig(events);
    VideoConfig video = Objects.requireNonNull(config.video());
    assertNotNull(config.audio());
    assertEquals("hvc1.2.4.L60.90", video.rfc6381());
    assertEquals("16:11", video.pixelAspectWidth() + ":" + video.pixelAspectHeight());
    assertEquals(465, video.displayWidth());
    Colour colour = Objects.requireNonNull(video.colour());
    assertEquals(new Colour(9, 16, 9, false), colour);
    assertEquals("PQ", colour.videoRange());
  }

  @Test
  void publish_twoTracksOfEachKind_theDefaultOnesAreTakenAndTheOthersNamed() throws Exception {
    List<SessionEvent> events =
        publish(
            VIDEO_INPUT
                + AUDIO_INPUT
                + "-map 0:v -map 0:v -map 1:a -map 1:a -g 20 -preset ultrafast -c:v libx264 "
                + "-filter:v:1 scale=64:48 -c:a:0 libopus -c:a:1 aac");
    StreamConfig config = onlyConfig(events);
    assertEquals(320, Objects.requireNonNull(config.video()).width());
    assertEquals("Opus", Objects.requireNonNull(config.audio()).fourCc());
    List<AccessUnit> units = RecordingSink.units(events, TrackType.VIDEO);
    assertEquals(FRAMES, units.stream().map(AccessUnit::pts).distinct().count());
    assertEquals(FRAMES, units.size());
    SessionEvent.OtherTracks last = null;
    for (SessionEvent event : events) {
      last = event instanceof SessionEvent.OtherTracks others ? others : last;
    }
    assertEquals(
        Set.of(
            OtherTrack.of(TrackType.VIDEO, 1, "avc1"), OtherTrack.of(TrackType.AUDIO, 1, "mp4a")),
        Set.copyOf(Objects.requireNonNull(last).tracks()));
  }

  @ParameterizedTest
  @CsvSource({"-f lavfi -i sine -c:a libmp3lame, MP3", "-f lavfi -i sine -c:a flac, FLAC"})
  void publish_codecThatIsNotSupported_endsWithItsName(String options, String name)
      throws Exception {
    List<SessionEvent> events = publish(VIDEO_INPUT + options);
    assertTrue(
        RecordingSink.endReason(events).contains(" is " + name + ", which is not supported"),
        RecordingSink.endReason(events));
  }

  private static final String VIDEO_INPUT = "-f lavfi -i testsrc2=size=320x180:rate=25 ";
  private static final String AUDIO_INPUT =
      "-f lavfi -i sine=frequency=440:sample_rate=48000 -ac 2 ";
  private static final String COLOURS =
      "-vf setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv ";

  private static StreamConfig onlyConfig(List<SessionEvent> events) {
    assertTrue(
        RecordingSink.configs(events).size() == 1,
        RecordingSink.configs(events) + RecordingSink.endReason(events));
    return RecordingSink.configs(events).getFirst();
  }

  private static List<SessionEvent> publish(String options) throws Exception {
    try (TestListener server = new TestListener(IngestLimits.defaults(), null)) {
      List<String> command = new ArrayList<>(List.of(FFMPEG, "-nostdin", "-loglevel", "error"));
      command.addAll(List.of(options.strip().split(" +")));
      if (!options.contains("yuv420p10le") && options.contains("-c:v")) {
        command.addAll(List.of("-pix_fmt", "yuv420p"));
      }
      command.addAll(List.of("-t", options.contains("testsrc2") ? "2.4" : "3"));
      String url = "rtmp://127.0.0.1:" + server.port() + "/live/" + TestListener.KEY;
      command.addAll(List.of("-f", "flv", url));
      Process ffmpeg =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(new File("target/ffmpeg-codecs.log"))
              .start();
      try {
        List<SessionEvent> events = server.sink().awaitEnd();
        assertTrue(ffmpeg.waitFor(60, TimeUnit.SECONDS));
        return events;
      } finally {
        ffmpeg.destroyForcibly();
      }
    }
  }
}
