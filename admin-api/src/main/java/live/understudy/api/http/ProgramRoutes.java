package live.understudy.api.http;

import static live.understudy.api.http.Route.Permission.USER;

import java.util.List;
import java.util.Map;
import live.understudy.api.command.ProgramCommands;
import live.understudy.media.Leg;

/** What operators do with a program on air: put a leg on air, hold what is. */
final class ProgramRoutes {
  private final ProgramCommands commands;
  private final Json json;

  ProgramRoutes(ProgramCommands commands, Json json) {
    this.commands = commands;
    this.json = json;
  }

  List<Route> routes() {
    return List.of(
        new Route(
            "POST",
            "/api/v1/events/{id}/languages/{language}/switch",
            USER,
            EventRoutes.translating(this::switchTo)),
        new Route(
            "PUT",
            "/api/v1/events/{id}/languages/{language}/hold",
            USER,
            EventRoutes.translating(this::hold)));
  }

  private ApiResponse switchTo(Route.Call call) {
    Leg to = call.body().only("to").choice("to", Leg.class);
    return json.ok(
        Map.of("outcome", commands.switchTo(call.parameter("id"), call.parameter("language"), to)));
  }

  private ApiResponse hold(Route.Call call) {
    boolean held = call.body().only("held").noNulls().requiredFlag("held");
    commands.hold(call.parameter("id"), call.parameter("language"), held);
    return json.ok(Map.of("held", held));
  }
}
