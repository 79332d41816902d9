package live.understudy.ingest.rtmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import live.understudy.ingest.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way in which an encoder spells rtmp://host/live and the key e_en_K. */
class PublishTargetTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          live,          rtmp://h:1935/live,  e_en_K
          live/,         rtmp://h/live/,      e_en_K
          /live,         rtmp://h/live,       /e_en_K
          live,          rtmp://h/live,       e_en_K/
          live,          rtmp://h/live,       e_en_K?bandwidthtest=true
          live,          rtmp://h/live,       ?key=e_en_K
          live,          rtmp://h/live,       live?key=e_en_K
          live,          rtmp://h/live,       ?user=u&streamKey=e_en_K
          live?key=e_en_K, rtmp://h/live?key=e_en_K, -
          live?key=e_en_K, rtmp://h/live,     ''
          live,          rtmp://h/live?key=e_en_K, ''
          live/e_en_K,   rtmp://h/live/e_en_K, ''
          live/e_en_K,   rtmp://h/live/e_en_K, -
          live/e_en_K,   rtmp://h/live/e_en_K, e_en_K
          live/instance, rtmp://h/live/instance, e_en_K
          live,          rtmp://h/live,       live/e_en_K
          live,          rtmp://h/live,       rtmp://h/live/e_en_K
          -,             rtmp://h:1935/live,  e_en_K
          '',            rtmp://h/live/e_en_K, ''
          '',            rtmp://h,            live/e_en_K
          live,          -,                   '"e_en_K"'
          live,          -,                   ' e_en_K '
          'live?x=1',    -,                   e_en_K
          """)
  void of_everySpelling_sameAppAndKey(String app, String tcUrl, String name)
      throws BadInputException {
    assertEquals(new PublishTarget("live", "e_en_K"), PublishTarget.of(app, tcUrl, name));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          live, rtmp://h/live, ''
          live, rtmp://h/live, -
          live, rtmp://h/live, live
          live, rtmp://h/live, ?other=e_en_K
          -,    -,             -
          """)
  void of_noKey_emptyKey(String app, String tcUrl, String name) throws BadInputException {
    assertEquals("", PublishTarget.of(app, tcUrl, name).streamKey());
  }

  @ParameterizedTest
  @CsvSource({
    "live, ..",
    "live, ../../etc/passwd/..",
    "live, a b",
    "live, a%2fb",
    "live, a\\b",
    "l\u00efve, key1",
    ".., key1",
    "'live;rm', key1"
  })
  void of_charactersOfNoName_reason(String app, String name) {
    BadInputException e =
        assertThrows(BadInputException.class, () -> PublishTarget.of(app, "", name));
    assertFalse(e.reason().contains(name));
  }

  @Test
  void of_tooLong_reason() {
    assertThrows(BadInputException.class, () -> PublishTarget.of("live", "", "k".repeat(3_000)));
    assertThrows(BadInputException.class, () -> PublishTarget.of("live", "", "k".repeat(300)));
  }

  @Test
  void toString_key_hidden() throws BadInputException {
    assertFalse(PublishTarget.of("live", "", "e_en_K").toString().contains("e_en_K"));
  }
}
