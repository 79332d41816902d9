package live.understudy.server.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decides who answers a request; one instance serves all listeners. */
public final class HttpRoutes {

  /** RFC 6750 §2.1; longer than any token of ours. */
  private static final Pattern BEARER = Pattern.compile("[Bb]earer +([A-Za-z0-9._~+/-]{1,256}=*)");

  private static final int DISK_THREADS = 2;
  private static final int MAX_WAITING_DISK_READS = 20_000;

  private final DiskReads disk = new DiskReads(DISK_THREADS, MAX_WAITING_DISK_READS);
  private final HttpCounts counts = new HttpCounts();
  private volatile @Nullable Opened opened;

  /** What answers once the server has started. */
  private record Opened(
      HttpServices services, ApiDispatcher calls, MediaRoutes media, PageRoutes pages) {}

  /** Says 503 to everybody until {@link #open}. */
  public HttpRoutes() {}

  /** Answers from the beginning. */
  public HttpRoutes(HttpServices services) {
    open(services);
  }

  /** The server has started: answers from now on. */
  public final void open(HttpServices services) {
    opened =
        new Opened(
            services,
            new ApiDispatcher(services.maxApiCalls()),
            new MediaRoutes(services.media()),
            new PageRoutes(services.pages()));
  }

  /** Reads what is stored, for all connections. */
  DiskReads disk() {
    return disk;
  }

  /**
   * Gives exactly one reply to {@code sink}, now or later, on any thread.
   *
   * @return what waits for media that is not there yet; null when nothing waits for that
   */
  MediaSource.@Nullable Parked answer(WebRequest request, Consumer<Reply> sink) {
    HttpCounts.Area area = area(request.path());
    return route(
        request,
        reply -> {
          counts.answered(area, reply.status().code());
          sink.accept(reply);
        });
  }

  private static HttpCounts.Area area(String path) {
    if (path.startsWith("/live/")) {
      return HttpCounts.Area.LIVE;
    }
    if (path.startsWith("/preview/")) {
      return HttpCounts.Area.PREVIEW;
    }
    return path.startsWith("/api/") ? HttpCounts.Area.API : HttpCounts.Area.PAGES;
  }

  private MediaSource.@Nullable Parked route(WebRequest request, Consumer<Reply> sink) {
    Opened current = opened;
    if (current == null) {
      sink.accept(starting());
      return null;
    }
    String path = request.path();
    if (path.startsWith("/live/")) {
      return current.media().live(request, sink);
    }
    if (path.startsWith("/preview/")) {
      return preview(current, request, sink);
    }
    if (path.equals("/api") || path.startsWith("/api/")) {
      api(current, request, sink);
    } else if (path.equals(MetricsPage.PATH)) {
      metrics(current, request, sink);
    } else if (AuthorityPage.isAt(path)) {
      sink.accept(current.services().authority().answer(request));
    } else {
      sink.accept(current.pages().answer(request));
    }
    return null;
  }

  private static void metrics(Opened opened, WebRequest request, Consumer<Reply> sink) {
    MetricsPage page = opened.services().metrics();
    Reply refusal = page.refusal(request, mayCarrySecrets(opened, request));
    if (refusal != null) {
      sink.accept(refusal);
    } else {
      opened.calls().run("A look at the metrics", page::read, sink, sink);
    }
  }

  /** How requests were answered. */
  public HttpCounts counts() {
    return counts;
  }

  /** Players come back after a 503, and give up when a connection is refused. */
  private static Reply starting() {
    return MediaReplies.withCors(
        Reply.problem(
                HttpResponseStatus.SERVICE_UNAVAILABLE,
                "starting",
                "The server is starting. Try again in a second.")
            .with(HttpHeaderNames.RETRY_AFTER, "1"));
  }

  private static void api(Opened opened, WebRequest request, Consumer<Reply> sink) {
    if (!mayCarrySecrets(opened, request) && !isPublic(request)) {
      sink.accept(httpsRequired(opened));
      return;
    }
    HttpApiRequest call = request.toApiRequest();
    opened
        .calls()
        .run(
            call.toString(),
            () -> ApiDispatcher.toReply(opened.services().api().handle(call)),
            sink,
            sink);
  }

  private static MediaSource.@Nullable Parked preview(
      Opened opened, WebRequest request, Consumer<Reply> sink) {
    if (!mayCarrySecrets(opened, request)) {
      sink.accept(httpsRequired(opened));
      return null;
    }
    String authorization = request.header(HttpHeaderNames.AUTHORIZATION);
    Matcher bearer = BEARER.matcher(authorization == null ? "" : authorization);
    if (!bearer.matches()) {
      sink.accept(unauthorized("Bearer realm=\"understudy\""));
      return null;
    }
    PreviewCall call = new PreviewCall(opened.media(), request, sink);
    String token = bearer.group(1);
    opened
        .calls()
        .run(
            "The check of a token",
            () -> opened.services().tokens().allowed(token),
            allowed -> {
              if (allowed) {
                call.permitted();
              } else {
                sink.accept(unauthorized("Bearer realm=\"understudy\", error=\"invalid_token\""));
              }
            },
            sink);
    return call;
  }

  private static boolean mayCarrySecrets(Opened opened, WebRequest request) {
    return opened.services().allowPlainApi() || request.isPrivate();
  }

  /** What the viewer page asks for: without secrets either way. */
  private static boolean isPublic(WebRequest request) {
    return request.isRead()
        && (request.path().startsWith("/api/v1/public/")
            || request.path().equals("/api/v1/health"));
  }

  private static Reply httpsRequired(Opened opened) {
    return Reply.problem(
        HttpResponseStatus.FORBIDDEN,
        "https-required",
        "Passwords and tokens are not taken over plain HTTP. Use https on port "
            + opened.services().tlsPort()
            + ".");
  }

  private static Reply unauthorized(String challenge) {
    return Reply.problem(
            HttpResponseStatus.UNAUTHORIZED, "unauthorized", "A valid token is needed.")
        .with(HttpHeaderNames.WWW_AUTHENTICATE, challenge);
  }
}
