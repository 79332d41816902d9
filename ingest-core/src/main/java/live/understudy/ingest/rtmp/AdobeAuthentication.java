package live.understudy.ingest.rtmp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * RTMP's user and password, {@code authmod=adobe}, as Flash Media Live Encoder, librtmp (OBS) and
 * FFmpeg speak it: a connect is refused with a word that asks for a user, the next one with a
 * challenge, and the third one carries the response. So nothing has to be remembered from one
 * connection to the next but what time it is.
 *
 * <p>MD5 is the protocol's. It protects a password of many random letters well enough from whoever
 * reads along; RTMPS protects it better.
 */
final class AdobeAuthentication {
  /** Encoders never begin it by themselves, so it has an app of its own. */
  static final String APP = "auth";

  private static final String REJECT = "[ AccessManager.Reject ] : ";
  private static final long CHALLENGE_LIFE_NS = 60_000_000_000L;
  private static final int MAX_PARAMETERS = 16;

  /**
   * What a connect gets.
   *
   * @param user who has proven to be it; null without a proof
   * @param rejection why the connect is refused, in the words of the protocol; null when it is not
   */
  record Outcome(@Nullable String user, @Nullable String rejection) {
    private static Outcome rejected(String rejection) {
      return new Outcome(null, REJECT + rejection);
    }
  }

  private static final Outcome OPEN = new Outcome(null, null);

  private final Passwords passwords;

  AdobeAuthentication(Passwords passwords) {
    this.passwords = passwords;
  }

  /** {@code app} of the connect command, and when it came. */
  Outcome onConnect(@Nullable String app, long nowNs) {
    String text = app == null ? "" : app;
    int query = text.indexOf('?');
    String path = query < 0 ? text : text.substring(0, query);
    if (!path.replace("/", "").equals(APP)) {
      return OPEN;
    }
    Map<String, String> parameters = parameters(query < 0 ? "" : text.substring(query + 1));
    String user = parameters.getOrDefault("user", "");
    if (!"adobe".equals(parameters.get("authmod")) || user.isEmpty()) {
      return Outcome.rejected("[ code=403 need auth; authmod=adobe ] : ");
    }
    String response = parameters.get("response");
    String challenge = parameters.get("challenge");
    if (response == null || challenge == null) {
      String opaque = opaque(nowNs / CHALLENGE_LIFE_NS);
      return Outcome.rejected(
          "[ authmod=adobe ] : ?reason=needauth&user=%s&salt=%s&challenge=%s&opaque=%s"
              .formatted(user, passwords.salt(), opaque, opaque));
    }
    return isRight(user, challenge, response, nowNs)
        ? new Outcome(user, null)
        : Outcome.rejected("[ authmod=adobe ] : ?reason=authfailed");
  }

  /** A challenge holds until the end of the minute after its own. */
  private boolean isRight(String user, String challenge, String response, long nowNs) {
    String known = passwords.digest(user);
    // Without such a user the same work is done, so that the time does not tell.
    String digest = known == null ? "" : known;
    long period = nowNs / CHALLENGE_LIFE_NS;
    boolean now = isEqual(response, md5(digest + opaque(period) + challenge));
    boolean before = isEqual(response, md5(digest + opaque(period - 1) + challenge));
    return known != null && (now || before);
  }

  private String opaque(long period) {
    String hash = md5(passwords.salt() + period);
    // Letters that mean nothing in a query.
    return hash.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
  }

  private static boolean isEqual(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  /** The first value of each name; a value may hold any letter but an ampersand. */
  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String parameter : query.split("[&?]", MAX_PARAMETERS)) {
      int equals = parameter.indexOf('=');
      if (equals > 0) {
        parameters.putIfAbsent(parameter.substring(0, equals), parameter.substring(equals + 1));
      }
    }
    return parameters;
  }

  /** In base 64, as every step of the protocol writes it. */
  static String md5(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }
}
