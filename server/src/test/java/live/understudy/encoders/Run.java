package live.understudy.encoders;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import live.understudy.e2e.ServerProcess;
import live.understudy.encoders.Encoder.CannotException;
import live.understudy.encoders.Encoder.NotInstalledException;
import live.understudy.encoders.Outcome.Verdict;
import live.understudy.media.Leg;
import live.understudy.server.demo.DemoApi;
import live.understudy.server.demo.DemoApi.Answer;
import tools.jackson.databind.JsonNode;

/** Runs one cell: publish, go live, watch, decode. */
final class Run {
  private static final Duration TAKEN_TIMEOUT = Duration.ofSeconds(45);
  private static final Duration LIVE_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration SERVED_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration END_TIMEOUT = Duration.ofSeconds(20);
  private static final long LOOK_NS = 150_000_000;
  private static final String LANGUAGE = "en";
  private static final String SENDING = "RECEIVING";

  private final ServerProcess server;
  private final DemoApi api;
  private final Studio studio;
  private final Cell cell;
  private final String event;
  private final int seconds;
  private String version = "";

  /**
   * @param event a new event's id
   * @param seconds of the program that are served before it is decoded
   */
  Run(ServerProcess server, DemoApi api, Studio studio, Cell cell, String event, int seconds) {
    this.server = server;
    this.api = api;
    this.studio = studio;
    this.cell = cell;
    this.event = event;
    this.seconds = seconds;
  }

  /** The encoder sent nothing for a while, which a busy machine does to it. */
  private static final String NOTHING_SENT = "no audio or video";

  private static final String FELL_SILENT = "the encoder fell silent, and the slate was shown";

  /** Runs it; nothing that an encoder does makes this fail. */
  Outcome run() throws IOException, InterruptedException {
    try {
      version = cell.encoder().version();
    } catch (NotInstalledException e) {
      return Outcome.without(cell, cell.encoder().id(), Verdict.NOT_INSTALLED, said(e), "");
    }
    api.createEvent(event, cell.id(), List.of(LANGUAGE)).require(201);
    URI listener =
        cell.route().tls() ? server.ingest(Leg.PRIMARY) : server.plainIngest(Leg.PRIMARY);
    Address address =
        new Address(
            cell.route(),
            listener.getPort(),
            api.ingests(event).getFirst().streamKey(),
            java.util.Objects.requireNonNull(server.authority()));
    try (Running running = cell.encoder().start(studio, cell.codecs(), address)) {
      return watch(running, address);
    } catch (CannotException e) {
      return Outcome.without(cell, version, Verdict.CANNOT, said(e), "");
    } catch (NotInstalledException e) {
      return Outcome.without(cell, version, Verdict.NOT_INSTALLED, said(e), "");
    } finally {
      api.stop(event);
    }
  }

  private static String said(Exception e) {
    return String.valueOf(e.getMessage());
  }

  private Outcome watch(Running running, Address address)
      throws CannotException, NotInstalledException, IOException, InterruptedException {
    boolean taken =
        await(TAKEN_TIMEOUT, () -> isTaken() || !endReason().isEmpty() || running.hasEnded())
            && await(Duration.ofSeconds(2), this::isTaken);
    if (!taken) {
      return notTaken(running);
    }
    if (!await(LIVE_TIMEOUT, () -> goLive().status() == 200)) {
      return broken(running, "", "", "not live: " + goLive().body());
    }
    boolean listed = await(SERVED_TIMEOUT, () -> Probe.listedS(media()) >= seconds);
    JsonNode leg = leg();
    String accepted = Facts.text(leg);
    if (!listed) {
      String why = endReason().isEmpty() ? "too little is listed" : "ended: " + endReason();
      return broken(running, accepted, "", why);
    }
    api.stop(event).require(200);
    await(END_TIMEOUT, () -> media().contains("#EXT-X-ENDLIST"));
    Probe probe = Probe.of(studio.ffmpeg(), studio.folder(), playlist("index"), media());
    String instead = instead(leg, probe, running, address);
    if (!instead.isEmpty()) {
      return Outcome.without(cell, version, Verdict.CANNOT, instead, running.command());
    }
    List<String> faults =
        new ArrayList<>(probe.faults(cell.codecs(), cell.encoder().framesPerSecond()));
    faults.addAll(Facts.faults(leg, cell));
    if (!Facts.agree(leg, probe)) {
      faults.add("the decoder finds other codecs than the API names");
    }
    if (fellSilent()) {
      faults.add(FELL_SILENT);
    }
    return new Outcome(
        cell.id(),
        version,
        faults.isEmpty() ? Verdict.SERVED : Verdict.BROKEN,
        accepted,
        probe.text(),
        String.join("; ", faults),
        running.command());
  }

  /** What the encoder sends that is other than what was asked for, in words; empty for nothing. */
  private String instead(JsonNode leg, Probe probe, Running running, Address address)
      throws CannotException, NotInstalledException, IOException, InterruptedException {
    String other = Facts.otherCodecs(leg, cell.codecs());
    if (!other.isEmpty() && Facts.agree(leg, probe)) {
      return "it sends " + other + " instead";
    }
    Set<String> tracks = Facts.tracks(leg);
    if (tracks.equals(cell.codecs().tracks())) {
      return "";
    }
    // Another receiver tells whether the server has lost a track.
    running.close();
    String kinds = String.join(" and ", tracks).toLowerCase(Locale.ROOT);
    return Control.tracks(studio, cell, address).equals(tracks)
        ? "it passes on no more than " + kinds
        : "";
  }

  /** Either the server says why, or the encoder does. */
  private Outcome notTaken(Running running) throws IOException, InterruptedException {
    String reason = endReason();
    String complaint = cell.encoder().complaint(running.lines());
    boolean itsOwn =
        reason.isEmpty() || reason.startsWith("the encoder") || reason.startsWith(NOTHING_SENT);
    if (itsOwn) {
      String words = complaint.isEmpty() ? "it says nothing, and nothing arrives" : complaint;
      return Outcome.without(cell, version, Verdict.CANNOT, words, running.command());
    }
    return Outcome.without(cell, version, Verdict.REFUSED, reason, running.command());
  }

  private Outcome broken(Running running, String accepted, String served, String why) {
    String complaint = cell.encoder().complaint(running.lines());
    String words = complaint.isEmpty() ? why : why + "; the encoder: " + complaint;
    return new Outcome(
        cell.id(), version, Verdict.BROKEN, accepted, served, words, running.command());
  }

  private boolean fellSilent() throws IOException, InterruptedException {
    return api.status(event)
        .path("languages")
        .path(0)
        .path("program")
        .path("switches")
        .valueStream()
        .anyMatch(each -> each.path("trigger").asString("").equals("SLATE"));
  }

  private boolean isTaken() throws IOException, InterruptedException {
    return leg().path("state").asString("").equals(SENDING);
  }

  private String endReason() throws IOException, InterruptedException {
    return leg().path("lastEndReason").asString("");
  }

  private JsonNode leg() throws IOException, InterruptedException {
    return api.status(event).path("languages").path(0).path("legs").path("primary");
  }

  private Answer goLive() throws IOException, InterruptedException {
    return api.goLive(event);
  }

  private URI playlist(String name) {
    return server
        .http()
        .resolve(String.format(Locale.ROOT, "/live/%s/%s/%s.m3u8", event, LANGUAGE, name));
  }

  private String media() throws IOException, InterruptedException {
    return api.text(playlist("media").getPath());
  }

  /** Something of the server that is looked at. */
  @FunctionalInterface
  private interface Look {
    boolean isSo() throws IOException, InterruptedException;
  }

  private static boolean await(Duration timeout, Look look)
      throws IOException, InterruptedException {
    long deadlineNs = System.nanoTime() + timeout.toNanos();
    while (System.nanoTime() < deadlineNs) {
      if (look.isSo()) {
        return true;
      }
      LockSupport.parkNanos(LOOK_NS);
    }
    return look.isSo();
  }

  /** How long a run may take at most, seconds. */
  static long longestS() {
    return TimeUnit.MINUTES.toSeconds(4);
  }
}
