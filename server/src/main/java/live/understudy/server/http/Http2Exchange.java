package live.understudy.server.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One stream: a request that is being received, then waits for its answer, then is answered. What
 * was received is let go as soon as the answer is asked for.
 */
final class Http2Exchange implements Consumer<Reply> {

  /** What has come of a request. */
  private record Receiving(Http2Head.Read.Request head, ByteArrayOutputStream body) {}

  private static final long NS_PER_MS = 1_000_000;

  private final Http2Session session;
  private final int id;
  private final long beganNs = System.nanoTime();
  private boolean head;
  private boolean received;
  private boolean answered;
  private boolean closed;
  private @Nullable Receiving receiving;
  private MediaSource.@Nullable Parked parked;
  private @Nullable Http2ReplyWriter writer;

  Http2Exchange(Http2Session session, int id) {
    this.session = session;
    this.id = id;
  }

  int id() {
    return id;
  }

  void begin(Http2Head.Read read, boolean complete) {
    switch (read) {
      case Http2Head.Read.Refused refused -> refuse(refused.status());
      case Http2Head.Read.Request request -> {
        if (!session.hold(request.bytes())) {
          refuse(HttpResponseStatus.SERVICE_UNAVAILABLE);
          return;
        }
        receiving = new Receiving(request, new ByteArrayOutputStream(0));
        head = request.method().equals(HttpMethod.HEAD);
        String expected = request.headers().get(HttpHeaderNames.EXPECT);
        if (!complete && expected != null && expected.equalsIgnoreCase("100-continue")) {
          session.writeContinue(id);
        }
      }
    }
  }

  /** A part of the body; dropped when the request was refused. */
  void body(byte[] bytes) {
    Receiving current = receiving;
    if (current == null) {
      return;
    }
    if (current.body().size() + bytes.length > session.limits().maxBodyBytes()) {
      refuse(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);
    } else if (!session.hold(bytes.length)) {
      refuse(HttpResponseStatus.SERVICE_UNAVAILABLE);
    } else {
      current.body().writeBytes(bytes);
    }
  }

  /** Nothing more comes from the client. */
  void complete() {
    received = true;
    Receiving request = receiving;
    if (request == null) {
      return;
    }
    release();
    MediaSource.Parked waits =
        session.answer(
            new WebRequest(
                request.head().method(),
                request.head().target(),
                request.head().headers(),
                request.body().toByteArray(),
                session.peer(),
                true),
            this);
    if (waits != null && !answered) {
      if (closed) {
        waits.cancel();
      } else {
        park(waits);
      }
    }
  }

  private void park(MediaSource.Parked waits) {
    if (session.limiter().tryPark(session.peer())) {
      parked = waits;
      return;
    }
    waits.cancel();
    write(
        MediaReplies.withCors(
            Reply.text(
                    HttpResponseStatus.SERVICE_UNAVAILABLE,
                    "too many requests wait for your address")
                .with(HttpHeaderNames.RETRY_AFTER, "1")));
  }

  private MediaSource.@Nullable Parked unpark() {
    MediaSource.Parked waits = parked;
    if (waits != null) {
      parked = null;
      session.limiter().unpark(session.peer());
    }
    return waits;
  }

  private void release() {
    Receiving request = receiving;
    if (request != null) {
      receiving = null;
      session.release(request.head().bytes() + request.body().size());
    }
  }

  private void refuse(HttpResponseStatus status) {
    release();
    write(MediaReplies.withCors(Reply.text(status, status.reasonPhrase())));
  }

  @Override
  public void accept(Reply reply) {
    session.execute(() -> write(reply));
  }

  private void write(Reply reply) {
    if (closed || answered) {
      return;
    }
    answered = true;
    unpark();
    writer = session.writer(this);
    writer.start(reply, head);
  }

  /** Everything was written: a client that still sends is told to stop (RFC 9113 §8.1). */
  void written() {
    writer = null;
    if (!received) {
      session.resetQuietly(id);
    }
  }

  /** The stream has ended, whoever ended it. */
  void closed() {
    closed = true;
    release();
    if (writer != null) {
      writer.cancel();
      writer = null;
    }
    MediaSource.Parked waits = unpark();
    if (waits != null) {
      waits.cancel();
    }
  }

  /** When the client will have been too slow; {@link Long#MAX_VALUE} ns from now for never. */
  long restNs(long nowNs) {
    if (writer != null) {
      return writer.progressNs() + session.limits().writeDeadlineMs() * NS_PER_MS - nowNs;
    }
    if (receiving != null) {
      return beganNs + session.limits().bodyTimeoutMs() * NS_PER_MS - nowNs;
    }
    return Long.MAX_VALUE;
  }

  /** It was. */
  void expired() {
    if (writer != null) {
      session.cutOff(id);
    } else {
      refuse(HttpResponseStatus.REQUEST_TIMEOUT);
    }
  }
}
