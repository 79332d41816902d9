package live.understudy.server.http;

import org.jspecify.annotations.Nullable;

/**
 * Where a request goes.
 *
 * @param path begins with {@code /}; percent-encoding as it came
 * @param query as it came, without the {@code ?}
 */
record RequestTarget(String path, String query) {

  /**
   * Reads origin-form, absolute-form and {@code *} (RFC 9112 §3.2).
   *
   * @return null when it is none of them, or has a dot segment, an empty segment, a backslash, or a
   *     byte that must have been percent-encoded: no resource of ours is named so, and somebody
   *     behind us may read it differently
   */
  static @Nullable RequestTarget parse(String uri) {
    String target = uri;
    if (uri.startsWith("http://") || uri.startsWith("https://")) {
      // "a server MUST accept the absolute-form in requests" (RFC 9112 §3.2.2)
      int path = uri.indexOf('/', uri.indexOf("://") + 3);
      target = path < 0 ? "/" : uri.substring(path);
    }
    if (target.equals("*")) {
      return new RequestTarget("*", "");
    }
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    String query = question < 0 ? "" : target.substring(question + 1);
    return isCleanPath(path) && isCleanText(query) ? new RequestTarget(path, query) : null;
  }

  /** Looks at it once: this is done for every request. */
  private static boolean isCleanPath(String path) {
    if (!path.startsWith("/") || !isCleanText(path)) {
      return false;
    }
    int dots = 0;
    int others = 0;
    for (int i = 1; i < path.length(); i++) {
      int c = path.charAt(i);
      if (c == '/') {
        if (dots + others == 0 || isDotSegment(dots, others)) {
          return false;
        }
        dots = 0;
        others = 0;
        continue;
      }
      if (c == '%') {
        c = Character.digit(path.charAt(i + 1), 16) * 16 + Character.digit(path.charAt(i + 2), 16);
        i += 2;
        // They are slashes, or an end, to whoever decodes first.
        if (c == '/' || c == '\\' || c == 0) {
          return false;
        }
      }
      if (c == '.') {
        dots++;
      } else {
        others++;
      }
    }
    return !isDotSegment(dots, others);
  }

  private static boolean isDotSegment(int dots, int others) {
    return others == 0 && (dots == 1 || dots == 2);
  }

  private static boolean isCleanText(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7F || c == '\\' || c == '#') {
        return false;
      }
      if (c == '%' && !(isHex(text, i + 1) && isHex(text, i + 2))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHex(String text, int index) {
    return index < text.length() && Character.digit(text.charAt(index), 16) >= 0;
  }
}
