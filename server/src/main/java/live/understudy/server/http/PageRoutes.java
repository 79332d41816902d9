package live.understudy.server.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import live.understudy.media.ProgramId;
import org.jspecify.annotations.Nullable;

/** The viewer page, the Studio, and their assets. */
final class PageRoutes {

  private static final String IMMUTABLE = "public, max-age=31536000, immutable";

  /** No inline script or style, nothing from elsewhere; media and workers also from blobs. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self';"
          + " img-src 'self' data: blob:; media-src 'self' blob: data:; worker-src 'self' blob:;"
          + " connect-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none';"
          + " form-action 'self'; frame-ancestors ";

  private final WebResources files;

  PageRoutes(WebResources files) {
    this.files = files;
  }

  Reply answer(WebRequest request) {
    if (!request.isRead()) {
      return Reply.text(HttpResponseStatus.METHOD_NOT_ALLOWED, "Only GET and HEAD")
          .with(HttpHeaderNames.ALLOW, "GET, HEAD");
    }
    String path = request.path();
    return switch (path) {
      case "/" -> redirect(HttpResponseStatus.FOUND, "/studio/");
      case "/studio" -> redirect(HttpResponseStatus.PERMANENT_REDIRECT, "/studio/");
      case "/studio/" -> page(request, "studio.html", "'none'");
      case "/favicon.ico", "/favicon.svg" ->
          file(request, path.substring(1), "public, max-age=86400");
      default -> other(request, path);
    };
  }

  private Reply other(WebRequest request, String path) {
    if (path.startsWith("/watch/")) {
      return ProgramId.isEventId(path.substring("/watch/".length()))
          ? page(request, "watch.html", "*")
          : notFound();
    }
    if (path.startsWith("/assets/")) {
      return file(request, path.substring(1), IMMUTABLE);
    }
    return notFound();
  }

  private Reply page(WebRequest request, String name, String frameAncestors) {
    Reply reply =
        file(request, name, "no-cache")
            .with(HttpHeaderNames.CONTENT_SECURITY_POLICY, POLICY + frameAncestors)
            .with("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=()");
    if (frameAncestors.equals("'none'")) {
      reply.with("x-frame-options", "DENY").with("cross-origin-opener-policy", "same-origin");
    } else {
      // A page that opens the viewer in a window of its own may keep its handle on it.
      reply.with("cross-origin-opener-policy", "same-origin-allow-popups");
    }
    return reply;
  }

  private Reply file(WebRequest request, String name, String cacheControl) {
    @Nullable WebResource file = files.find(name);
    if (file == null) {
      return notFound();
    }
    Reply reply;
    if (ETags.matches(request.header(HttpHeaderNames.IF_NONE_MATCH), file.etag())) {
      reply = Reply.of(HttpResponseStatus.NOT_MODIFIED);
    } else if (file.gzip() != null && request.coding(false) == Coding.GZIP) {
      reply =
          Reply.of(HttpResponseStatus.OK, file.contentType(), file.gzip())
              .with(HttpHeaderNames.CONTENT_ENCODING, "gzip");
    } else {
      reply = Reply.of(HttpResponseStatus.OK, file.contentType(), file.bytes());
    }
    return secured(reply)
        .with(HttpHeaderNames.ETAG, file.etag())
        .with(HttpHeaderNames.CACHE_CONTROL, cacheControl)
        .with(HttpHeaderNames.VARY, "accept-encoding");
  }

  private static Reply redirect(HttpResponseStatus status, String location) {
    return secured(Reply.of(status)).with(HttpHeaderNames.LOCATION, location);
  }

  private static Reply notFound() {
    return secured(Reply.text(HttpResponseStatus.NOT_FOUND, "Not found"))
        .with(
            HttpHeaderNames.CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'");
  }

  private static Reply secured(Reply reply) {
    return reply.with("x-content-type-options", "nosniff").with("referrer-policy", "no-referrer");
  }
}
