package live.understudy.server.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request, complete.
 *
 * @param method in capitals, such as {@code GET}
 * @param path as it came, percent-encoding included; begins with {@code /}, has no dot segment
 * @param query what follows the first {@code ?}, as it came; empty when there is none
 * @param headers by name in lower case
 * @param body at most {@link HttpLimits#maxBodyBytes}
 * @param remoteAddress the client's IP address; behind a proxy on this machine, the one that the
 *     proxy saw
 * @param tls whether the connection is encrypted
 */
public record HttpApiRequest(
    String method,
    String path,
    String query,
    Map<String, List<String>> headers,
    byte[] body,
    String remoteAddress,
    boolean tls) {

  /** The first value of a header, or null. */
  public @Nullable String header(String name) {
    List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
    return values == null ? null : values.getFirst();
  }

  /** Without headers and body, where secrets are. */
  @Override
  public String toString() {
    return method + " " + path;
  }
}
