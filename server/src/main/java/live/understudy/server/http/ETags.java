package live.understudy.server.http;

import org.jspecify.annotations.Nullable;

/** The comparison of {@code if-none-match} (RFC 9110 §13.1.2). */
final class ETags {

  private ETags() {}

  /** Whether the header lists the tag or {@code *}; weak comparison. */
  static boolean matches(@Nullable String ifNoneMatch, String etag) {
    if (ifNoneMatch == null) {
      return false;
    }
    if (ifNoneMatch.strip().equals("*")) {
      return true;
    }
    String opaque = opaque(etag);
    for (String candidate : ifNoneMatch.split(",")) {
      if (opaque(candidate.strip()).equals(opaque)) {
        return true;
      }
    }
    return false;
  }

  private static String opaque(String etag) {
    return etag.startsWith("W/") ? etag.substring(2) : etag;
  }
}
