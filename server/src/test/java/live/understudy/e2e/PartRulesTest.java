package live.understudy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every rule of low-latency playlists lets a good one pass and finds its violation. */
class PartRulesTest {
  private static final long HALF_SECOND_NS = 500_000_000L;
  private static final int PARTS = 4;
  private static final int WINDOW = 10;

  private static final String DATE = "2026-01-01T00:00:18.000Z";

  private static final String HEAD =
      """
      #EXTM3U
      #EXT-X-VERSION:9
      #EXT-X-TARGETDURATION:2
      #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=12.0,HOLD-BACK=6.0,PART-HOLD-BACK=1.5
      #EXT-X-PART-INF:PART-TARGET=0.5
      """;

  /** The playlist after so many parts of half a second, four to a segment, ten segments listed. */
  private static String at(int parts) {
    return at(parts, 0);
  }

  private static String at(int parts, int skipped) {
    int complete = parts / PARTS;
    int first = Math.max(0, complete - WINDOW);
    StringBuilder text = new StringBuilder(HEAD);
    text.append("#EXT-X-MEDIA-SEQUENCE:" + first + "\n#EXT-X-DISCONTINUITY-SEQUENCE:0\n");
    if (skipped > 0) {
      text.append("#EXT-X-SKIP:SKIPPED-SEGMENTS=" + skipped + "\n");
    }
    for (int msn = first + skipped; msn * PARTS < parts; msn++) {
      text.append(msn == first + skipped ? "#EXT-X-MAP:URI=\"init-0.mp4\"\n" : "");
      text.append(
          "#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:%02d:%02d.000Z\n"
              .formatted(msn / 30, 2 * (msn % 30)));
      for (int k = 0; msn >= complete - 3 && k < Math.min(PARTS, parts - msn * PARTS); k++) {
        text.append("#EXT-X-PART:DURATION=0.500000,URI=\"" + msn + "." + k + ".m4s\"");
        text.append(k == 0 ? ",INDEPENDENT=YES\n" : "\n");
      }
      text.append(msn < complete ? "#EXTINF:2.000000,\n" + msn + ".m4s\n" : "");
    }
    String hint = complete + "." + parts % PARTS + ".m4s";
    return text.append("#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"" + hint + "\"\n").toString();
  }

  private static List<String> after(List<String> texts) {
    PlaylistRules rules = new PlaylistRules(0);
    long nowNs = 0;
    for (String text : texts) {
      rules.observe(text, nowNs);
      nowNs += HALF_SECOND_NS;
    }
    return rules.violations();
  }

  private static String ended(int parts) {
    String text = at(parts).replaceAll("#EXT-X-PRELOAD-HINT.*\n", "");
    return text.replaceAll("#EXT-X-(PART|SERVER-CONTROL|PART-INF):.*\n", "") + "#EXT-X-ENDLIST\n";
  }

  @Test
  void observe_everyPart_isFine() {
    List<String> texts = new ArrayList<>();
    for (int parts = 10; parts < 70; parts++) {
      texts.add(at(parts));
    }
    texts.add(ended(68));
    assertEquals(List.of(), after(texts));
  }

  @Test
  void observe_deltaUpdates_areFine() {
    List<String> texts = new ArrayList<>(List.of(at(40)));
    for (int parts = 41; parts < 60; parts++) {
      texts.add(at(parts, 4));
    }
    assertEquals(List.of(), after(texts));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CAN-SKIP-UNTIL is below    | CAN-SKIP-UNTIL=12.0         | CAN-SKIP-UNTIL=11.9
          SERVER-CONTROL changed     | PART-HOLD-BACK=1.5          | PART-HOLD-BACK=1.6
          PART-INF changed           | PART-TARGET=0.5             | PART-TARGET=0.501
          PART-HOLD-BACK is below    | PART-HOLD-BACK=1.5          | PART-HOLD-BACK=1.49
          HOLD-BACK is below         | HOLD-BACK=6.0               | HOLD-BACK=5.9
          without blocking           | CAN-BLOCK-RELOAD=YES        | CAN-BLOCK-RELOAD=NO
          PART-TARGET exceeds        | PART-TARGET=0.5             | PART-TARGET=2.5
          a part beyond PART-TARGET  | 0.500000,URI="9.1           | 0.500100,URI="9.1
          has a short part           | 0.500000,URI="9.1           | 0.424000,URI="9.1
          not the sum of its parts   | 0.500000,URI="9.3           | 0.400000,URI="9.3
          has an empty part          | 0.500000,URI="10.0          | 0.000000,URI="10.0
          index=2] changed           | 9.2.m4s                     | 9.2b.m4s
          index=2] changed           | "9.2.m4s"                   | "9.2.m4s",INDEPENDENT=YES
          has no hint at a part      | #EXT-X-PRELOAD-HINT         | #EXT-X-PRELOAD-HINTS
          has no hint at a part      | TYPE=PART                   | TYPE=MAP
          names what is there        | URI="10.3.m4s"              | URI="10.2.m4s"
          """)
  void observe_oneThingChanged_isFound(String complaint, String good, String bad) {
    String text = at(43);
    assertTrue(text.contains(good), text);
    List<String> violations = after(List.of(at(42), text.replace(good, bad)));
    assertTrue(violations.toString().contains(complaint), violations::toString);
  }

  @Test
  void observe_hintOfAnotherPart_isFound() {
    String wrong = at(41).replace("\"10.1.m4s\"", "\"10.2.m4s\"");
    assertFound("the hint named 10.2.m4s and 10.1.m4s came", wrong, at(42));
  }

  @Test
  void observe_hintAfterTheEnd_isFound() {
    assertFound("after its end", at(40), at(40) + "#EXT-X-ENDLIST\n");
  }

  @Test
  void observe_noNewPartInTime_isFound() {
    assertFound("no new part", at(41), at(41), at(41));
  }

  @Test
  void observe_tagsAfterTheFirstPart_areFound() {
    for (String tag :
        List.of("MAP:URI=\"init-1.mp4\"", "DISCONTINUITY", "PROGRAM-DATE-TIME:" + DATE)) {
      assertFound(
          "comes after the first part",
          at(42).replaceFirst("(\"9.0.m4s\".*\n)", "$1#EXT-X-" + tag + "\n"));
    }
  }

  @Test
  void observe_partsOfOldSegments_areFound() {
    String part = "#EXT-X-PART:DURATION=2,URI=\"0.0.m4s\"\n#EXTINF:2.000000,\n0.m4s";
    assertFound("far from the end", at(40).replace("#EXTINF:2.000000,\n0.m4s", part));
  }

  @Test
  void observe_partsLostTooEarly_areFound() {
    String lost = at(41).replaceAll("#EXT-X-PART:[^\n]*\"9\\.[^\n]*\n", "");
    assertFound("segment 9 lost its parts", at(40), lost);
  }

  @Test
  void observe_partInsertedLater_isFound() {
    String without = at(40).replaceAll("#EXT-X-PART:[^\n]*\"8.3[^\n]*\n", "");
    assertFound("appeared among older ones", without, at(41));
  }

  @Test
  void observe_deltaThatSkipsTooMuch_isFound() {
    assertFound("after the skip boundary", at(40), at(40, 5));
    assertFound("which was not listed before", at(40), at(80, 4));
    assertFound("too low a version", at(40), at(40, 4).replace("VERSION:9", "VERSION:8"));
  }

  @Test
  void observe_deltaThatChangesWhatWasListed_isFound() {
    assertFound("segment 7 changed", at(40), at(40, 4).replace("\n7.m4s", "\nother.m4s"));
  }

  private static void assertFound(String complaint, String... texts) {
    List<String> violations = after(List.of(texts));
    assertTrue(violations.toString().contains(complaint), violations::toString);
  }
}
