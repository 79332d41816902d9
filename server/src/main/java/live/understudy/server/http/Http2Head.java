package live.understudy.server.http;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Headers.PseudoHeaderName;
import io.netty.util.AsciiString;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the heads of HTTP/2 messages into those that the routes know, and back. */
final class Http2Head {

  /** As a header counts for SETTINGS_MAX_HEADER_LIST_SIZE (RFC 9113 §6.5.2). */
  private static final int BYTES_PER_HEADER = 32;

  /** The head of a request, or why there is none. */
  sealed interface Read {
    /** {@code bytes} is what it takes in memory, roughly. */
    record Request(HttpMethod method, RequestTarget target, HttpHeaders headers, int bytes)
        implements Read {}

    /** Answered with this. */
    record Refused(HttpResponseStatus status) implements Read {}
  }

  private static final Read BAD = new Read.Refused(HttpResponseStatus.BAD_REQUEST);

  private Http2Head() {}

  /** Holds a request to the same rules as one of HTTP/1.1, and to RFC 9113 §8.3.1. */
  static Read read(Http2Headers received, HttpLimits limits) {
    String method = text(received.method());
    String scheme = text(received.scheme());
    String path = text(received.path());
    if (method == null
        || !RequestRules.isMethod(method)
        || path == null
        || !("https".equals(scheme) || "http".equals(scheme))) {
      return BAD;
    }
    if (path.length() > limits.maxInitialLineBytes()) {
      return new Read.Refused(HttpResponseStatus.REQUEST_URI_TOO_LONG);
    }
    // Only origin-form and "*" are allowed: an absolute URL would name a second authority.
    boolean originForm = path.startsWith("/") || path.equals("*");
    RequestTarget target = originForm ? RequestTarget.parse(path) : null;
    HttpHeaders headers = new DefaultHttpHeaders();
    int bytes = path.length();
    try {
      for (Map.Entry<CharSequence, CharSequence> header : received) {
        CharSequence name = header.getKey();
        if (!PseudoHeaderName.hasPseudoHeaderFormat(name)) {
          headers.add(name, header.getValue().toString());
        }
        bytes += name.length() + header.getValue().length() + BYTES_PER_HEADER;
      }
    } catch (IllegalArgumentException e) {
      // A line break or a NUL, which HPACK can carry and HTTP/1.1 can't.
      return BAD;
    }
    if (target == null || !hasOneAuthority(text(received.authority()), headers)) {
      return BAD;
    }
    joinCookies(headers);
    return new Read.Request(HttpMethod.valueOf(method), target, headers, bytes);
  }

  /**
   * "A server SHOULD treat a request as malformed if it contains a Host header field that
   * identifies an entity that differs from the entity in the ":authority" pseudo-header field."
   * (RFC 9113 §8.3.1)
   */
  private static boolean hasOneAuthority(@Nullable String authority, HttpHeaders headers) {
    List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
    if (hosts.size() > 1) {
      return false;
    }
    String host = hosts.isEmpty() ? authority : hosts.getFirst();
    if (host == null || (authority != null && !authority.equalsIgnoreCase(host))) {
      return false;
    }
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      // ":authority MUST NOT include the deprecated userinfo subcomponent" (§8.3.1)
      if (c <= ' ' || c >= 0x7F || "@/\\?#".indexOf(c) >= 0) {
        return false;
      }
    }
    headers.set(HttpHeaderNames.HOST, host);
    return !host.isEmpty();
  }

  /** Cookies may come one by one, and are one header to everybody behind us (RFC 9113 §8.2.3). */
  private static void joinCookies(HttpHeaders headers) {
    List<String> cookies = headers.getAll(HttpHeaderNames.COOKIE);
    if (cookies.size() > 1) {
      headers.set(HttpHeaderNames.COOKIE, String.join("; ", cookies));
    }
  }

  static Http2Headers of(Reply reply) {
    Http2Headers head = new DefaultHttp2Headers(false, reply.headers().size() + 4);
    head.status(reply.status().codeAsText());
    Iterator<Map.Entry<CharSequence, CharSequence>> headers =
        reply.headers().iteratorCharSequence();
    while (headers.hasNext()) {
      Map.Entry<CharSequence, CharSequence> header = headers.next();
      head.add(AsciiString.of(header.getKey()).toLowerCase(), header.getValue());
    }
    if (reply.hasLength()) {
      head.addLong(HttpHeaderNames.CONTENT_LENGTH, reply.body().length());
    }
    return head.set(HttpHeaderNames.DATE, HttpDate.now());
  }

  private static @Nullable String text(@Nullable CharSequence value) {
    return value == null ? null : value.toString();
  }
}
