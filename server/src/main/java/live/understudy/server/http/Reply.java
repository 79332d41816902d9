package live.understudy.server.http;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import live.understudy.media.ByteSlice;

/**
 * A whole response, ready to be written.
 *
 * @param headers without {@code content-length} and {@code connection}, which the writer adds
 * @param body what follows them
 */
record Reply(HttpResponseStatus status, HttpHeaders headers, Body body) {

  static Reply of(HttpResponseStatus status) {
    return new Reply(status, new DefaultHttpHeaders(), Body.EMPTY);
  }

  static Reply of(HttpResponseStatus status, String contentType, ByteSlice body) {
    Reply reply = new Reply(status, new DefaultHttpHeaders(), Body.Memory.of(body));
    reply.headers.set(HttpHeaderNames.CONTENT_TYPE, contentType);
    return reply;
  }

  /** A problem in one sentence, for people who open media or page URLs by hand. */
  static Reply text(HttpResponseStatus status, String text) {
    return of(
            status,
            "text/plain; charset=utf-8",
            ByteSlice.of((text + "\n").getBytes(StandardCharsets.UTF_8)))
        .with("cache-control", "no-store")
        .with("x-content-type-options", "nosniff");
  }

  /** An RFC 9457 problem; {@code code} and {@code detail} need no escaping in JSON. */
  static Reply problem(HttpResponseStatus status, String code, String detail) {
    String json =
        "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\",\"code\":\"%s\"}"
            .formatted(status.reasonPhrase(), status.code(), detail, code);
    return of(
            status, "application/problem+json", ByteSlice.of(json.getBytes(StandardCharsets.UTF_8)))
        .with("cache-control", "no-store")
        .with("x-content-type-options", "nosniff");
  }

  Reply with(CharSequence name, Object value) {
    headers.set(name, value);
    return this;
  }
}
