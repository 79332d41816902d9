package live.understudy.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@link Incoming}s of what the decoder reads. After one that is refused everything else is
 * dropped, because where the next request would begin is not known. No handler of its own: with
 * thousands of connections every object that a request touches is a wait for memory.
 */
final class RequestAssembler {

  /** Who is told. */
  interface Sink {
    /** Told before the body is read. */
    void headersComplete(HeadersComplete headers);

    void arrived(Incoming incoming);
  }

  /** A request whose headers are complete. */
  enum HeadersComplete {
    /** The client sends the body at once. */
    BODY_FOLLOWS,
    /** The client waits for a 100 before it sends the body (RFC 9110 §10.1.1). */
    CONTINUE_EXPECTED
  }

  private static final byte[] NO_BODY = {};

  private final int maxBodyBytes;
  private final Sink sink;
  private @Nullable HttpRequest head;
  private @Nullable RequestTarget target;
  private @Nullable ByteArrayOutputStream body;
  private boolean refused;

  RequestAssembler(HttpLimits limits, Sink sink) {
    this.maxBodyBytes = limits.maxBodyBytes();
    this.sink = sink;
  }

  /** The next object of the decoder, which stays the caller's to release. */
  void accept(HttpObject object) {
    if (refused) {
      return;
    }
    HttpResponseStatus problem = assemble(object);
    if (problem != null) {
      refused = true;
      head = null;
      sink.arrived(new Incoming.Refused(problem));
    }
  }

  private @Nullable HttpResponseStatus assemble(HttpObject object) {
    HttpResponseStatus problem = RequestRules.decoderProblem(object);
    if (problem == null && object instanceof HttpRequest request) {
      problem = begin(request);
    }
    if (problem == null && object instanceof HttpContent content) {
      problem = append(content.content());
    }
    if (problem == null && object instanceof LastHttpContent) {
      complete();
    }
    return problem;
  }

  private @Nullable HttpResponseStatus begin(HttpRequest request) {
    HttpResponseStatus problem = RequestRules.headProblem(request);
    if (problem != null) {
      return problem;
    }
    if (HttpUtil.getContentLength(request, 0L) > maxBodyBytes) {
      return HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE;
    }
    target = RequestTarget.parse(request.uri());
    if (target == null) {
      return HttpResponseStatus.BAD_REQUEST;
    }
    head = request;
    body = null;
    sink.headersComplete(
        HttpUtil.is100ContinueExpected(request)
            ? HeadersComplete.CONTINUE_EXPECTED
            : HeadersComplete.BODY_FOLLOWS);
    return null;
  }

  private @Nullable HttpResponseStatus append(ByteBuf bytes) {
    if (!bytes.isReadable()) {
      return null;
    }
    ByteArrayOutputStream into = body == null ? new ByteArrayOutputStream(0) : body;
    body = into;
    if (into.size() + bytes.readableBytes() > maxBodyBytes) {
      return HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE;
    }
    byte[] copy = new byte[bytes.readableBytes()];
    bytes.readBytes(copy);
    into.writeBytes(copy);
    return null;
  }

  private void complete() {
    if (head != null && target != null) {
      byte[] bytes = body == null ? NO_BODY : body.toByteArray();
      Incoming.Complete complete = new Incoming.Complete(head, target, bytes);
      head = null;
      body = null;
      sink.arrived(complete);
    }
  }
}
