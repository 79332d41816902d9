package live.understudy.server.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a request must be to be answered at all. */
final class RequestRules {

  private static final int MAX_METHOD_LENGTH = 16;

  private RequestRules() {}

  /** The status for what the decoder could not read; null when it could. */
  static @Nullable HttpResponseStatus decoderProblem(HttpObject object) {
    if (object.decoderResult().isSuccess()) {
      return null;
    }
    return switch (object.decoderResult().cause()) {
      case TooLongHttpLineException _ -> HttpResponseStatus.REQUEST_URI_TOO_LONG;
      case TooLongHttpHeaderException _ -> HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
      case null, default -> HttpResponseStatus.BAD_REQUEST;
    };
  }

  /** The status for a request whose head is not acceptable; null when it is. */
  static @Nullable HttpResponseStatus headProblem(HttpRequest request) {
    HttpVersion version = request.protocolVersion();
    boolean http11 = version.equals(HttpVersion.HTTP_1_1);
    if (!http11 && !version.equals(HttpVersion.HTTP_1_0)) {
      return HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED;
    }
    HttpHeaders headers = request.headers();
    List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
    // "A server MUST respond with a 400 (Bad Request) status code to any HTTP/1.1 request message
    // that lacks a Host header field and to any request message that contains more than one Host
    // header field line" (RFC 9112 §3.2)
    if (hosts.size() > 1 || (http11 && hosts.isEmpty())) {
      return HttpResponseStatus.BAD_REQUEST;
    }
    if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
      List<String> encodings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
      if (!http11 || headers.contains(HttpHeaderNames.CONTENT_LENGTH) || encodings.size() > 1) {
        return HttpResponseStatus.BAD_REQUEST;
      }
      if (!encodings.getFirst().equalsIgnoreCase("chunked")) {
        return HttpResponseStatus.NOT_IMPLEMENTED;
      }
    }
    return isMethod(request.method().name()) ? null : HttpResponseStatus.BAD_REQUEST;
  }

  /** Whether it looks like any method that there is. */
  static boolean isMethod(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < 'A' || text.charAt(i) > 'Z') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= MAX_METHOD_LENGTH;
  }
}
