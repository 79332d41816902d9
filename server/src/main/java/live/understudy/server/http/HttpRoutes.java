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

  private final HttpServices services;
  private final DiskReads disk = new DiskReads(DISK_THREADS, MAX_WAITING_DISK_READS);
  private final ApiDispatcher calls;
  private final MediaRoutes media;
  private final PageRoutes pages;

  public HttpRoutes(HttpServices services) {
    this.services = services;
    this.calls = new ApiDispatcher(services.maxApiCalls());
    this.media = new MediaRoutes(services.media());
    this.pages = new PageRoutes(services.pages());
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
    String path = request.path();
    if (path.startsWith("/live/")) {
      return media.live(request, sink);
    }
    if (path.startsWith("/preview/")) {
      return preview(request, sink);
    }
    if (path.equals("/api") || path.startsWith("/api/")) {
      api(request, sink);
    } else {
      sink.accept(pages.answer(request));
    }
    return null;
  }

  private void api(WebRequest request, Consumer<Reply> sink) {
    if (!mayCarrySecrets(request) && !isPublic(request)) {
      sink.accept(httpsRequired());
      return;
    }
    HttpApiRequest call = request.toApiRequest();
    calls.run(
        call.toString(), () -> ApiDispatcher.toReply(services.api().handle(call)), sink, sink);
  }

  private MediaSource.@Nullable Parked preview(WebRequest request, Consumer<Reply> sink) {
    if (!mayCarrySecrets(request)) {
      sink.accept(httpsRequired());
      return null;
    }
    String authorization = request.header(HttpHeaderNames.AUTHORIZATION);
    Matcher bearer = BEARER.matcher(authorization == null ? "" : authorization);
    if (!bearer.matches()) {
      sink.accept(unauthorized("Bearer realm=\"understudy\""));
      return null;
    }
    PreviewCall call = new PreviewCall(media, request, sink);
    String token = bearer.group(1);
    calls.run(
        "The check of a token",
        () -> services.tokens().allowed(token),
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

  private boolean mayCarrySecrets(WebRequest request) {
    return services.allowPlainApi() || request.isPrivate();
  }

  /** What the viewer page asks for: without secrets either way. */
  private static boolean isPublic(WebRequest request) {
    return request.isRead()
        && (request.path().startsWith("/api/v1/public/")
            || request.path().equals("/api/v1/health"));
  }

  private Reply httpsRequired() {
    return Reply.problem(
        HttpResponseStatus.FORBIDDEN,
        "https-required",
        "Passwords and tokens are not taken over plain HTTP. Use https on port "
            + services.tlsPort()
            + ".");
  }

  private static Reply unauthorized(String challenge) {
    return Reply.problem(
            HttpResponseStatus.UNAUTHORIZED, "unauthorized", "A valid token is needed.")
        .with(HttpHeaderNames.WWW_AUTHENTICATE, challenge);
  }
}
