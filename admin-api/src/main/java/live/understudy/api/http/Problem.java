package live.understudy.api.http;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer that is an error (RFC 9457); handlers throw it, the router turns it into one. */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;
  private final transient @Nullable List<?> reasons;
  private final transient Map<String, String> headers;

  /** {@code code} is stable, for programs; {@code detail} a sentence, for people. */
  public Problem(int status, String code, String detail) {
    this(status, code, detail, null, Map.of());
  }

  public Problem(
      int status,
      String code,
      String detail,
      @Nullable List<?> reasons,
      Map<String, String> headers) {
    super(detail, null, false, false);
    this.status = status;
    this.code = code;
    this.reasons = reasons;
    this.headers = headers;
  }

  /** 400: the body's property is not what it should be. */
  public static Problem invalid(String property, String error) {
    return new Problem(400, "invalid-property", "\"" + property + "\" " + error + ".");
  }

  /** 429: come back after {@code waitMs}. */
  public static Problem tryLater(long waitMs) {
    long seconds = Math.max(1, (waitMs + 999) / 1000);
    return new Problem(
        429,
        "too-many-attempts",
        "Too many attempts. Try again in " + seconds + " s.",
        null,
        Map.of("Retry-After", Long.toString(seconds)));
  }

  public int status() {
    return status;
  }

  ApiResponse toResponse(Json json) {
    String detail = String.valueOf(getMessage());
    return json.response(
        status,
        "application/problem+json",
        headers,
        new Body("about:blank", title(status), status, detail, code, reasons));
  }

  private record Body(
      String type,
      String title,
      int status,
      String detail,
      String code,
      @Nullable List<?> reasons) {}

  /** RFC 9457, section 4.2.1: with "about:blank" the title is the status code's phrase. */
  private static String title(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 409 -> "Conflict";
      case 413 -> "Content Too Large";
      case 415 -> "Unsupported Media Type";
      case 429 -> "Too Many Requests";
      case 503 -> "Service Unavailable";
      default -> "Internal Server Error";
    };
  }
}
