package live.understudy.server.http;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Locale;
import java.util.function.Consumer;

/** Words the answer to one request for media; waits with it while the request is parked. */
final class MediaReplies implements MediaSink {

  private static final String PLAYLIST_TYPE = "application/vnd.apple.mpegurl";

  /** What never changes may be kept for as long as HTTP caches keep anything. */
  private static final String IMMUTABLE = "public, max-age=31536000, immutable";

  /** Short: a player may ask for a segment a moment before it is there. */
  private static final String MISSING_CACHED = "max-age=1";

  /** A playlist that a blocking request brought may be cached for six target durations. */
  private static final int BLOCKING_CACHED_TARGET_DURATIONS = 6;

  private final MediaWish wish;
  private final Consumer<Reply> sink;

  MediaReplies(MediaWish wish, Consumer<Reply> sink) {
    this.wish = wish;
    this.sink = sink;
  }

  @Override
  public void answer(MediaAnswer answer) {
    send(
        switch (answer) {
          case MediaAnswer.Found found -> found(found.resource());
          case MediaAnswer.Missing _ ->
              Reply.text(HttpResponseStatus.NOT_FOUND, "Not found")
                  .with(HttpHeaderNames.CACHE_CONTROL, MISSING_CACHED);
          case MediaAnswer.BadRequest bad ->
              Reply.text(HttpResponseStatus.BAD_REQUEST, bad.reason());
          case MediaAnswer.Unavailable later ->
              Reply.text(HttpResponseStatus.SERVICE_UNAVAILABLE, later.reason())
                  .with(HttpHeaderNames.RETRY_AFTER, Integer.toString(later.retryAfterS()));
        });
  }

  /** Adds what every answer of this route carries. */
  void send(Reply reply) {
    sink.accept(
        wish.preview()
            ? reply
                .with(HttpHeaderNames.CACHE_CONTROL, "private, no-store")
                .with(HttpHeaderNames.VARY, "authorization, accept-encoding")
            : withCors(reply));
  }

  /**
   * Any page may play what is below {@code /live/}, so that every status carries these: without
   * them a player can't even see that it got a 404.
   */
  static Reply withCors(Reply reply) {
    return reply
        .with(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
        .with(
            HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS,
            "Accept-Ranges, Age, Content-Length, Content-Range, Date, ETag, Retry-After");
  }

  private Reply found(MediaResource resource) {
    return switch (resource) {
      case MediaResource.Playlist playlist -> playlist(playlist);
      case MediaResource.Media media ->
          bytes(new Body.Memory(media.chunks()), media.contentType(), media.immutable());
      case MediaResource.Stored stored ->
          bytes(
              new Body.Disk(stored.bytes(), 0, stored.bytes().length()),
              stored.contentType(),
              true);
    };
  }

  private Reply playlist(MediaResource.Playlist playlist) {
    // Weak, because it names the text and not its compressed form.
    String etag = "W/\"" + playlist.etag() + "\"";
    Reply reply;
    if (ETags.matches(wish.ifNoneMatch(), etag)) {
      reply = Reply.of(HttpResponseStatus.NOT_MODIFIED);
    } else if (wish.gzip()) {
      reply =
          Reply.of(HttpResponseStatus.OK, PLAYLIST_TYPE, playlist.gzip())
              .with(HttpHeaderNames.CONTENT_ENCODING, "gzip");
    } else {
      reply = Reply.of(HttpResponseStatus.OK, PLAYLIST_TYPE, playlist.text());
    }
    int cacheS = BLOCKING_CACHED_TARGET_DURATIONS * playlist.targetDurationS();
    return reply
        .with(HttpHeaderNames.ETAG, etag)
        .with(
            HttpHeaderNames.CACHE_CONTROL,
            wish.blocking() && cacheS > 0 ? "public, max-age=" + cacheS : "no-cache")
        .with(HttpHeaderNames.VARY, "accept-encoding")
        .with("x-content-type-options", "nosniff");
  }

  private Reply bytes(Body whole, String contentType, boolean immutable) {
    long length = whole.length();
    // Without a validator of ours an If-Range can't match, and then the range is ignored
    // (RFC 9110 §13.1.5).
    String range = wish.head() || wish.ifRange() != null ? null : wish.range();
    Reply reply =
        switch (ByteRange.parse(range, length)) {
          case ByteRange.Whole _ ->
              new Reply(HttpResponseStatus.OK, new DefaultHttpHeaders(), whole);
          case ByteRange.Unsatisfiable _ ->
              Reply.text(
                      HttpResponseStatus.REQUESTED_RANGE_NOT_SATISFIABLE, "Not within the resource")
                  .with(HttpHeaderNames.CONTENT_RANGE, "bytes */" + length);
          case ByteRange.Part part ->
              new Reply(
                      HttpResponseStatus.PARTIAL_CONTENT,
                      new DefaultHttpHeaders(),
                      whole.part(part.first(), part.last()))
                  .with(
                      HttpHeaderNames.CONTENT_RANGE,
                      String.format(
                          Locale.ROOT, "bytes %d-%d/%d", part.first(), part.last(), length));
        };
    if (reply.status().code() != HttpResponseStatus.REQUESTED_RANGE_NOT_SATISFIABLE.code()) {
      reply
          .with(HttpHeaderNames.CONTENT_TYPE, contentType)
          .with(HttpHeaderNames.CACHE_CONTROL, immutable ? IMMUTABLE : "no-cache");
    }
    return reply
        .with(HttpHeaderNames.ACCEPT_RANGES, "bytes")
        .with("x-content-type-options", "nosniff");
  }
}
