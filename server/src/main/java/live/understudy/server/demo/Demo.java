package live.understudy.server.demo;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * Brings a running server to a live event: creates the event, starts a camera and two unlike
 * encoders per language, waits until both legs are received, goes live, and tells people where to
 * look and what to kill.
 */
public final class Demo implements AutoCloseable {
  private static final Duration LEGS_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration FIRST_SEGMENT_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final int PRIMARY_KBPS = 900;
  private static final int BACKUP_KBPS = 700;

  /** More than an event would use: a newcomer does not wait for keyframes. */
  private static final int KEYFRAMES_PER_SECOND = 2;

  private static final int MOST_EVENTS = 1_000;

  private final DemoOptions options;
  private final Consumer<String> out;
  private final DemoApi api;
  private final List<AutoCloseable> parts = new ArrayList<>();
  private final Map<String, EncoderKeeper> encoders = new LinkedHashMap<>();

  private Demo(DemoOptions options, Consumer<String> out) {
    this.options = options;
    this.out = out;
    this.api = new DemoApi(options.http(), options.token());
  }

  /**
   * Runs the whole sequence and returns when the first segments are listed.
   *
   * @param out takes lines for people
   * @throws IOException with a reason for people when a step fails; everything is stopped then
   */
  public static Demo start(DemoOptions options, Consumer<String> out)
      throws IOException, InterruptedException {
    Demo demo = new Demo(options, out);
    try {
      demo.run();
      return demo;
    } catch (IOException | InterruptedException | RuntimeException e) {
      demo.close();
      throw e;
    }
  }

  private void run() throws IOException, InterruptedException {
    FfmpegProgram ffmpeg = FfmpegProgram.load(options.ffmpegCache());
    String event = prepareEvent();
    out.accept("Demo: starting two encoders for each of " + String.join(", ", options.languages()));
    List<DemoApi.Ingest> ingests = api.ingests(event);
    List<DemoCamera> cameras = startPrimaries(ffmpeg, ingests);
    await(LEGS_TIMEOUT, "the primary of every language", () -> areReceived(event, "primary"));
    if (!phase(event).equals("LIVE")) {
      api.goLive(event).require(200);
      out.accept("Demo: went live");
    }
    for (int i = 0; i < ingests.size(); i++) {
      startEncoder(ffmpeg, cameras.get(i), ingests.get(i), "backup", BACKUP_KBPS);
    }
    for (String language : options.languages()) {
      await(
          FIRST_SEGMENT_TIMEOUT,
          "the first segment of " + language,
          () -> hasSegment(event, language));
    }
    await(LEGS_TIMEOUT, "the backup of every language", () -> areReceived(event, "backup"));
    out.accept("Demo: both legs of every language are received");
    tellPeople(event);
  }

  /** An event of an earlier demonstration is used again while it may be live; else a new one. */
  private String prepareEvent() throws IOException, InterruptedException {
    for (int i = 1; i <= MOST_EVENTS; i++) {
      String id = i == 1 ? "demo" : "demo-" + i;
      DemoApi.Answer answer = api.createEvent(id, "Demo", options.languages());
      if (answer.status() != 409) {
        answer.require(201);
        return id;
      }
      String phase = phase(id);
      if (phase.equals("SCHEDULED") || phase.equals("LIVE")) {
        return id;
      }
    }
    throw new IOException("There are " + MOST_EVENTS + " demonstrations already; delete some");
  }

  private String phase(String event) throws IOException, InterruptedException {
    return api.get("/api/v1/events/" + event).require(200).path("phase").asString();
  }

  /**
   * The backups come later, when the primaries are on air: start, keyframes and bit rate of the two
   * legs differ on purpose, as in the field.
   */
  private List<DemoCamera> startPrimaries(FfmpegProgram ffmpeg, List<DemoApi.Ingest> ingests)
      throws IOException {
    List<DemoCamera> cameras = new ArrayList<>();
    int hue = 340;
    for (DemoApi.Ingest ingest : ingests) {
      DemoCamera camera = DemoCamera.start(CameraSpec.standard(ingest.language(), hue));
      parts.add(camera);
      cameras.add(camera);
      hue += 140;
      startEncoder(ffmpeg, camera, ingest, "primary", PRIMARY_KBPS);
    }
    return cameras;
  }

  private void startEncoder(
      FfmpegProgram ffmpeg, DemoCamera camera, DemoApi.Ingest ingest, String leg, int videoKbps)
      throws IOException {
    URI server = leg.equals("primary") ? ingest.primary() : ingest.backup();
    String name = ingest.language() + " " + leg;
    CameraFeed feed = camera.openFeed();
    EncoderSpec spec =
        new EncoderSpec(
            name,
            camera.spec(),
            feed.videoPort(),
            feed.audioPort(),
            onThisMachine(server),
            ingest.streamKey(),
            options.authority(),
            ffmpeg.hasEncoder("libx264") ? "libx264" : "libopenh264",
            camera.spec().framesPerSecond() / KEYFRAMES_PER_SECOND,
            videoKbps,
            List.of());
    EncoderKeeper keeper =
        new EncoderKeeper(
            name,
            () -> DemoEncoder.start(ffmpeg, spec),
            options.restartAfter(),
            line -> out.accept("Demo: " + line));
    parts.add(keeper);
    encoders.put(name, keeper);
  }

  /**
   * The API names the host by which others reach this machine; from here, loopback always works.
   */
  private static URI onThisMachine(URI server) {
    return URI.create(
        server.getScheme() + "://127.0.0.1:" + server.getPort() + server.getRawPath());
  }

  private boolean areReceived(String event, String leg) throws IOException, InterruptedException {
    JsonNode languages = api.status(event).path("languages");
    return languages.size() >= options.languages().size()
        && languages.valueStream().allMatch(one -> isReceiving(one.path("legs").path(leg)));
  }

  private static boolean isReceiving(JsonNode leg) {
    return leg.path("state").asString("").equals("RECEIVING");
  }

  private boolean hasSegment(String event, String language)
      throws IOException, InterruptedException {
    return api.text("/live/" + event + "/" + language + "/media.m3u8").contains("#EXTINF");
  }

  private void await(Duration timeout, String what, Callable<Boolean> condition)
      throws IOException, InterruptedException {
    long deadlineNs = System.nanoTime() + timeout.toNanos();
    while (!met(condition)) {
      if (System.nanoTime() - deadlineNs > 0) {
        throw new IOException(
            "Waited " + timeout.toSeconds() + " s for " + what + "." + complaints());
      }
      LockSupport.parkNanos(POLL.toNanos());
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  private static boolean met(Callable<Boolean> condition) throws IOException, InterruptedException {
    try {
      return condition.call();
    } catch (IOException | InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private String complaints() {
    StringBuilder text = new StringBuilder();
    encoders.forEach((name, keeper) ->
        keeper.encoder().lastLines().stream()
            .skip(Math.max(0, keeper.encoder().lastLines().size() - 3))
            .forEach(line -> text.append("\n  ").append(name).append(": ").append(line)));
    return text.toString();
  }

  private void tellPeople(String event) {
    String credentials = options.credentials();
    String first = options.languages().getFirst();
    DemoEncoder primary = encoder(first, "primary");
    out.accept("");
    out.accept("  Viewer   " + options.http().resolve("/watch/" + event));
    out.accept("  Studio   " + options.http().resolve("/studio/"));
    if (credentials != null) {
      out.accept("           " + credentials);
    }
    out.accept("");
    out.accept("  Kill the primary encoder (" + first + "), and watch the picture go on:");
    out.accept("           kill -9 " + primary.pid());
    out.accept(
        "  It starts again by itself after "
            + options.restartAfter().toSeconds()
            + " s. The program stays with the backup until that fails too.");
    encoders.forEach(
        (name, keeper) -> out.accept("           " + name + ": process " + keeper.encoder().pid()));
    out.accept(
        "  So that nobody waits, these encoders send a keyframe every half second; an event wants 2 s.");
    out.accept("");
  }

  /** The encoder that runs now for a language and a leg, {@code primary} or {@code backup}. */
  public DemoEncoder encoder(String language, String leg) {
    EncoderKeeper keeper = encoders.get(language + " " + leg);
    if (keeper == null) {
      throw new IllegalArgumentException("No encoder for " + language + " " + leg);
    }
    return keeper.encoder();
  }

  /** Kills the encoders and stops the cameras; the event stays as it is. */
  @Override
  public void close() {
    for (AutoCloseable part : parts.reversed()) {
      try {
        part.close();
      } catch (Exception e) {
        out.accept("Demo: " + e.getMessage());
      }
    }
    parts.clear();
    api.close();
  }
}
