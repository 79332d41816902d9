package live.understudy.api.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import live.understudy.api.auth.Principal;
import org.jspecify.annotations.Nullable;

/**
 * One row of the route table.
 *
 * @param template segments, those in braces are parameters: {@code /api/v1/events/{id}}
 */
public record Route(String method, String template, Permission permission, Handler handler) {

  /** Who may call a route. */
  public enum Permission {
    /** Everyone. */
    PUBLIC,
    /** Whoever has a valid token. */
    USER
  }

  /** Does what the route is for; throws {@link Problem}. May block. */
  @FunctionalInterface
  interface Handler {
    ApiResponse handle(Call call);
  }

  /**
   * A request that may be handled.
   *
   * @param parameters of the path
   * @param principal who asks; null on a public route
   */
  record Call(
      ApiRequest request,
      Map<String, String> parameters,
      @Nullable Principal principal,
      JsonBody body) {
    /** A parameter that the template has. */
    String parameter(String name) {
      String value = parameters.get(name);
      if (value == null) {
        throw new IllegalArgumentException("the route has no parameter " + name);
      }
      return value;
    }

    /** Who asks, on a route that is not public. */
    Principal user() {
      if (principal == null) {
        throw new IllegalStateException("the route is public");
      }
      return principal;
    }
  }

  /** The parameters if the path is this route's, else null. */
  @Nullable Map<String, String> match(String path) {
    List<String> want = List.of(template.split("/", -1));
    List<String> have = List.of(path.split("/", -1));
    if (want.size() != have.size()) {
      return null;
    }
    Map<String, String> parameters = new HashMap<>();
    for (int i = 0; i < want.size(); i++) {
      String segment = want.get(i);
      if (segment.startsWith("{")) {
        parameters.put(segment.substring(1, segment.length() - 1), have.get(i));
      } else if (!segment.equals(have.get(i))) {
        return null;
      }
    }
    return parameters;
  }

  @Override
  public String toString() {
    return method + " " + template;
  }
}
