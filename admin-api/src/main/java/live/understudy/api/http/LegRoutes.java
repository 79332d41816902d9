package live.understudy.api.http;

import static live.understudy.api.http.Route.Permission.USER;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import live.understudy.api.command.LegCommands;
import live.understudy.api.command.Refused;
import live.understudy.media.Leg;

/** What operators do with an encoder: hang up on it, keep it out. */
final class LegRoutes {
  private static final String LEG = "/api/v1/events/{id}/languages/{language}/legs/{leg}/";

  private final LegCommands commands;
  private final Json json;

  LegRoutes(LegCommands commands, Json json) {
    this.commands = commands;
    this.json = json;
  }

  List<Route> routes() {
    return List.of(
        new Route("POST", LEG + "disconnect", USER, EventRoutes.translating(this::disconnect)),
        new Route("PUT", LEG + "block", USER, EventRoutes.translating(this::block)));
  }

  private ApiResponse disconnect(Route.Call call) {
    boolean was = commands.disconnect(call.parameter("id"), call.parameter("language"), leg(call));
    return json.ok(Map.of("disconnected", was));
  }

  private ApiResponse block(Route.Call call) {
    boolean blocked = call.body().only("blocked").noNulls().requiredFlag("blocked");
    commands.block(call.parameter("id"), call.parameter("language"), leg(call), blocked);
    return json.ok(Map.of("blocked", blocked));
  }

  private static Leg leg(Route.Call call) {
    String name = call.parameter("leg");
    for (Leg leg : Leg.values()) {
      if (leg.name().toLowerCase(Locale.ROOT).equals(name)) {
        return leg;
      }
    }
    throw new Refused(Refused.Kind.UNKNOWN_EVENT, "There is no such leg.");
  }
}
