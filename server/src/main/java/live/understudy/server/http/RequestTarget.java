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

  private static boolean isCleanPath(String path) {
    if (!path.startsWith("/") || !isCleanText(path) || path.contains("//")) {
      return false;
    }
    for (String segment : path.split("/", -1)) {
      // %2e is a dot, %2f and %5c are slashes to whoever decodes first.
      String decodedDots = segment.replaceAll("(?i)%2e", ".");
      if (decodedDots.equals(".") || decodedDots.equals("..")) {
        return false;
      }
      if (segment.matches("(?i).*%(2f|5c|00).*")) {
        return false;
      }
    }
    return true;
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
