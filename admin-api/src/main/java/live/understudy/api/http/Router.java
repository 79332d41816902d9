package live.understudy.api.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import live.understudy.api.auth.Principal;
import live.understudy.api.auth.Tokens;
import live.understudy.api.event.ApiLimits;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the route of a request, lets in who may, and makes every failure an answer. */
public final class Router {
  private static final Logger LOG = LoggerFactory.getLogger(Router.class);

  private final List<Route> routes;
  private final Tokens tokens;
  private final ApiLimits limits;
  private final Json json;

  Router(List<Route> routes, Tokens tokens, ApiLimits limits, Json json) {
    this.routes = List.copyOf(routes);
    this.tokens = tokens;
    this.limits = limits;
    this.json = json;
  }

  /** The route table. */
  public List<Route> routes() {
    return routes;
  }

  /** Answers; never throws. */
  public ApiResponse handle(ApiRequest request) {
    Found found = null;
    try {
      found = find(request);
      return dispatch(request, found);
    } catch (Problem problem) {
      return problem.toResponse(json);
    } catch (JdbiException e) {
      LOG.error("{}: the database failed", found == null ? "?" : found.route, e);
      return new Problem(503, "store-failed", "The database does not answer. See the server's log.")
          .toResponse(json);
    } catch (RuntimeException e) {
      LOG.error("{} failed", found == null ? "?" : found.route, e);
      return new Problem(500, "internal", "The server failed. See its log.").toResponse(json);
    }
  }

  private record Found(Route route, Map<String, String> parameters) {}

  private Found find(ApiRequest request) {
    TreeSet<String> allowed = new TreeSet<>();
    if (request.path().length() <= limits.maxPathChars()) {
      for (Route route : routes) {
        Map<String, String> parameters = route.match(request.path());
        if (parameters != null && route.method().equals(request.method())) {
          return new Found(route, parameters);
        }
        if (parameters != null) {
          allowed.add(route.method());
        }
      }
    }
    if (allowed.isEmpty()) {
      throw new Problem(404, "unknown-path", "There is nothing at this path.");
    }
    String allow = String.join(", ", allowed);
    throw new Problem(
        405, "wrong-method", "Allowed here: " + allow + ".", null, Map.of("Allow", allow));
  }

  private ApiResponse dispatch(ApiRequest request, Found found) {
    if (!request.method().equals("GET")) {
      requireOwnOrigin(request);
    }
    Principal principal =
        found.route.permission() == Route.Permission.USER ? authenticated(request) : null;
    if (request.body().length > limits.maxBodyBytes()) {
      throw new Problem(
          413, "too-large", "The body has more than " + limits.maxBodyBytes() + " bytes.");
    }
    if (request.body().length > 0 && !isJson(request.header("Content-Type"))) {
      throw new Problem(415, "wrong-content-type", "The body must be application/json.");
    }
    JsonBody body = json.read(request.body());
    return found.route.handler().handle(new Route.Call(request, found.parameters, principal, body));
  }

  private Principal authenticated(ApiRequest request) {
    String token = request.bearerToken();
    Principal principal = token == null ? null : tokens.authenticate(token);
    if (principal == null) {
      String challenge = token == null ? "Bearer" : "Bearer error=\"invalid_token\"";
      throw new Problem(
          401,
          "not-authenticated",
          "A valid token is needed: Authorization: Bearer ….",
          null,
          Map.of("WWW-Authenticate", challenge));
    }
    return principal;
  }

  /** A page of another origin must not act here, whatever credentials it may have got hold of. */
  private static void requireOwnOrigin(ApiRequest request) {
    String origin = request.header("Origin");
    String host = request.header("Host");
    if (origin != null && !isOwnOrigin(origin, host)) {
      throw new Problem(403, "foreign-origin", "Requests from pages of other origins are refused.");
    }
  }

  /** Compares what follows the scheme; behind a proxy that ends TLS the scheme is not known. */
  private static boolean isOwnOrigin(String origin, @Nullable String host) {
    String lower = origin.toLowerCase(Locale.ROOT);
    String defaultPort = lower.startsWith("https://") ? ":443" : ":80";
    int authority = lower.startsWith("https://") ? 8 : lower.startsWith("http://") ? 7 : -1;
    if (host == null || authority < 0) {
      return false;
    }
    String own = withoutSuffix(host.toLowerCase(Locale.ROOT), defaultPort);
    return own.equals(withoutSuffix(lower.substring(authority), defaultPort));
  }

  private static String withoutSuffix(String text, String suffix) {
    return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
  }

  private static boolean isJson(@Nullable String contentType) {
    if (contentType == null) {
      return false;
    }
    int parameters = contentType.indexOf(';');
    String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
    return type.strip().equalsIgnoreCase("application/json");
  }
}
