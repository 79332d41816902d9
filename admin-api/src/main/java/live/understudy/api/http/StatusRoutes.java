package live.understudy.api.http;

import static live.understudy.api.http.Route.Permission.PUBLIC;
import static live.understudy.api.http.Route.Permission.USER;

import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import live.understudy.api.command.EventCommands;
import live.understudy.api.event.Dvr;
import live.understudy.api.event.EventView;
import live.understudy.api.event.Interruption;
import live.understudy.api.event.LatencyMode;
import live.understudy.api.event.LegStatus;
import live.understudy.api.event.Phase;
import live.understudy.api.event.ProgramControl;
import live.understudy.api.event.ProgramStatus;
import live.understudy.media.Leg;
import live.understudy.media.LegId;
import live.understudy.media.OtherTrack;
import live.understudy.media.ProgramId;
import org.jspecify.annotations.Nullable;

/** What is going on: for the Studio with permission, for viewers without. */
final class StatusRoutes {
  private final EventCommands commands;
  private final ProgramControl control;
  private final InstantSource clock;
  private final String version;
  private final Json json;

  StatusRoutes(
      EventCommands commands,
      ProgramControl control,
      InstantSource clock,
      String version,
      Json json) {
    this.commands = commands;
    this.control = control;
    this.clock = clock;
    this.version = version;
    this.json = json;
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", "/api/v1/events/{id}/status", USER, EventRoutes.translating(this::status)),
        new Route(
            "GET", "/api/v1/public/events/{id}", PUBLIC, EventRoutes.translating(this::viewers)),
        new Route("GET", "/api/v1/health", PUBLIC, call -> json.ok(new HealthView("ok", version))));
  }

  private record HealthView(String status, String version) {}

  private record StatusView(
      String eventId,
      Phase phase,
      long nowMs,
      @Nullable Long liveAtMs,
      List<LanguageView> languages) {}

  private record LanguageView(
      String language, ProgramStatus program, LegsView legs, List<LegStatus.Mismatch> mismatches) {}

  private record LegsView(LegView primary, LegView backup) {}

  private record LegView(
      LegStatus.State state,
      long sinceMs,
      @Nullable String encoder,
      @Nullable String remote,
      @Nullable Boolean tls,
      LegStatus.@Nullable Video video,
      LegStatus.@Nullable Audio audio,
      LegStatus.@Nullable Signal signal,
      List<OtherTrack> otherTracks,
      int sessions,
      int reconnects,
      @Nullable String lastEndReason,
      String preview,
      boolean blocked,
      List<LegStatus.Issue> issues) {}

  private record PublicView(
      String id,
      String title,
      Phase phase,
      LatencyMode latencyMode,
      Dvr dvr,
      List<PublicLanguageView> languages) {}

  private record PublicLanguageView(
      String language, String playlist, @Nullable Interruption interruption) {}

  private ApiResponse status(Route.Call call) {
    EventView event = commands.get(call.parameter("id"));
    List<LanguageView> languages =
        event.programs().stream()
            .map(program ->
                new LanguageView(
                    program.language(),
                    control.program(program),
                    new LegsView(leg(program, Leg.PRIMARY), leg(program, Leg.BACKUP)),
                    control.mismatches(program)))
            .toList();
    return json.ok(
        new StatusView(event.id(), event.phase(), clock.millis(), event.liveAtMs(), languages));
  }

  private LegView leg(ProgramId program, Leg leg) {
    LegStatus status = control.leg(new LegId(program, leg));
    return new LegView(
        status.state(),
        status.sinceMs(),
        status.encoder(),
        status.remote(),
        status.tls(),
        status.video(),
        status.audio(),
        status.signal(),
        status.otherTracks(),
        status.sessions(),
        Math.max(0, status.sessions() - 1),
        status.lastEndReason(),
        "/preview/" + program + "/" + leg.name().toLowerCase(Locale.ROOT) + "/index.m3u8",
        status.blocked(),
        status.issues());
  }

  /** Embedded players of any site may ask this: it says nothing that is not public. */
  private ApiResponse viewers(Route.Call call) {
    EventView event = commands.get(call.parameter("id"));
    List<PublicLanguageView> languages =
        event.programs().stream()
            .map(program ->
                new PublicLanguageView(
                    program.language(),
                    "/live/" + program + "/index.m3u8",
                    control.interruption(program)))
            .toList();
    return json.response(
        200,
        "application/json",
        Map.of("Access-Control-Allow-Origin", "*", "Cache-Control", "no-cache"),
        new PublicView(
            event.id(), event.title(), event.phase(), event.latencyMode(), event.dvr(), languages));
  }
}
