package live.understudy.encoders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTest {
  private static final String KEY = "event_en_secret";

  private static Address address(Route route) {
    return new Address(route, 1936, KEY, Path.of("/data/tls/ca.pem"));
  }

  @ParameterizedTest
  @CsvSource({
    "RTMP, rtmp://127.0.0.1:1936/live/event_en_secret",
    "RTMPS, rtmps://127.0.0.1:1936/live/event_en_secret",
    "RTMPS_QUERY, rtmps://127.0.0.1:1936/live/any?key=event_en_secret",
    "RTMP_USER, rtmp://event_en:event_en_secret@127.0.0.1:1936/auth/any"
  })
  void urlWithUser_route_isSpelledSo(Route route, String url) {
    assertEquals(url, address(route).urlWithUser());
  }

  @Test
  void mask_commandLine_hasNoSecret() {
    for (Route route : Route.values()) {
      Address address = address(route);
      String shown =
          address.mask(
              List.of(
                  "x",
                  address.urlWithUser(),
                  "pubUser=" + address.user() + " pubPasswd=" + KEY,
                  "/data/tls/ca.pem"));
      assertFalse(shown.contains("secret") || shown.contains("event_en"), shown);
      assertFalse(shown.contains("127.0.0.1") || shown.contains("/data"), shown);
    }
    assertEquals("Address[RTMP 1936]", address(Route.RTMP).toString());
  }
}
