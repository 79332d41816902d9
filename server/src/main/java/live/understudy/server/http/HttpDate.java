package live.understudy.server.http;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The {@code date} header, formatted at most once a second. */
final class HttpDate {

  /** IMF-fixdate (RFC 9110 §5.6.7); RFC_1123_DATE_TIME would write one-digit days. */
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private static final long MS_PER_S = 1_000;

  private record Formatted(long second, String text, byte[] bytes) {}

  private static volatile Formatted cached = formatted(0);

  private HttpDate() {}

  static String now() {
    return current().text();
  }

  /** The same in ASCII; not to be modified. */
  static byte[] nowBytes() {
    return current().bytes();
  }

  private static Formatted current() {
    long second = System.currentTimeMillis() / MS_PER_S;
    Formatted current = cached;
    if (current.second() != second) {
      current = formatted(second);
      cached = current;
    }
    return current;
  }

  private static Formatted formatted(long second) {
    String text = format(second);
    return new Formatted(second, text, text.getBytes(StandardCharsets.US_ASCII));
  }

  static String format(long epochSecond) {
    return FORMAT.format(Instant.ofEpochSecond(epochSecond));
  }
}
