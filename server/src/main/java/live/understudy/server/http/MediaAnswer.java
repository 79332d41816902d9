package live.understudy.server.http;

/** What a {@link MediaSource} has to say to one request. */
public sealed interface MediaAnswer {

  /** 200, or what ranges and conditions make of it. */
  record Found(MediaResource resource) implements MediaAnswer {}

  /** 404: there is no such thing, now at least. */
  record Missing() implements MediaAnswer {}

  /**
   * 400.
   *
   * @param reason one sentence, shown to the client
   */
  record BadRequest(String reason) implements MediaAnswer {}

  /**
   * 503.
   *
   * @param reason one sentence, shown to the client
   * @param retryAfterS at least 1
   */
  record Unavailable(String reason, int retryAfterS) implements MediaAnswer {}
}
