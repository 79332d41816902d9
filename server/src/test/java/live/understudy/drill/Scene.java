package live.understudy.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import live.understudy.drill.Drill.Line;
import live.understudy.drill.DrillCase.Encodes;
import live.understudy.e2e.TcpRelay;
import live.understudy.media.Leg;
import live.understudy.server.demo.CameraSpec;
import live.understudy.testing.Await;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One event with its encoders and their senders, and what can be done to them. */
final class Scene implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  /** The server makes no automatic switch so soon after another one. */
  private static final Duration RESTED = Duration.ofSeconds(11);

  private static final int PRIMARY_KBPS = 500;
  private static final int BACKUP_KBPS = 350;
  private static final String LANGUAGE = "en";

  final Rig rig;
  final DrillCase drillCase;
  private final String event;
  private final String streamKey;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final Map<Leg, Tap> taps = new EnumMap<>(Leg.class);
  private final Map<Leg, Sender> senders = new EnumMap<>(Leg.class);
  private final @Nullable BlackHole hole;
  private final @Nullable TcpRelay relay;
  private @Nullable SharedEncode primaryEncode;
  private long faultMs;
  private long lastActFrame;

  /** Something that is done to a scene. */
  @FunctionalInterface
  interface Fault {
    void strike() throws Exception;
  }

  private Scene(Rig rig, DrillCase drillCase, String event, String streamKey) throws Exception {
    this.rig = rig;
    this.drillCase = drillCase;
    this.event = event;
    this.streamKey = streamKey;
    Line line = drillCase.drill().setup().line();
    this.hole = line == Line.VANISHING && BlackHole.isPossible() ? keep(BlackHole.dig()) : null;
    boolean relayed = line == Line.THROTTLED || (line == Line.VANISHING && hole == null);
    this.relay = relayed ? keep(TcpRelay.to(rig.server.ingest(Leg.PRIMARY).getPort())) : null;
  }

  /** Creates the event; nobody publishes yet. */
  static Scene set(Rig rig, DrillCase drillCase, String event) throws Exception {
    Map<String, Object> properties =
        Map.of(
            "id",
            event,
            "title",
            drillCase.toString(),
            "languages",
            List.of(LANGUAGE),
            "latencyMode",
            drillCase.mode().name());
    rig.api.post("/api/v1/events", properties).require(201);
    return new Scene(rig, drillCase, event, rig.api.ingests(event).getFirst().streamKey());
  }

  /** Starts encoders and senders; returns when both legs are received. */
  void begin() throws Exception {
    Drill.Setup setup = drillCase.drill().setup();
    CameraSpec camera = Rig.CAMERA;
    SharedEncode first = encode(SharedEncode.Settings.usual(camera, PRIMARY_KBPS, List.of()));
    primaryEncode = first;
    InetAddress loopback = InetAddress.getLoopbackAddress();
    BlackHole inside = hole;
    InetAddress primaryAddress = inside == null ? loopback : inside.host();
    taps.put(Leg.PRIMARY, first.tap(primaryAddress, setup.primaryDelayMs()));
    SharedEncode second = first;
    if (drillCase.encodes() == Encodes.UNLIKE) {
      // A third of a keyframe interval later at least, so that the keyframes stand apart.
      long apart = rig.camera.nextFrame() + 20;
      Await.until(TIMEOUT, "the camera", () -> rig.camera.nextFrame() >= apart);
      int keyframeFrames = setup.backupKeyframeSeconds() * camera.framesPerSecond();
      second =
          encode(new SharedEncode.Settings(BACKUP_KBPS, keyframeFrames, setup.backupOptions()));
    }
    taps.put(Leg.BACKUP, second.tap(loopback, setup.backupDelayMs()));
    send(Leg.PRIMARY);
    send(Leg.BACKUP);
    awaitReceiving(Leg.PRIMARY);
    awaitReceiving(Leg.BACKUP);
  }

  private SharedEncode encode(SharedEncode.Settings settings) throws IOException {
    return keep(SharedEncode.start(rig.ffmpeg, Rig.CAMERA, rig.camera.openFeed(), settings));
  }

  private <T extends AutoCloseable> T keep(T part) {
    open.add(part);
    return part;
  }

  /** Starts another sender of a leg; an older one that runs still is not ended by it. */
  void send(Leg leg) throws IOException {
    URI server = rig.server.ingest(leg);
    List<String> prefix = List.of();
    BlackHole inside = hole;
    TcpRelay through = relay;
    if (leg == Leg.PRIMARY && inside != null) {
      prefix = inside.prefix();
      server = to(server, inside.host().getHostAddress(), server.getPort());
    } else if (leg == Leg.PRIMARY && through != null) {
      server = to(server, server.getHost(), through.port());
    }
    Sender sender = Sender.start(rig.ffmpeg, prefix, tap(leg).url(), server, streamKey);
    senders.put(leg, keep(sender));
  }

  private static URI to(URI server, String host, int port) {
    return URI.create(server.getScheme() + "://" + host + ":" + port + server.getPath());
  }

  Tap tap(Leg leg) {
    return Objects.requireNonNull(taps.get(leg));
  }

  /** The newest one. */
  Sender sender(Leg leg) {
    return Objects.requireNonNull(senders.get(leg));
  }

  /** Goes live; returns when a player has something to begin with. */
  void goLive() throws Exception {
    rig.api.goLive(event).require(200);
    Await.until(
        TIMEOUT,
        () -> "three segments: " + status(),
        () -> rig.api.text(mediaPlaylist().getPath()).split("#EXTINF", -1).length > 3);
  }

  /** Puts the primary on air, where a busy machine has put the backup there, and lets that rest. */
  void beginWithPrimary() throws Exception {
    if (!isOnAir(Leg.PRIMARY)) {
      operatorSwitch(Leg.PRIMARY);
      Await.until(TIMEOUT, () -> "the primary: " + status(), () -> isOnAir(Leg.PRIMARY));
      passTime(RESTED);
    }
  }

  private boolean isOnAir(Leg leg) {
    return status().path("program").path("onAir").asString("").equals(leg.name());
  }

  /** The moment from which on is counted. */
  void fault(Fault fault) throws Exception {
    faultMs = System.currentTimeMillis();
    fault.strike();
    acted();
  }

  /** The fault is that a leg's sender is killed. */
  void kill(Leg leg) throws Exception {
    fault(sender(leg)::kill);
  }

  void vanish() throws IOException, InterruptedException {
    BlackHole inside = hole;
    if (inside != null) {
      inside.swallow();
    } else {
      Objects.requireNonNull(relay).fallSilent();
    }
  }

  /** Halves what the relay carried so far in a second. */
  void throttle() throws Exception {
    TcpRelay through = Objects.requireNonNull(relay);
    long before = through.upBytes();
    long sinceNs = System.nanoTime();
    passTime(Duration.ofSeconds(4));
    double seconds = (System.nanoTime() - sinceNs) / 1e9;
    faultMs = System.currentTimeMillis();
    through.throttle((long) ((through.upBytes() - before) / seconds / 2));
  }

  void freeze() {
    Objects.requireNonNull(primaryEncode).freeze();
  }

  void operatorSwitch(Leg to) throws IOException, InterruptedException {
    String path = "/api/v1/events/" + event + "/languages/" + LANGUAGE + "/switch";
    rig.api.post(path, Map.of("to", to.name())).require(200);
    acted();
  }

  /** Lets the show go on. */
  void passTime(Duration time) throws Exception {
    Await.whileFor(time, "a server", rig.server::isAlive);
    acted();
  }

  private void acted() {
    lastActFrame = rig.camera.nextFrame();
  }

  void awaitReceiving(Leg leg) throws Exception {
    String name = DrillCase.lower(leg);
    Await.until(
        TIMEOUT,
        () -> leg + " to be received: " + status() + sender(leg).lastLines(),
        () -> status().path("legs").path(name).path("state").asString("").equals("RECEIVING"));
    acted();
  }

  /** Waits until a leg is on air. */
  void awaitOnAir() throws Exception {
    Await.until(
        TIMEOUT,
        () -> "a leg on air: " + status(),
        () -> !status().path("program").path("onAir").asString("").isEmpty());
    acted();
  }

  /** The language's part of the event's status. */
  JsonNode status() {
    try {
      return rig.api.status(event).path("languages").path(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** When the fault began, wall clock. */
  long faultMs() {
    return faultMs;
  }

  /** The camera's next picture when something was done last. */
  long lastActFrame() {
    return lastActFrame;
  }

  URI playlist() {
    return rig.server.http().resolve("/live/" + event + "/" + LANGUAGE + "/index.m3u8");
  }

  URI mediaPlaylist() {
    return rig.server.http().resolve("/live/" + event + "/" + LANGUAGE + "/media.m3u8");
  }

  URI watchPage() {
    return rig.server.http().resolve("/watch/" + event);
  }

  @Override
  public void close() throws Exception {
    rig.api.stop(event);
    for (AutoCloseable part : open.reversed()) {
      part.close();
    }
  }
}
