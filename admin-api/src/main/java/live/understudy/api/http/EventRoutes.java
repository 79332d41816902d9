package live.understudy.api.http;

import static live.understudy.api.http.Route.Permission.USER;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import live.understudy.api.command.EventCommands;
import live.understudy.api.command.Refused;
import live.understudy.api.event.ApiLimits;
import live.understudy.api.event.Dvr;
import live.understudy.api.event.EventView;
import live.understudy.api.event.LatencyMode;
import live.understudy.api.event.Names;
import live.understudy.api.event.Readiness;
import live.understudy.media.ProgramId;
import org.jspecify.annotations.Nullable;

/** Events: making and deleting them, their stream keys, going live, stopping. */
final class EventRoutes {
  private final EventCommands commands;
  private final IngestUrls ingestUrls;
  private final ApiLimits limits;
  private final Json json;

  EventRoutes(EventCommands commands, IngestUrls ingestUrls, ApiLimits limits, Json json) {
    this.commands = commands;
    this.ingestUrls = ingestUrls;
    this.limits = limits;
    this.json = json;
  }

  List<Route> routes() {
    return List.of(
        route("GET", "/api/v1/events", this::list),
        route("POST", "/api/v1/events", this::create),
        route("GET", "/api/v1/events/{id}", call -> json.ok(commands.get(call.parameter("id")))),
        route("PATCH", "/api/v1/events/{id}", this::change),
        route("DELETE", "/api/v1/events/{id}", this::delete),
        route("GET", "/api/v1/events/{id}/ingest", this::ingest),
        route("POST", "/api/v1/events/{id}/ingest/{language}/rotate", this::rotate),
        route("POST", "/api/v1/events/{id}/go-live", this::goLive),
        route("POST", "/api/v1/events/{id}/stop", this::stop));
  }

  private record LegUrl(String url) {}

  private record IngestView(String language, String streamKey, LegUrl primary, LegUrl backup) {}

  private record IngestsView(List<IngestView> languages, @Nullable IngestAuthority authority) {}

  private record WentLiveView(@JsonUnwrapped EventView event, List<Readiness.Reason> warnings) {}

  private ApiResponse list(Route.Call call) {
    return json.ok(Map.of("events", commands.all()));
  }

  private ApiResponse create(Route.Call call) {
    JsonBody body = call.body().only("title", "languages", "id", "latencyMode", "dvr");
    String title = title(body);
    List<String> languages = Names.lowerCase(body.texts("languages"));
    refuseIf(Names.languagesError(languages, limits.maxLanguages()), "languages");
    String given = body.optionalText("id");
    String id = given == null ? Names.slug(title) : given;
    if (!ProgramId.isEventId(id)) {
      throw Problem.invalid("id", "must be 1 to 32 of a-z, 0-9 and -, and not begin with -");
    }
    LatencyMode latency = body.optionalChoice("latencyMode", LatencyMode.class);
    Dvr dvr = dvr(body.optionalObject("dvr"));
    EventView event =
        commands.create(
            id,
            title,
            languages,
            latency == null ? LatencyMode.CLASSIC : latency,
            dvr == null ? Dvr.OFF : dvr);
    return json.response(
        201, "application/json", Map.of("Location", "/api/v1/events/" + event.id()), event);
  }

  private ApiResponse change(Route.Call call) {
    JsonBody body = call.body().only("title", "latencyMode", "dvr").noNulls();
    String title = body.optionalText("title") == null ? null : title(body);
    LatencyMode latency = body.optionalChoice("latencyMode", LatencyMode.class);
    Dvr dvr = dvr(body.optionalObject("dvr"));
    return json.ok(commands.change(call.parameter("id"), title, latency, dvr));
  }

  private String title(JsonBody body) {
    String title = body.text("title").strip();
    refuseIf(Names.titleError(title, limits.maxTitleChars()), "title");
    return title;
  }

  private static @Nullable Dvr dvr(@Nullable JsonBody body) {
    if (body == null) {
      return null;
    }
    body.only("mode", "minutes");
    Dvr.Mode mode = body.choice("mode", Dvr.Mode.class);
    Integer minutes = body.optionalInteger("minutes");
    refuseIf(Dvr.error(mode, minutes), "dvr.minutes");
    return new Dvr(mode, minutes);
  }

  private ApiResponse delete(Route.Call call) {
    commands.delete(call.parameter("id"));
    return Json.noContent();
  }

  private ApiResponse ingest(Route.Call call) {
    List<IngestView> languages = new ArrayList<>();
    Map<ProgramId, @Nullable String> keys = commands.streamKeys(call.parameter("id"));
    for (Map.Entry<ProgramId, @Nullable String> entry : keys.entrySet()) {
      String key = entry.getValue();
      if (key == null) {
        throw new Refused(
            Refused.Kind.KEY_UNREADABLE,
            "The stored stream key of "
                + entry.getKey().language()
                + " can't be decrypted. Rotate it to get a new one.");
      }
      languages.add(view(entry.getKey().language(), key));
    }
    return json.ok(new IngestsView(languages, ingestUrls.authority().get().orElse(null)));
  }

  private ApiResponse rotate(Route.Call call) {
    call.body().only();
    String language = call.parameter("language");
    return json.ok(view(language, commands.rotateKey(call.parameter("id"), language)));
  }

  private IngestView view(String language, String key) {
    return new IngestView(
        language, key, new LegUrl(ingestUrls.primary()), new LegUrl(ingestUrls.backup()));
  }

  private ApiResponse goLive(Route.Call call) {
    boolean backupOnly = call.body().only("backupOnly").flag("backupOnly");
    EventCommands.WentLive live = commands.goLive(call.parameter("id"), backupOnly);
    return json.ok(new WentLiveView(live.event(), live.warnings()));
  }

  private ApiResponse stop(Route.Call call) {
    call.body().only();
    return json.ok(commands.stop(call.parameter("id")));
  }

  private static void refuseIf(@Nullable String error, String property) {
    if (error != null) {
      throw Problem.invalid(property, error);
    }
  }

  private static Route route(
      String method, String template, Function<Route.Call, ApiResponse> handler) {
    return new Route(method, template, USER, translating(handler::apply));
  }

  /** Commands refuse in the domain's words; this puts them into HTTP's. */
  static Route.Handler translating(Route.Handler handler) {
    return call -> {
      try {
        return handler.handle(call);
      } catch (Refused refused) {
        throw problem(refused);
      }
    };
  }

  private static Problem problem(Refused refused) {
    String text = String.valueOf(refused.getMessage());
    return switch (refused.kind()) {
      case UNKNOWN_EVENT -> new Problem(404, "unknown-event", text);
      case ID_TAKEN -> new Problem(409, "id-taken", text);
      case TOO_MANY_EVENTS -> new Problem(409, "too-many-events", text);
      case WRONG_PHASE -> new Problem(409, "wrong-phase", text);
      case NOT_DELIVERING -> new Problem(409, "not-delivering", text);
      case KEY_UNREADABLE -> new Problem(409, "key-unreadable", text);
      case NOT_READY -> new Problem(409, "not-ready", text, refused.reasons(), Map.of());
    };
  }
}
