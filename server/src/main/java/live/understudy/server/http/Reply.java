package live.understudy.server.http;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import live.understudy.media.ByteSlice;
import org.jspecify.annotations.Nullable;

/** A whole response, ready to be written; not changed any more once it was given out. */
final class Reply {

  private final HttpResponseStatus status;
  private final HttpHeaders headers;
  private final Body body;

  /** Encoded when first written, so that one reply for many clients is encoded once. */
  private volatile byte @Nullable [] http1Head;

  /**
   * A reply.
   *
   * @param headers without {@code content-length}, {@code date} and {@code connection}, which are
   *     added when it is written
   */
  Reply(HttpResponseStatus status, HttpHeaders headers, Body body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

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
    http1Head = null;
    return this;
  }

  /** This reply with its body held for writing, or what is answered when its bytes have gone. */
  Reply held() {
    if (!(body instanceof Body.Media media)) {
      return this;
    }
    HeldBytes bytes = HeldBytes.of(media);
    return bytes == null
        ? media.gone().get()
        : new Reply(status, headers, new Body.Held(bytes, media.length()));
  }

  HttpResponseStatus status() {
    return status;
  }

  HttpHeaders headers() {
    return headers;
  }

  Body body() {
    return body;
  }

  /**
   * Whether {@code content-length} is sent: "A server MUST NOT send a Content-Length header field
   * in any response with a status code of 1xx (Informational) or 204 (No Content)." (RFC 9110 §8.6)
   */
  boolean hasLength() {
    return status.code() != HttpResponseStatus.NO_CONTENT.code()
        && status.code() != HttpResponseStatus.NOT_MODIFIED.code();
  }

  /** The status line and the headers of HTTP/1.1, without {@code date} and {@code connection}. */
  byte[] http1Head() {
    byte[] head = http1Head;
    if (head == null) {
      head = Http1Head.encode(this);
      http1Head = head;
    }
    return head;
  }
}
