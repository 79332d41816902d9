package live.understudy.hls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaNameTest {

  @ParameterizedTest
  @CsvSource({"0.m4s, 0", "7.m4s, 7", "10.m4s, 10", "999999999999999999.m4s, 999999999999999999"})
  void parse_segments_areTheirNumbers(String name, long msn) {
    assertEquals(new MediaName.OfSegment(msn), MediaName.parse(name));
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.m4s, 0, 0",
    "7.12.m4s, 7, 12",
    "999999999999999999.999999.m4s, " + "999999999999999999, 999999"
  })
  void parse_parts_areTheirNumbers(String name, long msn, int part) {
    assertEquals(new MediaName.OfPart(msn, part), MediaName.parse(name));
  }

  @ParameterizedTest
  @CsvSource({"init-0.mp4, 0", "init-10.mp4, 10", "init-999999999.mp4, 999999999"})
  void parse_inits_areTheirNumbers(String name, int number) {
    assertEquals(new MediaName.OfInit(number), MediaName.parse(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".m4s",
        "..m4s",
        "m4s",
        ".mp4",
        "init-.mp4",
        "init.mp4",
        "0",
        "00.m4s",
        "01.m4s",
        "0.00.m4s",
        "0.01.m4s",
        "-0.m4s",
        "-1.m4s",
        "+1.m4s",
        "1.-1.m4s",
        "1..m4s",
        ".1.m4s",
        "1.2.3.m4s",
        "1000000000000000000.m4s",
        "1.1000000.m4s",
        "init-1000000000.mp4",
        "init-01.mp4",
        "init--1.mp4",
        "init-0.m4s",
        "0.mp4",
        "1.m4S",
        "1.m4s ",
        " 1.m4s",
        "1.m4s.",
        "\u0661.m4s",
        "1.\u0661.m4s",
        "init-\uff11.mp4",
        "1e1.m4s",
        "0x1.m4s",
        "1/2.m4s",
        "media.m3u8",
        "INIT-0.mp4",
        "init-0.mp4\n",
        "1,2.m4s"
      })
  void parse_anythingElse_isNothing(String name) {
    assertNull(MediaName.parse(name), name);
  }

  /** A cache that keeps one copy of each name keeps one copy of each thing. */
  @Test
  void parse_allShortNames_everyThingHasOneName() {
    String letters = "019.m4sinit-p";
    Set<MediaName> seen = new HashSet<>();
    int accepted = 0;
    for (int middle = 0; middle < 13 * 13 * 13 * 13; middle++) {
      StringBuilder text = new StringBuilder();
      for (int rest = middle; rest > 0; rest /= 13) {
        text.append(letters.charAt(rest % 13));
      }
      for (String name : new String[] {text + ".m4s", "init-" + text + ".mp4"}) {
        MediaName parsed = MediaName.parse(name);
        if (parsed != null) {
          accepted++;
          assertEquals(true, seen.add(parsed), name);
        }
      }
    }
    assertEquals(seen.size(), accepted);
    assertEquals(true, accepted > 40);
  }
}
