package live.understudy.server.http;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;

/** What a client sent, in order. */
sealed interface Incoming {

  /** A request that is well-formed and complete. */
  record Complete(HttpRequest head, RequestTarget target, byte[] body) implements Incoming {}

  /** A request after which nothing more can be read, and what to answer it with. */
  record Refused(HttpResponseStatus status) implements Incoming {}
}
