package live.understudy.server.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import live.understudy.media.Leg;
import live.understudy.media.ProgramId;
import live.understudy.server.net.MemoryFile;
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

  private static final int MAX_REMEMBERED_PROGRAMS = 512;

  private static final long MAX_HOT_BYTES = 128L << 20;

  private final MediaSource source;
  private final HotSegments hot = new HotSegments(MAX_HOT_BYTES);
  private final Map<String, ProgramId> programs = new ConcurrentHashMap<>();

  MediaRoutes(MediaSource source) {
    this.source = source;
    MemoryFile.prepare();
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
    int slash = path.lastIndexOf('/');
    ProgramId program =
        slash <= LIVE.length() ? null : program(path.substring(LIVE.length(), slash));
    String name = path.substring(slash + 1);
    MediaRequest wanted =
        program == null || !isName(name)
            ? null
            : new MediaRequest(program, null, name, query(request));
    return find(request, wanted, false, sink);
  }

  /** Reads {@code {event}/{language}}; remembers some, because an audience asks for few. */
  private @Nullable ProgramId program(String text) {
    ProgramId known = programs.get(text);
    if (known != null) {
      return known;
    }
    int slash = text.indexOf('/');
    if (slash < 0) {
      return null;
    }
    ProgramId program = program(text.substring(0, slash), text.substring(slash + 1));
    if (program != null) {
      if (programs.size() >= MAX_REMEMBERED_PROGRAMS) {
        programs.clear();
      }
      programs.put(text, program);
    }
    return program;
  }

  private static @Nullable ProgramId program(String event, String language) {
    return ProgramId.isEventId(event) && ProgramId.isLanguage(language)
        ? new ProgramId(event, language)
        : null;
  }

  private static @Nullable String query(WebRequest request) {
    String query = request.target().query();
    return query.isEmpty() ? null : query;
  }

  /** {@code /preview/{event}/{language}/{primary|backup}/{name}}, permission already checked. */
  MediaSource.@Nullable Parked preview(WebRequest request, Consumer<Reply> sink) {
    String[] parts = request.path().substring(PREVIEW.length()).split("/", -1);
    Leg leg = parts.length == 4 ? legOf(parts[2]) : null;
    ProgramId program = leg == null ? null : program(parts[0], parts[1]);
    MediaRequest wanted =
        program == null || !isName(parts[3])
            ? null
            : new MediaRequest(program, leg, parts[3], query(request));
    return find(request, wanted, true, sink);
  }

  private static @Nullable Leg legOf(String text) {
    return switch (text) {
      case "primary" -> Leg.PRIMARY;
      case "backup" -> Leg.BACKUP;
      default -> null;
    };
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
        new MediaReplies(
            MediaWish.of(request, wanted == null ? "" : wanted.name(), preview), hot, sink);
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
