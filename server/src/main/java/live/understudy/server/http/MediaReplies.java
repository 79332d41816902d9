package live.understudy.server.http;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
  private final HotSegments hot;
  private final Consumer<Reply> sink;

  MediaReplies(MediaWish wish, HotSegments hot, Consumer<Reply> sink) {
    this.wish = wish;
    this.hot = hot;
    this.sink = sink;
  }

  @Override
  public void answer(MediaAnswer answer) {
    if (answer instanceof MediaAnswer.Found(MediaResource.Playlist playlist)
        && !wish.preview()
        && wish.ifNoneMatch() == null) {
      sink.accept(
          playlist.reply(wish.coding(), wish.blocking(), _ -> withCors(playlist(playlist))));
      return;
    }
    send(worded(answer));
  }

  private Reply worded(MediaAnswer answer) {
    return switch (answer) {
      case MediaAnswer.Found found -> found(found.resource());
      case MediaAnswer.Missing _ ->
          Reply.text(HttpResponseStatus.NOT_FOUND, "Not found")
              .with(HttpHeaderNames.CACHE_CONTROL, MISSING_CACHED);
      case MediaAnswer.BadRequest bad -> Reply.text(HttpResponseStatus.BAD_REQUEST, bad.reason());
      case MediaAnswer.Unavailable later ->
          Reply.text(HttpResponseStatus.SERVICE_UNAVAILABLE, later.reason())
              .with(HttpHeaderNames.RETRY_AFTER, Integer.toString(later.retryAfterS()));
    };
  }

  void send(Reply reply) {
    sink.accept(complete(reply));
  }

  /** Adds what every answer of this route carries. */
  private Reply complete(Reply reply) {
    return wish.preview()
        ? reply
            .with(HttpHeaderNames.CACHE_CONTROL, "private, no-store")
            .with(HttpHeaderNames.VARY, "authorization, accept-encoding")
        : withCors(reply);
  }

  /**
   * Any page may play what is below {@code /live/}, so that every status carries these: without
   * them a player can't even see that it got a 404.
   */
  static Reply withCors(Reply reply) {
    return reply
        .with(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
        .with(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, "*");
  }

  private Reply found(MediaResource resource) {
    return switch (resource) {
      case MediaResource.Playlist playlist -> playlist(playlist);
      case MediaResource.Media media -> {
        Body.Media body = Body.Media.of(media.chunks(), () -> complete(worded(media.gone().get())));
        boolean shared = media.immutable() && !wish.preview();
        yield bytes(shared ? hot.warm(body) : body, media.contentType(), media.immutable());
      }
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
    if (ETags.matches(wish.ifNoneMatch(), etag)) {
      return described(Reply.of(HttpResponseStatus.NOT_MODIFIED), playlist, etag);
    }
    return described(textIn(wish.coding(), playlist), playlist, etag);
  }

  private static Reply textIn(Coding coding, MediaResource.Playlist playlist) {
    Reply reply = Reply.of(HttpResponseStatus.OK, PLAYLIST_TYPE, playlist.form(coding));
    String token = coding.token();
    return token == null ? reply : reply.with(HttpHeaderNames.CONTENT_ENCODING, token);
  }

  private Reply described(Reply reply, MediaResource.Playlist playlist, String etag) {
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
    // One name is one content for ever, so that the name is as strong a validator as a hash.
    String etag = "\"" + wish.name() + "\"";
    if (immutable && ETags.matches(wish.ifNoneMatch(), etag)) {
      return described(Reply.of(HttpResponseStatus.NOT_MODIFIED), etag, true);
    }
    Reply reply =
        switch (ByteRange.parse(range(immutable ? etag : null), length)) {
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
                      "bytes " + part.first() + "-" + part.last() + "/" + length);
        };
    if (reply.status().code() == HttpResponseStatus.REQUESTED_RANGE_NOT_SATISFIABLE.code()) {
      return reply.with(HttpHeaderNames.ACCEPT_RANGES, "bytes");
    }
    return described(reply.with(HttpHeaderNames.CONTENT_TYPE, contentType), etag, immutable);
  }

  private static Reply described(Reply reply, String etag, boolean immutable) {
    if (immutable) {
      reply.with(HttpHeaderNames.ETAG, etag);
    }
    return reply
        .with(HttpHeaderNames.CACHE_CONTROL, immutable ? IMMUTABLE : "no-cache")
        .with(HttpHeaderNames.ACCEPT_RANGES, "bytes")
        .with("x-content-type-options", "nosniff");
  }

  /**
   * The range that counts: "A server MUST ignore a Range header field received with a request
   * method that is unrecognized or for which range handling is not defined" (RFC 9110 §14.2), which
   * is all but GET; and an If-Range must match by strong comparison (§13.1.5).
   */
  private @Nullable String range(@Nullable String etag) {
    boolean unchanged = wish.ifRange() == null || wish.ifRange().equals(etag);
    return wish.head() || !unchanged ? null : wish.range();
  }
}
