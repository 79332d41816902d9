package live.understudy.server.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The forms in which text is sent. */
enum Coding {
  IDENTITY(null),
  GZIP("gzip"),
  BROTLI("br");

  private static final int MAX_Q = 1_000;
  private static final int UNNAMED = -1;

  private record Known(List<String> values, boolean brotliAvailable, Coding coding) {}

  private static volatile Known lastKnown = new Known(List.of(), false, IDENTITY);

  private final @Nullable String token;

  Coding(@Nullable String token) {
    this.token = token;
  }

  /** The value of {@code content-encoding}; null when it is not sent. */
  @Nullable String token() {
    return token;
  }

  /**
   * What a client likes best of what we have (RFC 9110 §12.5.3). Of equals the smaller one: brotli
   * before gzip before plain. Plain when nothing is acceptable, as the section allows.
   */
  static Coding of(HttpHeaders headers, boolean brotliAvailable) {
    if (!headers.contains(HttpHeaderNames.ACCEPT_ENCODING)) {
      return IDENTITY;
    }
    List<String> values = headers.getAll(HttpHeaderNames.ACCEPT_ENCODING);
    // Most requests of an audience say the same as the one before.
    Known known = lastKnown;
    if (known.brotliAvailable == brotliAvailable && known.values.equals(values)) {
      return known.coding;
    }
    Coding coding = of(values, brotliAvailable);
    lastKnown = new Known(List.copyOf(values), brotliAvailable, coding);
    return coding;
  }

  private static Coding of(List<String> values, boolean brotliAvailable) {
    int gzip = UNNAMED;
    int brotli = UNNAMED;
    int identity = UNNAMED;
    int others = UNNAMED;
    for (String value : values) {
      for (String item : value.toLowerCase(Locale.ROOT).split(",", -1)) {
        int semicolon = item.indexOf(';');
        int q = semicolon < 0 ? MAX_Q : q(item.substring(semicolon + 1));
        switch ((semicolon < 0 ? item : item.substring(0, semicolon)).strip()) {
          case "gzip", "x-gzip" -> gzip = q;
          case "br" -> brotli = q;
          case "identity" -> identity = q;
          case "*" -> others = q;
          default -> {
            // A form that we don't have.
          }
        }
      }
    }
    gzip = gzip == UNNAMED ? Math.max(others, 0) : gzip;
    brotli = !brotliAvailable ? 0 : brotli == UNNAMED ? Math.max(others, 0) : brotli;
    if (brotli > 0 && brotli >= gzip && brotli >= identity) {
      return BROTLI;
    }
    return gzip > 0 && gzip >= identity ? GZIP : IDENTITY;
  }

  /** Thousandths; 0, which refuses, for what is no weight. */
  private static int q(String parameter) {
    String text = parameter.strip();
    if (!text.startsWith("q=")) {
      return MAX_Q;
    }
    try {
      double q = Double.parseDouble(text.substring(2));
      return q >= 0 && q <= 1 ? (int) Math.round(q * MAX_Q) : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
