package live.understudy.api.http;

import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request as a value.
 *
 * @param path as on the request line, without the query, not decoded
 * @param query decoded parameters
 * @param headers looks a header up by name; the server's lookup ignores case
 * @param body not modified by anyone; empty when there is none
 * @param remoteAddress the client's IP address in text, without a port
 */
@SuppressWarnings("ArrayRecordComponent")
public record ApiRequest(
    String method,
    String path,
    Map<String, String> query,
    Function<String, @Nullable String> headers,
    byte[] body,
    String remoteAddress) {

  /** The header's value, or null. */
  public @Nullable String header(String name) {
    return headers.apply(name);
  }

  /** The token of {@code Authorization: Bearer …} (RFC 6750), or null. */
  public @Nullable String bearerToken() {
    String value = header("Authorization");
    return value != null && value.regionMatches(true, 0, "Bearer ", 0, 7)
        ? value.substring(7).strip()
        : null;
  }

  /** Shows neither headers nor body: they carry secrets. */
  @Override
  public String toString() {
    return "ApiRequest[" + method + ", " + body.length + " bytes, from " + remoteAddress + "]";
  }
}
