package live.understudy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every rule lets a good playlist pass and finds its violation. */
class PlaylistRulesTest {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final String GOOD = playlist(0, 0, 3, "");

  /** Segments of two seconds with their numbers as names. */
  private static String playlist(long msn, long discontinuities, int count, String end) {
    StringBuilder text =
        new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:2\n")
            .append("#EXT-X-MEDIA-SEQUENCE:" + msn + "\n")
            .append("#EXT-X-DISCONTINUITY-SEQUENCE:" + discontinuities + "\n")
            .append("#EXT-X-MAP:URI=\"init-0.mp4\"\n");
    for (long i = msn; i < msn + count; i++) {
      text.append("#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:%02d.000Z\n".formatted(2 * i));
      text.append("#EXTINF:2.000,\n" + i + ".m4s\n");
    }
    return text + end;
  }

  private static List<String> after(String... texts) {
    PlaylistRules rules = new PlaylistRules(0);
    long nowNs = 0;
    for (String text : texts) {
      rules.observe(text, nowNs);
      nowNs += 2 * SECOND_NS;
    }
    return rules.violations();
  }

  @Test
  void observe_growingAndSliding_isFine() {
    String end = "#EXT-X-ENDLIST\n";
    assertEquals(
        List.of(),
        after(GOOD, playlist(0, 0, 4, ""), playlist(1, 0, 4, ""), playlist(1, 0, 4, end)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          TARGETDURATION changed   | #EXT-X-TARGETDURATION:2          | #EXT-X-TARGETDURATION:3
          segment 1 changed        | 1.m4s                            | other.m4s
          exceeds the target       | #EXTINF:2.000,                   | #EXTINF:2.600,
          segment 1 changed        | 00:02.000Z                       | 00:02.500Z
          segment 0 changed        | init-0.mp4                       | init-1.mp4
          no discontinuity sequence | #EXT-X-DISCONTINUITY-SEQUENCE:0  | #EXT-X-VERSION:7
          no init section          | #EXT-X-MAP:URI="init-0.mp4"      | #EXT-X-VERSION:7
          playlist type            | #EXT-X-VERSION:7                 | #EXT-X-PLAYLIST-TYPE:EVENT
          Expected #EXTM3U         | #EXTM3U                          | #EXTM3
          too low a version        | #EXT-X-VERSION:7                 | #EXT-X-VERSION:5
          overlaps the whole one   | 00:04.000Z                       | 00:01.900Z
          hole without a tag       | 00:04.000Z                       | 00:04.100Z
          parts without PART-INF   | #EXTINF                          | #EXT-X-PART:DURATION=1,URI="p"
          skips without offering   | #EXT-X-VERSION:7                 | #EXT-X-SKIP:SKIPPED-SEGMENTS=1
          """)
  void observe_oneThingChanged_isFound(String complaint, String good, String bad) {
    assertTrue(GOOD.contains(good), good);
    String broken = bad.startsWith("#EXT-X-PART") ? bad + "\n" + good : bad;
    List<String> violations = after(GOOD, GOOD.replace(good, broken));
    assertTrue(violations.toString().contains(complaint), violations::toString);
  }

  @Test
  void observe_segmentWithoutDate_isFound() {
    String undated = GOOD.replaceFirst("#EXT-X-PROGRAM-DATE-TIME:[^\n]*\n", "");
    assertTrue(after(undated).toString().contains("has no date"));
  }

  @Test
  void observe_discontinuityAppearsInWhatWasListed_isFound() {
    String tagged = GOOD.replace("2.m4s", "#EXT-X-DISCONTINUITY\n2.m4s");
    assertTrue(after(GOOD, tagged).toString().contains("segment 2 changed"));
  }

  @Test
  void observe_goneBackOrSkipped_isFound() {
    assertTrue(
        after(playlist(2, 1, 4, ""), playlist(1, 1, 5, ""))
            .toString()
            .contains("media sequence went back"));
    assertTrue(
        after(playlist(2, 1, 4, ""), playlist(2, 0, 4, ""))
            .toString()
            .contains("discontinuity sequence went back"));
    assertTrue(
        after(playlist(2, 0, 4, ""), playlist(2, 0, 3, ""))
            .toString()
            .contains("last segment vanished"));
    assertTrue(after(playlist(2, 0, 4, ""), playlist(9, 0, 4, "")).toString().contains("skipped"));
  }

  @Test
  void observe_windowTooShort_isFound() {
    assertTrue(after(playlist(5, 0, 2, "")).toString().contains("window"));
  }

  @Test
  void observe_noNewSegmentInTime_isFound() {
    assertEquals(List.of(), after(GOOD, GOOD));
    assertTrue(after(GOOD, GOOD, GOOD).toString().contains("no new segment"));
  }

  @Test
  void observe_changeAfterTheEnd_isFound() {
    String ended = playlist(0, 0, 3, "#EXT-X-ENDLIST\n");
    assertEquals(List.of(), after(ended, ended, ended));
    assertTrue(after(ended, playlist(0, 0, 4, "")).toString().contains("after its end"));
  }
}
