package live.understudy.ingest.flv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
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
          17 01 000000 AABB    | CodedFrame[fourCc=avc1, compositionOffsetMs=0, data=ByteSlice[2], offsetNs=0]
          27 01 000050 AA      | CodedFrame[fourCc=avc1, compositionOffsetMs=80, data=ByteSlice[1], offsetNs=0]
          27 01 FFFFB0 AA      | CodedFrame[fourCc=avc1, compositionOffsetMs=-80, data=ByteSlice[1], offsetNs=0]
          27 01 800000 AA      | CodedFrame[fourCc=avc1, compositionOffsetMs=-8388608, data=ByteSlice[1], offsetNs=0]
          27 01 7FFFFF AA      | CodedFrame[fourCc=avc1, compositionOffsetMs=8388607, data=ByteSlice[1], offsetNs=0]
          27 01 000000         | Nothing[]
          17 02 000000         | Nothing[]
          57 00                | Nothing[]
          ''                   | Nothing[]
          """)
  void video_legacyAvc_parsed(String hex, String expected) throws BadInputException {
    assertEquals(expected, VideoTag.parse(bytes(hex)).toString());
  }

  /** "hvc1" is 68766331, "av01" 61763031, "avc1" 61766331. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1C 00 000000 01         | SequenceHeader[fourCc=hvc1, config=ByteSlice[1]]
          2C 01 FFFFD8 AABB       | CodedFrame[fourCc=hvc1, compositionOffsetMs=-40, data=ByteSlice[2], offsetNs=0]
          90 68766331 0102        | SequenceHeader[fourCc=hvc1, config=ByteSlice[2]]
          90 61763031             | SequenceHeader[fourCc=av01, config=ByteSlice[0]]
          90 76703039 01          | SequenceHeader[fourCc=vp09, config=ByteSlice[1]]
          91 76703039 8249        | CodedFrame[fourCc=vp09, compositionOffsetMs=0, data=ByteSlice[2], offsetNs=0]
          A3 76703039 86          | CodedFrame[fourCc=vp09, compositionOffsetMs=0, data=ByteSlice[1], offsetNs=0]
          91 76703039             | Nothing[]
          96 01 76703039 00 86AA  | CodedFrame[fourCc=vp09, compositionOffsetMs=0, data=ByteSlice[2], offsetNs=0]
          91 68766331 000028 AA   | CodedFrame[fourCc=hvc1, compositionOffsetMs=40, data=ByteSlice[1], offsetNs=0]
          A1 61766331 FFFFFF AA   | CodedFrame[fourCc=avc1, compositionOffsetMs=-1, data=ByteSlice[1], offsetNs=0]
          A1 61763031 000028 AA   | CodedFrame[fourCc=av01, compositionOffsetMs=0, data=ByteSlice[4], offsetNs=0]
          A3 68766331 AABB        | CodedFrame[fourCc=hvc1, compositionOffsetMs=0, data=ByteSlice[2], offsetNs=0]
          92 68766331             | Nothing[]
          94 68766331 0200        | Metadata[amf=ByteSlice[2]]
          94 68766331             | Metadata[amf=ByteSlice[0]]
          D1 00                   | Nothing[]
          96 03 68766331 00 AABB                | CodedFrame[fourCc=hvc1, compositionOffsetMs=0, data=ByteSlice[2], offsetNs=0]
          96 01 68766331 00 000028 AA           | CodedFrame[fourCc=hvc1, compositionOffsetMs=40, data=ByteSlice[1], offsetNs=0]
          96 03 68766331 01 AABB                | Nothing[]
          96 13 68766331 01 000001 AA 00 000002 BBCC  | CodedFrame[fourCc=hvc1, compositionOffsetMs=0, data=ByteSlice[2], offsetNs=0]
          96 13 68766331 01 000001 AA           | Nothing[]
          96 23 76703039 01 000001 AA 61763031 00 000001 BB | CodedFrame[fourCc=av01, compositionOffsetMs=0, data=ByteSlice[1], offsetNs=0]
          97 02 0F423F 03 68766331 AA           | CodedFrame[fourCc=hvc1, compositionOffsetMs=0, data=ByteSlice[1], offsetNs=999999]
          97 02 000064 07 00 AA 11 68766331 000028 AA | CodedFrame[fourCc=hvc1, compositionOffsetMs=40, data=ByteSlice[1], offsetNs=100]
          97 02 000064 06 03 68766331 00 AA     | CodedFrame[fourCc=hvc1, compositionOffsetMs=0, data=ByteSlice[1], offsetNs=100]
          97 00 AA 17 01 BBBB 13 68766331 AA    | CodedFrame[fourCc=hvc1, compositionOffsetMs=0, data=ByteSlice[1], offsetNs=0]
          97 FF 0000 DD 13 68766331 AA          | CodedFrame[fourCc=hvc1, compositionOffsetMs=0, data=ByteSlice[1], offsetNs=0]
          """)
  void video_extended_parsed(String hex, String expected) throws BadInputException {
    assertEquals(expected, VideoTag.parse(bytes(hex)).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          90 687663               | cut short
          91 68766331 0000        | cut short
          97 02 0F4240 03 68766331 AA | timestamp offset of a millisecond
          97 00 00 03 68766331 AA | timestamp offset of a millisecond
          97 FF FFFF AA           | cut short
          96 33 68766331 00 AA    | multitrack message of type 51
          96 06 68766331 00 AA    | multitrack message of type 6
          96 07 68766331 00 AA    | multitrack message of type 7
          96 13 68766331 00 000002 AA | cut short
          98 68766331             | extended packet type 8
          """)
  void video_extendedAndBroken_reason(String hex, String part) {
    String reason =
        assertThrows(BadInputException.class, () -> VideoTag.parse(bytes(hex))).reason();
    assertTrue(reason.contains(part), reason);
  }

  /** "Opus" is 4F707573, "ac-3" 61632D33, "ec-3" 65632D33, "mp4a" 6D703461. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          90 4F707573             | SequenceHeader[fourCc=Opus, config=ByteSlice[0]]
          90 6D703461 1190        | SequenceHeader[fourCc=mp4a, config=ByteSlice[2]]
          91 6D703461 2110        | CodedFrame[fourCc=mp4a, data=ByteSlice[2], offsetNs=0]
          91 61632D33 0B77        | CodedFrame[fourCc=ac-3, data=ByteSlice[2], offsetNs=0]
          91 65632D33 0B77        | CodedFrame[fourCc=ec-3, data=ByteSlice[2], offsetNs=0]
          91 4F707573             | Nothing[]
          92 4F707573             | Nothing[]
          94 4F707573 010200000003 | Nothing[]
          95 01 4F707573 00 FC01  | CodedFrame[fourCc=Opus, data=ByteSlice[2], offsetNs=0]
          95 11 4F707573 03 000001 FC 00 000001 FC | CodedFrame[fourCc=Opus, data=ByteSlice[1], offsetNs=0]
          97 02 000001 01 4F707573 FC | CodedFrame[fourCc=Opus, data=ByteSlice[1], offsetNs=1]
          """)
  void audio_extended_parsed(String hex, String expected) throws BadInputException {
    assertEquals(expected, AudioTag.parse(bytes(hex)).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          12 00                | Sorenson H.263
          14 00                | VP6
          17 01 00             | a media message of 3 bytes
          90 6876              | a media message of 3 bytes
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
          AF 01 2110           | CodedFrame[fourCc=mp4a, data=ByteSlice[2], offsetNs=0]
          AE 01 2110           | CodedFrame[fourCc=mp4a, data=ByteSlice[2], offsetNs=0]
          AF 01                | Nothing[]
          AF                   | Nothing[]
          ''                   | Nothing[]
          """)
  void audio_legacyAac_parsed(String hex, String expected) throws BadInputException {
    assertEquals(expected, AudioTag.parse(bytes(hex)).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "2F00, MP3",
    "B600, Speex",
    "3600, PCM",
    "90664C6143, FLAC",
    "902E6D7033, MP3",
    "AF05AA, AAC packet"
  })
  void audio_unsupported_reasonNamesIt(String hex, String part) {
    String reason =
        assertThrows(BadInputException.class, () -> AudioTag.parse(bytes(hex))).reason();
    assertTrue(reason.contains(part), reason);
  }

  @Test
  void tags_noise_valueOrReason() {
    int values = 0;
    for (int seed = 0; seed < 100_000; seed++) {
      Random random = new Random(seed);
      byte[] noise = new byte[random.nextInt(24)];
      random.nextBytes(noise);
      if (noise.length > 0 && random.nextBoolean()) {
        // Enhanced RTMP's messages within each other.
        noise[0] = (byte) (random.nextBoolean() ? 0x96 : 0x97);
      }
      ByteSlice body = ByteSlice.of(noise);
      for (int kind = 0; kind < 2; kind++) {
        try {
          values += (kind == 0 ? VideoTag.parse(body) : AudioTag.parse(body)) == null ? 0 : 1;
        } catch (BadInputException e) {
          assertFalse(e.reason().isEmpty());
        }
      }
    }
    assertTrue(values > 1_000, values + " values");
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
