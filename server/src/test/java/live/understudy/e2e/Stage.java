package live.understudy.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import live.understudy.media.Leg;
import live.understudy.server.demo.CameraFeed;
import live.understudy.server.demo.CameraSpec;
import live.understudy.server.demo.DemoApi;
import live.understudy.server.demo.DemoCamera;
import live.understudy.server.demo.DemoEncoder;
import live.understudy.server.demo.EncoderSpec;
import live.understudy.server.demo.FfmpegProgram;
import live.understudy.testing.Await;
import tools.jackson.databind.JsonNode;

/** A server, one event, a camera, and encoders that a test starts and kills. */
final class Stage implements AutoCloseable {
  static final String EVENT = "e2e";
  static final String LANGUAGE = "en";
  static final CameraSpec CAMERA = CameraSpec.standard(LANGUAGE, 340);

  private static final Duration STATE_TIMEOUT = Duration.ofSeconds(90);

  final TestServer server;
  final FfmpegProgram ffmpeg;
  final DemoApi api;
  final DemoCamera camera;
  private final Map<String, String> streamKeys;
  private final List<AutoCloseable> parts = new ArrayList<>();

  private Stage(
      TestServer server, FfmpegProgram ffmpeg, DemoApi api, Map<String, String> streamKeys) {
    this.server = server;
    this.ffmpeg = ffmpeg;
    this.api = api;
    this.streamKeys = streamKeys;
    this.camera = DemoCamera.start(CAMERA);
    parts.addAll(List.of(server, api, camera));
  }

  /** Starts a server and creates the event, with nobody publishing yet. */
  static Stage set(Path dataFolder) throws Exception {
    return set(TestServers.start(dataFolder), List.of(LANGUAGE));
  }

  /** Takes over {@code server} and creates an event of these languages on it. */
  static Stage set(TestServer server, List<String> languages) throws Exception {
    return set(server, languages, Map.of());
  }

  /**
   * The same.
   *
   * @param more properties of the event, such as {@code latencyMode} or {@code dvr}
   */
  static Stage set(TestServer server, List<String> languages, Map<String, Object> more)
      throws Exception {
    FfmpegProgram ffmpeg = FfmpegProgram.load(Path.of("target", "ffmpeg").toAbsolutePath());
    DemoApi api = new DemoApi(server.http(), server.token());
    Map<String, Object> event = new TreeMap<>(more);
    event.putAll(Map.of("id", EVENT, "title", "End to end", "languages", languages));
    api.post("/api/v1/events", event).require(201);
    Map<String, String> keys = new TreeMap<>();
    api.ingests(EVENT).forEach(ingest -> keys.put(ingest.language(), ingest.streamKey()));
    return new Stage(server, ffmpeg, api, keys);
  }

  CameraFeed openFeed() throws IOException {
    return camera.openFeed();
  }

  String codec() {
    return ffmpeg.hasEncoder("libx264") ? "libx264" : "libopenh264";
  }

  /** What an encoder of a leg does; keyframes come every two seconds from its own start on. */
  EncoderSpec encoder(Leg leg, CameraFeed feed, int videoKbps) {
    return encoder(LANGUAGE, leg, feed, videoKbps);
  }

  /** The same with more options of FFmpeg for its output. */
  EncoderSpec encoder(Leg leg, CameraFeed feed, int videoKbps, List<String> moreOptions) {
    EncoderSpec plain = encoder(leg, feed, videoKbps);
    return new EncoderSpec(
        plain.name(),
        plain.camera(),
        plain.videoPort(),
        plain.audioPort(),
        plain.server(),
        plain.streamKey(),
        plain.authority(),
        plain.codec(),
        plain.keyframeFrames(),
        plain.videoKbps(),
        moreOptions);
  }

  /** The same of another language of the event; the camera is the same. */
  EncoderSpec encoder(String language, Leg leg, CameraFeed feed, int videoKbps) {
    return encoder(language + " " + leg, streamKey(language), leg, feed, videoKbps);
  }

  /** The same with any stream key. */
  EncoderSpec encoder(String name, String streamKey, Leg leg, CameraFeed feed, int videoKbps) {
    return new EncoderSpec(
        name,
        CAMERA,
        feed.videoPort(),
        feed.audioPort(),
        server.ingest(leg),
        streamKey,
        server.authority(),
        codec(),
        2 * CAMERA.framesPerSecond(),
        videoKbps,
        List.of());
  }

  String streamKey(String language) {
    return String.valueOf(streamKeys.get(language));
  }

  DemoEncoder start(EncoderSpec spec) throws IOException {
    return keep(DemoEncoder.start(ffmpeg, spec));
  }

  /** An encoder that ends with the stage at the latest. */
  DemoEncoder keep(DemoEncoder encoder) {
    parts.add(encoder);
    return encoder;
  }

  /** One encoder whose single encode goes to both servers. */
  DemoEncoder startTee(CameraFeed feed, URI primary, URI backup) throws IOException {
    EncoderSpec spec = encoder(Leg.PRIMARY, feed, 800);
    List<String> command = new ArrayList<>(List.of(ffmpeg.ffmpeg().toString()));
    command.addAll(spec.teeArguments(List.of(primary, backup)));
    return keep(DemoEncoder.start(command, spec));
  }

  void awaitLeg(Leg leg, String state) throws Exception {
    Await.until(
        STATE_TIMEOUT,
        () -> leg + " to be " + state + ", is " + legNode(leg),
        () -> legNode(leg).path("state").asString("").equals(state));
  }

  /** Whether the primary of a language sends pictures. */
  boolean isReceiving(String language) {
    return languages()
        .valueStream()
        .filter(node -> node.path("language").asString("").equals(language))
        .anyMatch(node ->
            node.path("legs").path("primary").path("state").asString("").equals("RECEIVING"));
  }

  JsonNode legNode(Leg leg) {
    return language().path("legs").path(leg == Leg.PRIMARY ? "primary" : "backup");
  }

  void awaitOnAir(Leg leg) throws Exception {
    Await.until(
        STATE_TIMEOUT,
        () -> leg + " to be on air: " + language() + encoders(),
        () -> onAir().equals(leg.name()));
  }

  /** What the encoders have said, for people. */
  private String encoders() {
    StringBuilder text = new StringBuilder();
    for (AutoCloseable part : parts) {
      if (part instanceof DemoEncoder encoder) {
        text.append("\n")
            .append(encoder.spec().name())
            .append(encoder.isAlive() ? " runs" : " ended");
        text.append(": ").append(encoder.lastLines());
      }
    }
    return text.toString();
  }

  String onAir() {
    return language().path("program").path("onAir").asString("");
  }

  JsonNode language() {
    return languages().path(0);
  }

  private JsonNode languages() {
    try {
      return api.status(EVENT).path("languages");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Goes live and waits until a player has something to begin with. */
  void goLive() throws Exception {
    api.goLive(EVENT).require(200);
    awaitPlaylist();
  }

  /** Waits until a player has something to begin with. */
  void awaitPlaylist() throws Exception {
    Await.until(
        STATE_TIMEOUT,
        () -> "three segments, status " + language(),
        () -> api.text(playlistPath()).split("#EXTINF", -1).length > 3);
  }

  private static String playlistPath() {
    return "/live/" + EVENT + "/" + LANGUAGE + "/media.m3u8";
  }

  /** The media playlist as it is now. */
  PlaylistText read() throws IOException, InterruptedException {
    return PlaylistText.read(api.text(playlistPath()));
  }

  /** Fetches every complete segment that {@code playlist} lists, by number. */
  Map<Long, byte[]> fetch(PlaylistText playlist) throws IOException, InterruptedException {
    Map<Long, byte[]> fetched = new TreeMap<>();
    long msn = playlist.number("EXT-X-MEDIA-SEQUENCE", 0);
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (PlaylistText.Entry segment : playlist.complete()) {
        URI uri = mediaPlaylist().resolve(String.valueOf(segment.uri()));
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(STATE_TIMEOUT).build();
        HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
          throw new IOException(response.statusCode() + " for " + uri + " of " + playlist);
        }
        fetched.put(msn++, response.body());
      }
    }
    return fetched;
  }

  URI mediaPlaylist() {
    return server.http().resolve(playlistPath());
  }

  URI playlist() {
    return server.http().resolve("/live/" + EVENT + "/" + LANGUAGE + "/index.m3u8");
  }

  URI watchPage() {
    return server.http().resolve("/watch/" + EVENT);
  }

  @Override
  public void close() {
    // In reverse: encoders before the camera, and the server last.
    for (AutoCloseable part : parts.reversed()) {
      try {
        part.close();
      } catch (Exception e) {
        throw new IllegalStateException("The stage could not be cleared", e);
      }
    }
  }
}
