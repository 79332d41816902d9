package live.understudy.api.http;

import static live.understudy.api.http.Route.Permission.PUBLIC;
import static live.understudy.api.http.Route.Permission.USER;

import java.util.List;
import java.util.Map;
import live.understudy.api.auth.Accounts;
import live.understudy.api.auth.Accounts.Outcome;
import live.understudy.api.auth.Principal;
import live.understudy.api.auth.Tokens;
import live.understudy.api.auth.Tokens.Issued;
import live.understudy.api.event.ApiLimits;
import live.understudy.api.event.Names;
import live.understudy.api.store.TokenStore.Kind;
import org.jspecify.annotations.Nullable;

/** Sessions, API tokens, the password. */
final class AccountRoutes {
  private final Accounts accounts;
  private final Tokens tokens;
  private final ApiLimits limits;
  private final Json json;

  AccountRoutes(Accounts accounts, Tokens tokens, ApiLimits limits, Json json) {
    this.accounts = accounts;
    this.tokens = tokens;
    this.limits = limits;
    this.json = json;
  }

  List<Route> routes() {
    return List.of(
        new Route("POST", "/api/v1/sessions", PUBLIC, this::login),
        new Route("DELETE", "/api/v1/sessions/current", USER, this::logout),
        new Route("GET", "/api/v1/tokens", USER, this::list),
        new Route("POST", "/api/v1/tokens", USER, this::create),
        new Route("DELETE", "/api/v1/tokens/{id}", USER, this::delete),
        new Route("PUT", "/api/v1/password", USER, this::changePassword));
  }

  private record SessionView(
      String token, @Nullable Long expiresAtMs, String username, boolean mustChangePassword) {}

  private record TokenView(String id, String name, long createdAtMs) {}

  private record NewTokenView(String id, String name, String token) {}

  private ApiResponse login(Route.Call call) {
    JsonBody body = call.body().only("username", "password");
    String username = bounded("username", body.text("username"));
    String password = bounded("password", body.text("password"));
    return switch (accounts.login(username, password, call.request().remoteAddress())) {
      case Outcome.LoggedIn(Issued session, boolean mustChange) ->
          json.response(
              201,
              "application/json",
              Map.of(),
              new SessionView(session.token(), session.expiresAtMs(), username, mustChange));
      case Outcome.TryLater(long waitMs) -> throw Problem.tryLater(waitMs);
      case Outcome.Wrong _, Outcome.Changed _ ->
          throw new Problem(401, "wrong-credentials", "Wrong user name or password.");
    };
  }

  private ApiResponse logout(Route.Call call) {
    Principal user = call.user();
    if (user.kind() != Kind.SESSION) {
      throw new Problem(409, "not-a-session", "An API token is no session; delete it by its id.");
    }
    tokens.delete(user.username(), Kind.SESSION, user.tokenId());
    return Json.noContent();
  }

  private ApiResponse list(Route.Call call) {
    List<TokenView> views =
        tokens.apiTokens(call.user().username()).stream()
            .map(token -> new TokenView(token.id(), token.name(), token.createdAtMs()))
            .toList();
    return json.ok(Map.of("tokens", views));
  }

  private ApiResponse create(Route.Call call) {
    String name = call.body().only("name").text("name").strip();
    String error = Names.titleError(name, limits.maxTitleChars());
    if (error != null) {
      throw Problem.invalid("name", error);
    }
    Issued issued = tokens.apiToken(call.user().username(), name);
    if (issued == null) {
      throw new Problem(
          409, "too-many-tokens", "You have " + limits.maxApiTokens() + " tokens; delete some.");
    }
    return json.response(
        201, "application/json", Map.of(), new NewTokenView(issued.id(), name, issued.token()));
  }

  private ApiResponse delete(Route.Call call) {
    if (!tokens.delete(call.user().username(), Kind.API, call.parameter("id"))) {
      throw new Problem(404, "unknown-token", "There is no such token.");
    }
    return Json.noContent();
  }

  private ApiResponse changePassword(Route.Call call) {
    JsonBody body = call.body().only("current", "new");
    String current = bounded("current", body.text("current"));
    String next = bounded("new", body.text("new"));
    if (next.codePointCount(0, next.length()) < limits.minPasswordChars()) {
      throw Problem.invalid(
          "new", "must have at least " + limits.minPasswordChars() + " characters");
    }
    if (next.equals(current)) {
      throw Problem.invalid("new", "must differ from the current password");
    }
    String address = call.request().remoteAddress();
    return switch (accounts.changePassword(call.user(), current, next, address)) {
      case Outcome.Changed _ -> Json.noContent();
      case Outcome.TryLater(long waitMs) -> throw Problem.tryLater(waitMs);
      // Not 401: the token is valid, and a client that sees 401 would throw it away.
      case Outcome.Wrong _, Outcome.LoggedIn _ ->
          throw new Problem(403, "wrong-password", "The current password is wrong.");
    };
  }

  private String bounded(String property, String value) {
    if (value.codePointCount(0, value.length()) > limits.maxPasswordChars()) {
      throw Problem.invalid(
          property, "must have at most " + limits.maxPasswordChars() + " characters");
    }
    return value;
  }
}
