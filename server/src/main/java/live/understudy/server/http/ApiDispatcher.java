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

  /**
   * Runs {@code work}, and gives what it returned to {@code done} or, when there is no place or it
   * failed, a reply to {@code failed}; on any thread.
   */
  <T> void run(String what, Supplier<T> work, Consumer<T> done, Consumer<Reply> failed) {
    if (!places.tryAcquire()) {
      failed.accept(
          Reply.problem(
                  HttpResponseStatus.SERVICE_UNAVAILABLE,
                  "busy",
                  "Too many calls at once. Try again in a second.")
              .with("retry-after", "1"));
      return;
    }
    Thread.ofVirtual().name("http-call").start(() -> call(what, work, done, failed));
  }

  private <T> void call(String what, Supplier<T> work, Consumer<T> done, Consumer<Reply> failed) {
    T result;
    try {
      result = work.get();
    } catch (RuntimeException | Error e) {
      // An Error too: whoever asked must get an answer.
      LOG.error("{} failed", what, e);
      places.release();
      failed.accept(
          Reply.problem(
              HttpResponseStatus.INTERNAL_SERVER_ERROR,
              "internal",
              "The server failed. Its log says why."));
      return;
    }
    places.release();
    done.accept(result);
  }

  static Reply toReply(HttpApiResponse response) {
    Reply reply =
        new Reply(
            HttpResponseStatus.valueOf(response.status()),
            new io.netty.handler.codec.http.DefaultHttpHeaders(),
            Body.Memory.of(ByteSlice.of(response.body())));
    reply.with("cache-control", "no-store").with("x-content-type-options", "nosniff");
    response.headers().forEach(reply::with);
    return reply;
  }
}
