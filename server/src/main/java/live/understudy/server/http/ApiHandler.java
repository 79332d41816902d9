package live.understudy.server.http;

/** Answers what is below {@code /api/}. Called on a virtual thread; may block. */
@FunctionalInterface
public interface ApiHandler {

  /** An exception becomes a 500 without details, and a line in the log. */
  HttpApiResponse handle(HttpApiRequest request);
}
