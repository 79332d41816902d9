package live.understudy.encoders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncoderOptionsTest {
  private static final List<Encoder> ENCODERS =
      List.of(new ObsEncoder(), new GstreamerEncoder("rtmpsink"));

  private static List<String> cells(String... arguments) {
    return EncoderOptions.read(List.of(arguments)).cells(ENCODERS).stream().map(Cell::id).toList();
  }

  @Test
  void cells_all_eachOnceWithEveryCodecAndRoute() {
    List<String> all = cells();
    assertEquals(all.size(), new HashSet<>(all).size());
    assertEquals(2 * (2 * Codecs.values().length + 4), all.size());
    assertTrue(all.contains("obs/h264-aac/rtmps-user"), all::toString);
    assertTrue(all.contains("gstreamer-rtmpsink/hevc-eac3/rtmp"), all::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          obs                          | 24
          obs/h264-aac                 | 6
          obs/h264-aac/rtmps           | 1
          obs/h264-aac/rtmps,*/vp9-aac | 5
          */*/rtmp                     | 20
          o                            | 0
          obs/h264-aac/rtmps/more      | 0
          """)
  void cells_only_thoseMeant(String only, int count) {
    assertEquals(count, cells("--only", only).size());
  }

  @Test
  void read_numbers_areTaken() {
    EncoderOptions options =
        EncoderOptions.read(List.of("--seconds", "4", "--at-once", "1", "--append"));
    assertEquals(new EncoderOptions(List.of(), 4, 1, true), options);
  }

  @Test
  void read_unknownOrUnfinished_throws() {
    assertThrows(IllegalArgumentException.class, () -> EncoderOptions.read(List.of("--all")));
    assertThrows(IllegalArgumentException.class, () -> EncoderOptions.read(List.of("--only")));
  }
}
