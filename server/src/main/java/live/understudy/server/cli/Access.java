package live.understudy.server.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How this process reaches its own server.
 *
 * @param http the HTTP listener on loopback, such as {@code http://127.0.0.1:8080}
 * @param firstPassword the administrator's one-time password if this start made it; a secret
 * @param session makes a bearer token for this process itself; a secret
 * @param authority the server's own certificate authority, or null when its certificate is bought
 */
public record Access(
    URI http, @Nullable String firstPassword, Supplier<String> session, @Nullable Path authority) {
  @Override
  public String toString() {
    return "Access[" + http + "]";
  }
}
