package live.understudy.server.http;

import java.util.Map;

/**
 * What the API answers.
 *
 * @param status such as 200
 * @param headers such as {@code content-type}; {@code content-length} is added
 * @param body may be empty; never modified afterwards
 */
public record HttpApiResponse(int status, Map<String, String> headers, byte[] body) {

  /** Without headers and body, where secrets may be. */
  @Override
  public String toString() {
    return "HttpApiResponse[" + status + "]";
  }
}
