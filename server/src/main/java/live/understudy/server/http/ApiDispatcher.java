package live.understudy.server.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;
import live.understudy.media.ByteSlice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs what may block on virtual threads, a bounded number at once. */
final class ApiDispatcher {

  private static final Logger LOG = LoggerFactory.getLogger(ApiDispatcher.class);

  private final Semaphore places;

  ApiDispatcher(int maxCalls) {
    this.places = new Semaphore(maxCalls);
  }

  /** Gives the reply of {@code work} to {@code sink}, on any thread; 503 at once when full. */
  void run(String what, Supplier<Reply> work, Consumer<Reply> sink) {
    if (!places.tryAcquire()) {
      sink.accept(
          Reply.problem(
                  HttpResponseStatus.SERVICE_UNAVAILABLE,
                  "busy",
                  "Too many calls at once. Try again in a second.")
              .with("retry-after", "1"));
      return;
    }
    Thread.ofVirtual()
        .name("http-call")
        .start(() -> {
          Reply reply;
          try {
            reply = work.get();
          } catch (RuntimeException | Error e) {
            // An Error too: whoever asked must get an answer.
            LOG.error("{} failed", what, e);
            reply =
                Reply.problem(
                    HttpResponseStatus.INTERNAL_SERVER_ERROR,
                    "internal",
                    "The server failed. Its log says why.");
          } finally {
            places.release();
          }
          sink.accept(reply);
        });
  }

  static Reply toReply(HttpApiResponse response) {
    Reply reply =
        new Reply(
            HttpResponseStatus.valueOf(response.status()),
            new io.netty.handler.codec.http.DefaultHttpHeaders(),
            java.util.List.of(ByteSlice.of(response.body())));
    reply.with("cache-control", "no-store").with("x-content-type-options", "nosniff");
    response.headers().forEach(reply::with);
    return reply;
  }
}
