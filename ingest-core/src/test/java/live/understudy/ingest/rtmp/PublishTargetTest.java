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
          live,          rtmp://h/live,       any?key=e_en_K
          live,          rtmp://h/live,       any/name?x=1&key=e_en_K
          '',            rtmp://h,            live/any?key=e_en_K
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

  /**
   * What comes of the two fields or the one field that operators fill in. FFmpeg, GStreamer and OBS
   * are recorded (see the corpus); the others take two fields and send them as Flash Media Live
   * Encoder did, or are built on librtmp or FFmpeg.
   */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          FFmpeg: one address,             live,   rtmp://h:1936/live,       e_en_K
          FFmpeg: key in the query,        live?key=e_en_K, rtmp://h:1936/live?key=e_en_K, -
          FFmpeg: application by option,   live,   rtmps://h:1936/live,      e_en_K
          FFmpeg: two parts before it,     live/x, rtmps://h:1936/live/x,    e_en_K
          FFmpeg: user and password,       live,   rtmp://u:p@h:1936/live,   e_en_K
          OBS: two fields,                 live,   rtmps://h:1936/live,      e_en_K
          OBS: server ends in a slash,     live/,  rtmps://h:1936/live/,     e_en_K
          OBS: key with blanks,            live,   rtmps://h:1936/live,      'e_en_K '
          OBS: key in the server,          live/e_en_K, rtmps://h:1936/live/e_en_K, ''
          OBS: query behind the key,       live,   rtmps://h:1936/live,      e_en_K?user=a&pass=b
          GStreamer rtmpsink,              live,   rtmp://h:1935/live,       e_en_K
          GStreamer rtmp2sink,             live,   rtmp://h:1935/live,       e_en_K
          rtmpdump: app and playpath,      live,   rtmp://h/live,            e_en_K
          rtmpdump: no application,        '',     rtmp://h/,                live/e_en_K
          vMix: address and key,           live,   rtmps://h:1936/live,      e_en_K
          vMix: key copied with quotes,    live,   rtmps://h:1936/live,      '"e_en_K"'
          Wirecast: address and stream,    live,   rtmps://h:1936/live,      e_en_K
          Wirecast: address with a slash,  live/,  rtmps://h:1936/live/,     /e_en_K
          XSplit: address and stream name, live,   rtmp://h:1935/live,       e_en_K
          XSplit: address in the name,     live,   rtmp://h:1935/live,       rtmp://h:1935/live/e_en_K
          Streamlabs: two fields,          live,   rtmps://h:1936/live,      e_en_K
          Larix: one address,              live,   rtmps://h:1936/live,      e_en_K
          Larix: instance before the key,  live/_definst_, rtmps://h:1936/live/_definst_, e_en_K
          Teradek: address and stream,     live,   rtmp://h:1935/live,       e_en_K
          Teradek: slash before the key,   /live,  rtmp://h:1935/live,       /e_en_K
          Ecamm: address with the key,     live,   rtmps://h:1936/live,      e_en_K
          Ecamm: no tcUrl,                 live,   -,                        e_en_K
          GStreamer rtmp2sink: a parameter, live,  rtmp://h:1935/live,       any?key=e_en_K
          node-media-server: a parameter,  live,   rtmp://h:1935/live/any?key=e_en_K, any
          nginx-rtmp pushes a parameter,   live,   rtmp://h:1935/live,       any?key=e_en_K
          nginx-rtmp relays with a path,   live,   rtmp://h:1935,            live/e_en_K
          """)
  void of_everyEncoder_sameAppAndKey(String who, String app, String tcUrl, String name)
      throws BadInputException {
    assertEquals(new PublishTarget("live", "e_en_K"), PublishTarget.of(app, tcUrl, name), who);
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
