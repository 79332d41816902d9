package live.understudy.hls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Objects;
import live.understudy.hls.DeliveryDirectives.Fate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 8216bis, 6.2.5, as a table. */
class DeliveryDirectivesTest {

  private static final WindowConfig HALF_A_MINUTE = new WindowConfig(30_000_000, 6, 60);

  /** Segments 0 to 4 of four parts each; {@code openParts} of segment 5. */
  private static WindowSnapshot window(PlaylistShape shape, int openParts, boolean ended) {
    SegmentWindow window = new SegmentWindow(shape, HALF_A_MINUTE);
    for (int msn = 0; msn < 5; msn++) {
      window.add(Windows.segment(msn, 4, 500_000));
    }
    if (openParts > 0) {
      window.open(Windows.open(5, openParts, 500_000));
    }
    if (ended) {
      window.end();
    }
    return window.snapshot();
  }

  private static PlaylistShape low(long partTargetUs) {
    return new PlaylistShape(4, partTargetUs, false);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "null, -1, -1, false",
        "'', -1, -1, false",
        "token=_HLS, -1, -1, false",
        "_HLS_msn=0, 0, -1, false",
        "_HLS_msn=7&_HLS_part=3, 7, 3, false",
        "_HLS_part=3&_HLS_msn=7, 7, 3, false",
        "_HLS_part=0&x=1&_HLS_skip=YES&_HLS_msn=7, 7, 0, true",
        "_HLS_skip=YES, -1, -1, true",
        "_HLS_skip=v2, -1, -1, true",
        "_HLS_skip=yes, -1, -1, false",
        "_HLS_skip=NO, -1, -1, false",
        "_HLS_skip=, -1, -1, false",
        "_HLS_msnx=3, -1, -1, false",
        "x_HLS_msn=3, -1, -1, false",
        "_HLS_other=3, -1, -1, false",
        "_HLS_msn=007, 7, -1, false",
        "_HLS_msn=999999999999999999, 999999999999999999, -1, false",
        "_HLS_msn=1&_HLS_part=999999, 1, 999999, false",
        "&&_HLS_msn=4&, 4, -1, false",
      })
  void parse_goodQueries_saysWhatTheyAsk(@Nullable String query, long msn, int part, boolean skip) {
    assertEquals(new DeliveryDirectives(msn, part, skip, null), DeliveryDirectives.parse(query));
  }

  @ParameterizedTest
  @CsvSource({
    "_HLS_part=1",
    "_HLS_skip=YES&_HLS_part=0",
    "_HLS_msn=",
    "_HLS_msn=-1",
    "_HLS_msn=+1",
    "_HLS_msn=1.0",
    "_HLS_msn=%31",
    "_HLS_msn= 1",
    "_HLS_msn=\u0661",
    "_HLS_msn=1000000000000000000",
    "_HLS_msn=99999999999999999999999",
    "_HLS_msn=1&_HLS_part=",
    "_HLS_msn=1&_HLS_part=-1",
    "_HLS_msn=1&_HLS_part=1000000",
    "_HLS_msn=1&_HLS_part=x",
    "_HLS_msn=1=2",
    "_HLS_msn=1&_HLS_msn=x",
  })
  void parse_badQueries_areRefusedWithAReason(String query) {
    DeliveryDirectives directives = DeliveryDirectives.parse(query);
    assertNotNull(directives.problem(), query);
    for (boolean ended : new boolean[] {false, true}) {
      assertEquals(Fate.REFUSED, directives.fate(window(low(500_000), 2, ended)), query);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // What is there.
    "2, 0, -1, NOW",
    "2, 4, -1, NOW",
    "2, 4, 3, NOW",
    "2, 4, 4, NOW",
    "2, 4, 99, NOW",
    "2, 3, 99, NOW",
    "2, 5, -1, NOW",
    "2, 5, 0, NOW",
    "2, 5, 1, NOW",
    // "If the last Partial Segment of M is before N: Part Index 0 of the following segment."
    "0, 4, 4, WAITS",
    "0, 3, 4, NOW",
    // Six parts of half a second may be waited for.
    "2, 5, 2, WAITS",
    "2, 5, 7, WAITS",
    "2, 5, 8, REFUSED",
    "0, 5, -1, WAITS",
    "0, 5, 0, WAITS",
    "0, 5, 5, WAITS",
    "0, 5, 6, REFUSED",
    // The last Media Segment's number plus two.
    "2, 6, -1, WAITS",
    "0, 6, -1, WAITS",
    "2, 6, 0, WAITS",
    "2, 7, -1, REFUSED",
    "2, 7, 0, REFUSED",
    "2, 999999999999999999, -1, REFUSED",
  })
  void fate_halfSecondParts_followsTheRules(int openParts, long msn, int part, Fate fate) {
    DeliveryDirectives directives = new DeliveryDirectives(msn, part, false, null);
    assertEquals(fate, directives.fate(window(low(500_000), openParts, false)));
  }

  /** "three divided by the Part Target Duration if [it] is less than one second, or three". */
  @ParameterizedTest
  @CsvSource({
    "500000, 6",
    "501000, 5",
    "333000, 9",
    "200000, 15",
    "999000, 3",
    "1000000, 3",
    "2000000, 3"
  })
  void fate_advancePartLimit_goesWithThePartTarget(long partTargetUs, int limit) {
    WindowSnapshot window = window(low(partTargetUs), 2, false);
    int last = 1;
    assertEquals(Fate.WAITS, new DeliveryDirectives(5, last + limit, false, null).fate(window));
    assertEquals(
        Fate.REFUSED, new DeliveryDirectives(5, last + limit + 1, false, null).fate(window));
  }

  @Test
  void fate_endedOrClassic_isNowWhateverIsAsked() {
    WindowSnapshot ended = window(low(500_000), 0, true);
    WindowSnapshot classic = window(PlaylistShape.classic(4), 0, false);
    for (long msn : new long[] {0, 5, 6, 7, 1_000_000}) {
      DeliveryDirectives directives = new DeliveryDirectives(msn, 3, true, null);
      assertEquals(Fate.NOW, directives.fate(ended));
      assertEquals(Fate.NOW, directives.fate(classic));
    }
    assertEquals(Fate.NOW, DeliveryDirectives.NONE.fate(classic));
  }

  @ParameterizedTest
  @CsvSource({
    "2, 5.2, WAITS",
    "2, 5.1, NOW",
    "2, 5.3, NOW",
    "2, 6.0, NOW",
    "2, 4.4, NOW",
    "0, 5.0, WAITS",
    "0, 5.1, NOW",
    "0, 6.0, NOW",
    "0, 4.4, NOW",
  })
  void fateOfAPart_onlyTheHintedOneWaits(int openParts, String name, Fate fate) {
    MediaName.OfPart part =
        (MediaName.OfPart) Objects.requireNonNull(MediaName.parse(name + ".m4s"));
    WindowSnapshot window = window(low(500_000), openParts, false);
    assertEquals(fate, DeliveryDirectives.fate(part, window));
    assertEquals(
        fate == Fate.WAITS,
        MediaPlaylist.write(window)
            .endsWith("#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"" + name + ".m4s\"\n"));
    assertEquals(Fate.NOW, DeliveryDirectives.fate(part, window(low(500_000), 0, true)));
    assertEquals(
        Fate.NOW, DeliveryDirectives.fate(part, window(PlaylistShape.classic(4), 0, false)));
  }

  @Test
  void parse_withoutDirectives_isAlwaysTheSameOne() {
    assertNull(DeliveryDirectives.NONE.problem());
    assertEquals(DeliveryDirectives.NONE, DeliveryDirectives.parse("a=1&b=2"));
  }
}
