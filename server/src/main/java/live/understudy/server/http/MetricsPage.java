package live.understudy.server.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.function.Supplier;
import live.understudy.media.ByteSlice;
import org.jspecify.annotations.Nullable;

/**
 * {@code /metrics}: for this machine alone, or for whoever has the token that was configured.
 *
 * @param token empty for none
 * @param text what is answered; may block
 * @param contentType of it
 */
public record MetricsPage(String token, Supplier<byte[]> text, String contentType) {

  static final String PATH = "/metrics";

  /** What a reverse proxy on this machine adds to a request that comes from elsewhere. */
  private static final List<String> PROXIED = List.of("x-forwarded-for", "forwarded", "via");

  /** Nothing is measured. */
  public static final MetricsPage NONE = new MetricsPage("", () -> new byte[0], "text/plain");

  /** Says no more of the token than that there may be one. */
  @Override
  public String toString() {
    return "MetricsPage[" + PATH + "]";
  }

  /** Why the request is not answered; null when it is. */
  @Nullable Reply refusal(WebRequest request, boolean mayCarrySecrets) {
    if (!request.isRead()) {
      return Reply.text(HttpResponseStatus.METHOD_NOT_ALLOWED, "Only GET and HEAD")
          .with(HttpHeaderNames.ALLOW, "GET, HEAD");
    }
    if (token.isEmpty()) {
      boolean proxied = PROXIED.stream().anyMatch(name -> request.header(name) != null);
      return request.peer().isLoopbackAddress() && !proxied
          ? null
          : Reply.text(
              HttpResponseStatus.FORBIDDEN,
              "Only from this machine. Set http.metricsToken to read metrics from elsewhere");
    }
    if (!mayCarrySecrets) {
      return Reply.text(HttpResponseStatus.FORBIDDEN, "The token is not taken over plain HTTP");
    }
    String given = request.header(HttpHeaderNames.AUTHORIZATION);
    return isToken(given)
        ? null
        : Reply.text(HttpResponseStatus.UNAUTHORIZED, "A valid token is needed")
            .with(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"understudy metrics\"");
  }

  private boolean isToken(@Nullable String authorization) {
    byte[] wanted = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    byte[] given =
        authorization == null ? new byte[0] : authorization.getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(wanted, given);
  }

  Reply read() {
    return Reply.of(HttpResponseStatus.OK, contentType, ByteSlice.of(text.get()))
        .with(HttpHeaderNames.CACHE_CONTROL, "no-store")
        .with("x-content-type-options", "nosniff");
  }
}
