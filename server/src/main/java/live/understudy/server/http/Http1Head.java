package live.understudy.server.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes the head of an HTTP/1.1 response (RFC 9112 §4). */
final class Http1Head {

  static final byte[] CONTINUE = ascii("HTTP/1.1 100 Continue\r\n\r\n");
  static final byte[] DATE = ascii("date: ");

  private static final int EXPECTED_LENGTH = 512;

  private Http1Head() {}

  /** Everything but {@code date} and {@code connection}, which differ from client to client. */
  static byte[] encode(Reply reply) {
    StringBuilder head =
        new StringBuilder(EXPECTED_LENGTH)
            .append("HTTP/1.1 ")
            .append(reply.status().code())
            .append(' ')
            .append(reply.status().reasonPhrase())
            .append("\r\n");
    // Values were checked for line breaks when they were set.
    for (Map.Entry<String, String> header : reply.headers()) {
      head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
    }
    if (reply.hasLength()) {
      head.append("content-length: ").append(reply.body().length()).append("\r\n");
    }
    return head.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
