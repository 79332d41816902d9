package live.understudy.ingest.rtmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdobeAuthenticationTest {
  private static final long MINUTE_NS = 60_000_000_000L;

  private final AdobeAuthentication authentication = new AdobeAuthentication(new OneUser());

  /** The user e_en with the password K. */
  static final class OneUser implements Passwords {
    @Override
    public String salt() {
      return "salt";
    }

    @Override
    public @Nullable String digest(String user) {
      return user.equals("e_en") ? AdobeAuthentication.md5("e_en" + "salt" + "K") : null;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"live", "", "authx", "live/auth", "live?authmod=adobe&user=e_en"})
  void otherApps_areOpen(String app) {
    assertEquals(
        new AdobeAuthentication.Outcome(null, null), authentication.onConnect(app, MINUTE_NS));
    assertNull(authentication.onConnect(null, MINUTE_NS).rejection());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "auth",
        "auth/",
        "/auth",
        "auth?user=e_en",
        "auth?authmod=llnw&user=e_en",
        "auth?authmod=adobe",
        "auth?authmod=adobe&user="
      })
  void firstConnect_isToldWhatIsWanted(String app) {
    assertEquals(
        "[ AccessManager.Reject ] : [ code=403 need auth; authmod=adobe ] : ", rejection(app, 0));
  }

  @Test
  void wholeExchange_rightPassword_userIsProvenAsLongAsTheChallengeHolds() {
    String app = respond("e_en", "K", 10 * MINUTE_NS);
    for (long laterNs : new long[] {0, MINUTE_NS / 2, MINUTE_NS}) {
      AdobeAuthentication.Outcome outcome = authentication.onConnect(app, 10 * MINUTE_NS + laterNs);
      assertEquals(new AdobeAuthentication.Outcome("e_en", null), outcome);
    }
    assertTrue(rejection(app, 12 * MINUTE_NS).endsWith("?reason=authfailed"));
    assertTrue(rejection(app, 9 * MINUTE_NS).endsWith("?reason=authfailed"));
  }

  @ParameterizedTest
  @CsvSource({"e_en, wrong", "e_de, K", "e_en, ''"})
  void wholeExchange_wrong_authfailedAndNoUser(String user, String password) {
    String app = respond(user, password, MINUTE_NS);
    assertTrue(rejection(app, MINUTE_NS).endsWith("?reason=authfailed"));
    assertNull(authentication.onConnect(app, MINUTE_NS).user());
  }

  @Test
  void response_forAnotherChallengeOfTheClient_isWrong() {
    String app = respond("e_en", "K", MINUTE_NS).replace("challenge=", "challenge=0");
    assertTrue(rejection(app, MINUTE_NS).endsWith("?reason=authfailed"));
  }

  @Test
  void nobodyHasAPassword_noResponseIsRight() {
    AdobeAuthentication none = new AdobeAuthentication(Passwords.NONE);
    String app = respond(none, "", "e_en", "", MINUTE_NS);
    assertNotNull(none.onConnect(app, MINUTE_NS).rejection());
  }

  private String respond(String user, String password, long nowNs) {
    return respond(authentication, "salt", user, password, nowNs);
  }

  /** What librtmp and FFmpeg do with a challenge. */
  private static String respond(
      AdobeAuthentication server, String salt, String user, String password, long nowNs) {
    String rejection = server.onConnect("auth?authmod=adobe&user=" + user, nowNs).rejection();
    assertNotNull(rejection);
    Matcher asked =
        Pattern.compile(
                "\\[ AccessManager.Reject \\] : \\[ authmod=adobe \\] : \\?reason=needauth&user="
                    + user
                    + "&salt=(\\w*)&challenge=(\\w+)&opaque=(\\w+)")
            .matcher(rejection);
    assertTrue(asked.matches(), rejection);
    assertEquals(salt, asked.group(1));
    String salted = AdobeAuthentication.md5(user + asked.group(1) + password);
    String response = AdobeAuthentication.md5(salted + asked.group(3) + "0badcafe");
    assertFalse(rejection.contains(salted), "the server gives nothing away");
    return "auth?authmod=adobe&user=%s&challenge=0badcafe&response=%s&opaque=%s"
        .formatted(user, response, asked.group(3));
  }

  private String rejection(String app, long nowNs) {
    String rejection = authentication.onConnect(app, nowNs).rejection();
    assertNotNull(rejection);
    return rejection;
  }
}
