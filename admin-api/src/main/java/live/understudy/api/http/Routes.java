package live.understudy.api.http;

import static live.understudy.api.http.Route.Permission.PUBLIC;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import live.understudy.api.auth.Accounts;
import live.understudy.api.auth.Tokens;
import live.understudy.api.command.EventCommands;
import live.understudy.api.command.LegCommands;
import live.understudy.api.command.ProgramCommands;
import live.understudy.api.event.ApiLimits;
import live.understudy.api.event.ProgramControl;
import live.understudy.api.event.SwitchStore;

/** Puts the route table together. */
public final class Routes {
  private Routes() {}

  /** What the handlers work with. */
  public record Services(
      Accounts accounts,
      Tokens tokens,
      EventCommands commands,
      LegCommands legs,
      ProgramControl control,
      SwitchStore switches) {}

  /** A router over all routes of {@code openapi.yaml}. */
  public static Router router(
      Services services,
      IngestUrls ingestUrls,
      String version,
      ApiLimits limits,
      InstantSource clock) {
    Json json = new Json(limits);
    Tokens tokens = services.tokens();
    EventCommands commands = services.commands();
    List<Route> routes = new ArrayList<>();
    routes.addAll(new AccountRoutes(services.accounts(), tokens, limits, json).routes());
    routes.addAll(new EventRoutes(commands, ingestUrls, limits, json).routes());
    ProgramCommands programs = new ProgramCommands(commands, services.control());
    routes.addAll(new ProgramRoutes(programs, json).routes());
    routes.addAll(new SwitchRoutes(commands, services.switches(), json).routes());
    routes.addAll(new LegRoutes(services.legs(), json).routes());
    routes.addAll(new StatusRoutes(commands, services.control(), clock, version, json).routes());
    ApiResponse description =
        new ApiResponse(
            200,
            "application/yaml",
            Json.withStandard(Map.of("Cache-Control", "no-cache")),
            description());
    routes.add(new Route("GET", "/api/v1/openapi.yaml", PUBLIC, call -> description));
    return new Router(routes, tokens, limits, json);
  }

  private static byte[] description() {
    try (InputStream in = Routes.class.getResourceAsStream("/live/understudy/api/openapi.yaml")) {
      if (in == null) {
        throw new IllegalStateException("openapi.yaml is missing from the jar");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
