package live.understudy.server.http;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Locale;
import java.util.regex.Pattern;
import live.understudy.media.Leg;
import live.understudy.media.ProgramId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /live/...} for everybody, {@code /preview/...} for those who may. */
final class MediaRoutes {

  private static final Logger LOG = LoggerFactory.getLogger(MediaRoutes.class);
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final String PLAYLIST_TYPE = "application/vnd.apple.mpegurl";
  private static final String METHODS = "GET, HEAD, OPTIONS";

  private final MediaSource source;

  MediaRoutes(MediaSource source) {
    this.source = source;
  }

  /**
   * {@code /live/{event}/{language}/{name}}. Any page may play it, so that every status carries the
   * CORS headers: without them a player can't even see that it got a 404.
   */
  Reply live(WebRequest request) {
    Reply reply;
    if (request.method().equals(HttpMethod.OPTIONS)) {
      reply =
          Reply.of(HttpResponseStatus.NO_CONTENT)
              .with(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
              .with(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, "*")
              .with(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, "86400");
    } else {
      String[] parts = request.path().substring("/live/".length()).split("/", -1);
      reply =
          parts.length == 3
              ? find(request, parts[0], parts[1], null, parts[2])
              : Reply.text(HttpResponseStatus.NOT_FOUND, "Not found");
    }
    return reply
        .with(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
        .with(
            HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS,
            "Accept-Ranges, Age, Content-Length, Content-Range, Date, ETag, Retry-After");
  }

  /** {@code /preview/{event}/{language}/{primary|backup}/{name}}, permission already checked. */
  Reply preview(WebRequest request) {
    String[] parts = request.path().substring("/preview/".length()).split("/", -1);
    Leg leg = parts.length == 4 ? legOf(parts[2]) : null;
    Reply reply =
        leg == null
            ? Reply.text(HttpResponseStatus.NOT_FOUND, "Not found")
            : find(request, parts[0], parts[1], leg, parts[3]);
    return reply
        .with(HttpHeaderNames.CACHE_CONTROL, "private, no-store")
        .with(HttpHeaderNames.VARY, "authorization, accept-encoding");
  }

  private static @Nullable Leg legOf(String text) {
    return switch (text) {
      case "primary" -> Leg.PRIMARY;
      case "backup" -> Leg.BACKUP;
      default -> null;
    };
  }

  private Reply find(
      WebRequest request, String event, String language, @Nullable Leg leg, String name) {
    if (!request.isRead()) {
      return Reply.text(HttpResponseStatus.METHOD_NOT_ALLOWED, "Only GET and HEAD")
          .with(HttpHeaderNames.ALLOW, METHODS);
    }
    if (!ProgramId.isEventId(event)
        || !ProgramId.isLanguage(language)
        || !NAME.matcher(name).matches()) {
      return Reply.text(HttpResponseStatus.NOT_FOUND, "Not found");
    }
    MediaResource resource;
    try {
      resource = source.find(new ProgramId(event, language), leg, name);
    } catch (RuntimeException e) {
      LOG.error("{} failed", request.path(), e);
      return Reply.text(HttpResponseStatus.INTERNAL_SERVER_ERROR, "The server failed");
    }
    return switch (resource) {
      // Short-lived: a player may ask for a segment a moment before it is there.
      case null -> Reply.text(HttpResponseStatus.NOT_FOUND, "Not found");
      case MediaResource.Playlist playlist -> playlist(request, playlist);
      case MediaResource.Media media -> media(request, media);
    };
  }

  private static Reply playlist(WebRequest request, MediaResource.Playlist playlist) {
    // Weak, because it names the text and not its compressed form.
    String etag = "W/\"" + playlist.etag() + "\"";
    Reply reply;
    if (ETags.matches(request.header(HttpHeaderNames.IF_NONE_MATCH), etag)) {
      reply = Reply.of(HttpResponseStatus.NOT_MODIFIED);
    } else if (request.acceptsGzip()) {
      reply =
          Reply.of(HttpResponseStatus.OK, PLAYLIST_TYPE, playlist.gzip())
              .with(HttpHeaderNames.CONTENT_ENCODING, "gzip");
    } else {
      reply = Reply.of(HttpResponseStatus.OK, PLAYLIST_TYPE, playlist.text());
    }
    return reply
        .with(HttpHeaderNames.ETAG, etag)
        .with(HttpHeaderNames.CACHE_CONTROL, "no-cache")
        .with(HttpHeaderNames.VARY, "accept-encoding")
        .with("x-content-type-options", "nosniff");
  }

  private static Reply media(WebRequest request, MediaResource.Media media) {
    Reply whole = new Reply(HttpResponseStatus.OK, new DefaultHttpHeaders(), media.chunks());
    long length = whole.length();
    // Without a validator of ours an If-Range can't match, and then the range is ignored
    // (RFC 9110 §13.1.5).
    String range =
        request.isHead() || request.headers().contains(HttpHeaderNames.IF_RANGE)
            ? null
            : request.header(HttpHeaderNames.RANGE);
    Reply reply =
        switch (ByteRange.parse(range, length)) {
          case ByteRange.Whole _ -> whole;
          case ByteRange.Unsatisfiable _ ->
              Reply.text(
                      HttpResponseStatus.REQUESTED_RANGE_NOT_SATISFIABLE, "Not within the resource")
                  .with(HttpHeaderNames.CONTENT_RANGE, "bytes */" + length);
          case ByteRange.Part part ->
              new Reply(
                      HttpResponseStatus.PARTIAL_CONTENT,
                      new DefaultHttpHeaders(),
                      part.of(media.chunks()))
                  .with(
                      HttpHeaderNames.CONTENT_RANGE,
                      String.format(
                          Locale.ROOT, "bytes %d-%d/%d", part.first(), part.last(), length));
        };
    if (reply.status().code() != HttpResponseStatus.REQUESTED_RANGE_NOT_SATISFIABLE.code()) {
      reply
          .with(HttpHeaderNames.CONTENT_TYPE, media.contentType())
          .with(
              HttpHeaderNames.CACHE_CONTROL,
              media.immutable() ? "public, max-age=31536000, immutable" : "no-cache");
    }
    return reply
        .with(HttpHeaderNames.ACCEPT_RANGES, "bytes")
        .with("x-content-type-options", "nosniff");
  }
}
