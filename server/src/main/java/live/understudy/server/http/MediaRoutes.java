package live.understudy.server.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.function.Consumer;
import live.understudy.media.Leg;
import live.understudy.media.ProgramId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /live/...} for everybody, {@code /preview/...} for those who may. */
final class MediaRoutes {

  private static final Logger LOG = LoggerFactory.getLogger(MediaRoutes.class);
  private static final String LIVE = "/live/";
  private static final String PREVIEW = "/preview/";
  private static final String METHODS = "GET, HEAD, OPTIONS";
  private static final int MAX_NAME_LENGTH = 64;

  private final MediaSource source;

  MediaRoutes(MediaSource source) {
    this.source = source;
  }

  /** {@code /live/{event}/{language}/{name}}. */
  MediaSource.@Nullable Parked live(WebRequest request, Consumer<Reply> sink) {
    if (request.method().equals(HttpMethod.OPTIONS)) {
      sink.accept(
          MediaReplies.withCors(
              Reply.of(HttpResponseStatus.NO_CONTENT)
                  .with(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
                  .with(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, "*")
                  .with(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, "86400")));
      return null;
    }
    String path = request.path();
    int language = path.indexOf('/', LIVE.length());
    int name = path.indexOf('/', language + 1);
    MediaRequest wanted =
        language < 0 || name < 0
            ? null
            : wanted(
                path.substring(LIVE.length(), language),
                path.substring(language + 1, name),
                null,
                path.substring(name + 1),
                request.target().query());
    return find(request, wanted, false, sink);
  }

  /** {@code /preview/{event}/{language}/{primary|backup}/{name}}, permission already checked. */
  MediaSource.@Nullable Parked preview(WebRequest request, Consumer<Reply> sink) {
    String[] parts = request.path().substring(PREVIEW.length()).split("/", -1);
    Leg leg = parts.length == 4 ? legOf(parts[2]) : null;
    MediaRequest wanted =
        leg == null ? null : wanted(parts[0], parts[1], leg, parts[3], request.target().query());
    return find(request, wanted, true, sink);
  }

  private static @Nullable Leg legOf(String text) {
    return switch (text) {
      case "primary" -> Leg.PRIMARY;
      case "backup" -> Leg.BACKUP;
      default -> null;
    };
  }

  private static @Nullable MediaRequest wanted(
      String event, String language, @Nullable Leg leg, String name, String query) {
    boolean possible = ProgramId.isEventId(event) && ProgramId.isLanguage(language) && isName(name);
    return possible
        ? new MediaRequest(
            new ProgramId(event, language), leg, name, query.isEmpty() ? null : query)
        : null;
  }

  private static boolean isName(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c);
      if (!letterOrDigit && c != '.' && c != '_' && c != '-') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= MAX_NAME_LENGTH;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private MediaSource.@Nullable Parked find(
      WebRequest request, @Nullable MediaRequest wanted, boolean preview, Consumer<Reply> sink) {
    MediaReplies replies =
        new MediaReplies(MediaWish.of(request, wanted == null ? "" : wanted.name(), preview), sink);
    if (!request.isRead()) {
      replies.send(
          Reply.text(HttpResponseStatus.METHOD_NOT_ALLOWED, "Only GET and HEAD")
              .with(HttpHeaderNames.ALLOW, METHODS));
      return null;
    }
    if (wanted == null) {
      replies.answer(new MediaAnswer.Missing());
      return null;
    }
    try {
      return source.find(wanted, replies);
    } catch (RuntimeException e) {
      LOG.error("{} failed", request.path(), e);
      replies.send(Reply.text(HttpResponseStatus.INTERNAL_SERVER_ERROR, "The server failed"));
      return null;
    }
  }
}
