package live.understudy.api.http;

import static live.understudy.api.http.Route.Permission.USER;

import java.util.List;
import live.understudy.api.command.EventCommands;
import live.understudy.api.command.Refused;
import live.understudy.api.event.SwitchEntry;
import live.understudy.api.event.SwitchStore;
import live.understudy.media.ProgramId;
import org.jspecify.annotations.Nullable;

/** The whole switch log of a program, of before restarts and after the end too. */
final class SwitchRoutes {
  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 500;

  private final EventCommands commands;
  private final SwitchStore switches;
  private final Json json;

  SwitchRoutes(EventCommands commands, SwitchStore switches, Json json) {
    this.commands = commands;
    this.switches = switches;
    this.json = json;
  }

  List<Route> routes() {
    return List.of(
        new Route(
            "GET",
            "/api/v1/events/{id}/languages/{language}/switches",
            USER,
            EventRoutes.translating(this::list)));
  }

  /** {@code next} is what to ask for {@code after} next; absent with the last page. */
  private record Page(List<SwitchEntry> switches, @Nullable Long next) {}

  private ApiResponse list(Route.Call call) {
    String id = call.parameter("id");
    String language = call.parameter("language");
    if (!commands.get(id).languages().contains(language)) {
      throw new Refused(Refused.Kind.UNKNOWN_EVENT, "The event has no such language.");
    }
    long after = number(call, "after", 0, Long.MAX_VALUE - 1, 0);
    int limit = Math.toIntExact(number(call, "limit", 1, MAX_LIMIT, DEFAULT_LIMIT));
    ProgramId program = new ProgramId(id, language);
    List<SwitchEntry> found = switches.after(program, after, limit + 1);
    boolean more = found.size() > limit;
    List<SwitchEntry> page = more ? found.subList(0, limit) : found;
    return json.ok(new Page(page, more ? page.getLast().epoch() : null));
  }

  private static long number(Route.Call call, String name, long min, long max, long otherwise) {
    String given = call.request().query().get(name);
    if (given == null) {
      return otherwise;
    }
    boolean digits = !given.isEmpty() && given.length() <= 18 && given.matches("[0-9]+");
    long value = digits ? Long.parseLong(given) : -1;
    if (value < min || value > max) {
      throw new Problem(
          400,
          "invalid-parameter",
          "\"" + name + "\" must be a number from " + min + " to " + max + ".");
    }
    return value;
  }
}
