package live.understudy.encoders;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FactsTest {
  private static final Cell CELL =
      new Cell(new GstreamerEncoder("rtmp2sink"), Codecs.H264_AAC, Route.RTMPS);

  private static JsonNode leg(String video, int width, double rate, String audio, boolean tls) {
    return JsonMapper.shared()
        .readTree(
            """
            {"video": {"codec": "%s", "width": %d, "height": 180, "frameRate": %s},
             "audio": {"codec": "%s", "sampleRate": 48000, "channels": 2},
             "encoder": "x", "tls": %s}
            """
                .formatted(video, width, rate, audio, tls));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          avc1.42c00d | 320 | 30    | mp4a.40.2 | true  | []
          avc1.42c00d | 640 | 30    | mp4a.40.2 | true  | [another size than was sent]
          avc1.42c00d | 320 | 29.97 | mp4a.40.2 | true  | []
          avc1.42c00d | 320 | 108   | mp4a.40.2 | true  | [a frame rate other than 30]
          hvc1.1.6    | 320 | 30    | mp4a.40.2 | true  | [other codecs than were asked for]
          avc1.42c00d | 320 | 30    | opus      | true  | [other codecs than were asked for]
          avc1.42c00d | 320 | 30    | mp4a.40.2 | false | [the leg's tls is false]
          """)
  void faults_ofALeg_areNamed(
      String video, int width, double rate, String audio, boolean tls, String faults) {
    assertEquals(faults, Facts.faults(leg(video, width, rate, audio, tls), CELL).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "avc1.42c00d, mp4a.40.2, h264, aac, true",
    "hvc1.1.6, ec-3, hevc, eac3, true",
    "av01.0, opus, av1, opus, true",
    "vp09.00.10.08, mp4a.40.2, vp9, aac, true",
    "avc1.42c00d, mp4a.40.2, h264, opus, false",
    "avc1.42c00d, ac-3, hevc, ac3, false"
  })
  void agree_namesOfTheApiAndOfTheDecoder(
      String video, String audio, String decodedVideo, String decodedAudio, boolean agree) {
    Probe probe = new Probe(decodedVideo, decodedAudio, 1, 1, 1, "");
    assertEquals(agree, Facts.agree(leg(video, 320, 30, audio, true), probe));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          avc1.42c00d | mp4a.40.2 | ''
          avc1.42c00d | opus      | avc1.42c00d opus
          """)
  void otherCodecs_areThoseThatCame(String video, String audio, String other) {
    assertEquals(other, Facts.otherCodecs(leg(video, 320, 30, audio, true), Codecs.H264_AAC));
  }
}
