package live.understudy.api.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP answer as a value; the server adds {@code Content-Length} and {@code Date}.
 *
 * @param contentType null when there is no body
 * @param headers the other headers
 * @param body not modified by anyone
 */
@SuppressWarnings("ArrayRecordComponent")
public record ApiResponse(
    int status, @Nullable String contentType, Map<String, String> headers, byte[] body) {

  /** Shows no body: it may carry a secret. */
  @Override
  public String toString() {
    return "ApiResponse[" + status + ", " + body.length + " bytes]";
  }
}
