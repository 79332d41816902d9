package live.understudy.server.http;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/** Whether a connection stays open after a reply (RFC 9112 §9.3), and how its head ends then. */
enum Persistence {
  CLOSE("\r\nconnection: close\r\n\r\n"),

  /** A client of HTTP/1.0 must be told. */
  TOLD("\r\nconnection: keep-alive\r\n\r\n"),

  /** "HTTP/1.1 defaults to the use of persistent connections". */
  IMPLIED("\r\n\r\n");

  private final byte[] headEnd;

  Persistence(String headEnd) {
    this.headEnd = headEnd.getBytes(StandardCharsets.US_ASCII);
  }

  /** What the client of a request wishes. */
  static Persistence of(HttpRequest request) {
    if (!HttpUtil.isKeepAlive(request)) {
      return CLOSE;
    }
    return request.protocolVersion().equals(HttpVersion.HTTP_1_0) ? TOLD : IMPLIED;
  }

  /** The last bytes of the head, after the value of its last header. */
  byte[] headEnd() {
    return headEnd;
  }
}
