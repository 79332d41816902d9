package live.understudy.ingest.flv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import live.understudy.ingest.BadInputException;
import live.understudy.ingest.rtmp.Amf0Value;
import live.understudy.ingest.rtmp.DataMessage;
import live.understudy.media.ByteSlice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          17 00 000000 0164    | SequenceHeader[fourCc=avc1, config=ByteSlice[2]]
          17 01 000000 AABB    | CodedFrame[fourCc=avc1, compositionOffsetMs=0, data=ByteSlice[2]]
          27 01 000050 AA      | CodedFrame[fourCc=avc1, compositionOffsetMs=80, data=ByteSlice[1]]
          27 01 FFFFB0 AA      | CodedFrame[fourCc=avc1, compositionOffsetMs=-80, data=ByteSlice[1]]
          27 01 800000 AA      | CodedFrame[fourCc=avc1, compositionOffsetMs=-8388608, data=ByteSlice[1]]
          27 01 7FFFFF AA      | CodedFrame[fourCc=avc1, compositionOffsetMs=8388607, data=ByteSlice[1]]
          27 01 000000         | Nothing[]
          17 02 000000         | Nothing[]
          57 00                | Nothing[]
          ''                   | Nothing[]
          """)
  void video_legacyAvc_parsed(String hex, String expected) throws BadInputException {
    assertEquals(expected, VideoTag.parse(bytes(hex)).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          12 00                | Sorenson H.263
          14 00                | VP6
          91 76703039          | VP9
          17 01 00             | a video message of 3 bytes
          90 6876              | a video message of 3 bytes
          90 76766331          | VVC
          90 76703038          | VP8
          95 61763031          | MPEG-2 TS
          17 03 000000         | packet type 3
          """)
  void video_unsupported_reasonNamesIt(String hex, String part) {
    String reason =
        assertThrows(BadInputException.class, () -> VideoTag.parse(bytes(hex))).reason();
    assertTrue(reason.contains(part), reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          AF 00 1190           | SequenceHeader[fourCc=mp4a, config=ByteSlice[2]]
          AF 01 2110           | CodedFrame[fourCc=mp4a, data=ByteSlice[2]]
          AE 01 2110           | CodedFrame[fourCc=mp4a, data=ByteSlice[2]]
          AF 01                | Nothing[]
          AF                   | Nothing[]
          ''                   | Nothing[]
          """)
  void audio_legacyAac_parsed(String hex, String expected) throws BadInputException {
    assertEquals(expected, AudioTag.parse(bytes(hex)).toString());
  }

  @ParameterizedTest
  @CsvSource({"2F00, MP3", "B600, Speex", "3600, PCM", "90664C6143, FLAC", "902E6D7033, MP3", "AF05AA, AAC packet"})
  void audio_unsupported_reasonNamesIt(String hex, String part) {
    String reason =
        assertThrows(BadInputException.class, () -> AudioTag.parse(bytes(hex))).reason();
    assertTrue(reason.contains(part), reason);
  }

  @Test
  void metadata_obsStyle_encoderAndRate() {
    Map<String, Amf0Value> map = new LinkedHashMap<>();
    map.put("framerate", Amf0Value.of(29.97));
    map.put("encoder", Amf0Value.of("obs-output module\u0000\n (libobs version 32.2)"));
    Metadata metadata = Objects.requireNonNull(Metadata.parse(data(new Amf0Value.Obj(map, true))));
    assertEquals("obs-output module   (libobs version 32.2)", metadata.encoder());
    assertEquals(29.97, metadata.frameRate());
  }

  @Test
  void metadata_absurdValues_none() {
    Map<String, Amf0Value> map = new LinkedHashMap<>();
    map.put("framerate", Amf0Value.of(1e9));
    map.put("encoder", Amf0Value.of("x".repeat(5_000)));
    Metadata metadata = Objects.requireNonNull(Metadata.parse(data(new Amf0Value.Obj(map, false))));
    assertEquals(120, Objects.requireNonNull(metadata.encoder()).length());
    assertEquals(0, metadata.frameRate());
  }

  @Test
  void metadata_otherData_null() {
    assertNull(Metadata.parse(data(Amf0Value.of(1))));
    assertNull(Metadata.parse(new DataMessage(1, 0, List.of(Amf0Value.of("onTextData")))));
    assertNull(Metadata.parse(new DataMessage(1, 0, List.of())));
  }

  private static DataMessage data(Amf0Value value) {
    return new DataMessage(
        1, 0, List.of(Amf0Value.of("@setDataFrame"), Amf0Value.of("onMetaData"), value));
  }

  private static ByteSlice bytes(String hex) {
    return ByteSlice.of(HexFormat.of().parseHex(hex.replace(" ", "")));
  }
}
