package live.understudy.server.http;

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

  private record Formatted(long second, String text) {}

  private static volatile Formatted cached = new Formatted(0, format(0));

  private HttpDate() {}

  static String now() {
    long second = Instant.now().getEpochSecond();
    Formatted current = cached;
    if (current.second() != second) {
      current = new Formatted(second, format(second));
      cached = current;
    }
    return current.text();
  }

  static String format(long epochSecond) {
    return FORMAT.format(Instant.ofEpochSecond(epochSecond));
  }
}
