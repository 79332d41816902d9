package live.understudy.drill;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import live.understudy.drill.DrillCase.Encodes;
import live.understudy.drill.DrillCase.Mode;
import live.understudy.drill.DrillCase.Viewer;
import live.understudy.e2e.BrowserProbe;
import live.understudy.e2e.FrameNumbers;
import live.understudy.e2e.HlsViewer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Everybody who watches a scene, and what they saw. */
final class Watching implements AutoCloseable {
  private static final Duration FIRST_FRAME_TIMEOUT = Duration.ofSeconds(90);
  private static final Duration ALIGNED_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration PLAYED_ON_TIMEOUT = Duration.ofSeconds(60);
  private static final long LOOK_NS = 500_000_000;

  /** A player begins where it can and then finds its place. */
  private static final int SETTLED_FRAMES = 5 * Rig.CAMERA.framesPerSecond();

  /** How much of what came after the last act is watched. */
  private static final int AFTERWARDS_FRAMES = 5 * Rig.CAMERA.framesPerSecond();

  private static final long SETTLING_MS = 3_000;

  private final Scene scene;
  private final Map<Viewer, BrowserProbe> browsers = new EnumMap<>(Viewer.class);
  private final HlsViewer plain;
  private final Pace pace;
  private String alignment = "";

  private Watching(Scene scene, Set<Viewer> viewers) throws IOException, InterruptedException {
    this.scene = scene;
    boolean low = isLow();
    this.plain = HlsViewer.watch(scene.mediaPlaylist());
    this.pace = Pace.watch(scene.mediaPlaylist(), low);
    for (Viewer viewer : viewers) {
      browsers.put(
          viewer,
          switch (viewer) {
            case HLSJS ->
                low
                    ? BrowserProbe.hlsLowLatency(scene.playlist())
                    : BrowserProbe.hls(scene.playlist());
            case SHAKA -> BrowserProbe.shaka(scene.playlist(), low);
            case PAGE -> BrowserProbe.visit(scene.watchPage());
          });
    }
  }

  /** Begins to watch a scene that is live. */
  static Watching begin(Scene scene, Set<Viewer> viewers) throws IOException, InterruptedException {
    return new Watching(scene, viewers);
  }

  private boolean isLow() {
    return scene.drillCase.mode() == Mode.LOW;
  }

  /** Waits until everybody has played for a while and the server knows what it can of the legs. */
  void awaitSettled() throws IOException, InterruptedException {
    for (BrowserProbe browser : browsers.values()) {
      browser.awaitFirstFrame(FIRST_FRAME_TIMEOUT);
    }
    long deadlineNs = System.nanoTime() + ALIGNED_TIMEOUT.toNanos();
    while (System.nanoTime() < deadlineNs) {
      alignment = scene.status().path("program").path("alignment").asString("");
      boolean settled = true;
      for (BrowserProbe browser : browsers.values()) {
        settled &= browser.look().frames() >= SETTLED_FRAMES;
      }
      if (settled && isAligned()) {
        break;
      }
      LockSupport.parkNanos(LOOK_NS);
    }
    if (scene.drillCase.encodes() == Encodes.UNLIKE) {
      scene.rig.aligned(isExact());
    }
  }

  private boolean isAligned() {
    return switch (scene.drillCase.encodes()) {
      case IDENTICAL -> alignment.equals("IDENTICAL");
      case UNLIKE -> isExact() || (!alignment.equals("NONE") && !scene.rig.mayAlignExactly());
    };
  }

  private boolean isExact() {
    return !alignment.equals("NONE") && !alignment.equals("ARRIVAL_TIME");
  }

  /** Waits until everybody shows what came after the last act, or will not any more. */
  boolean awaitPlayedOn() throws IOException, InterruptedException {
    long wanted = scene.lastActFrame() + AFTERWARDS_FRAMES;
    long deadlineNs = System.nanoTime() + PLAYED_ON_TIMEOUT.toNanos();
    while (System.nanoTime() < deadlineNs) {
      boolean shown = true;
      for (BrowserProbe browser : browsers.values()) {
        shown &= browser.look().lastFrame() >= wanted;
      }
      if (shown) {
        return true;
      }
      LockSupport.parkNanos(LOOK_NS);
    }
    return false;
  }

  /**
   * Ends the watching.
   *
   * @param report where everything that was seen is written, for people
   */
  List<Row> measure(Path report) throws IOException, InterruptedException {
    long endMs = System.currentTimeMillis();
    JsonNode status = scene.status();
    List<Pace.Listed> listed = pace.listed();
    pace.close();
    Map<Viewer, JsonNode> painted = new EnumMap<>(Viewer.class);
    Map<Viewer, BrowserProbe.Report> reports = new EnumMap<>(Viewer.class);
    for (Map.Entry<Viewer, BrowserProbe> each : browsers.entrySet()) {
      painted.put(each.getKey(), each.getValue().painted());
      reports.put(each.getKey(), each.getValue().stop());
    }
    List<String> violations = new ArrayList<>();
    HlsViewer.Recording recording = stopPlain(violations);
    FrameNumbers frames = recording.frames(scene.rig.ffmpeg);
    if (!frames.complaints().isEmpty()) {
      violations.add("the decoder: " + frames.complaints());
    }
    scene.rig.newLogLines().stream()
        .filter(line -> line.contains(" ERROR ") || line.contains("Exception"))
        .forEach(line -> violations.add("the server: " + line));
    Published published = Published.of(frames.numbers());
    Row.Program program = program(status, listed, recording, published, violations.size());
    List<Row> rows = new ArrayList<>();
    for (Viewer viewer : browsers.keySet()) {
      rows.add(row(viewer, program, painted.get(viewer), reports.get(viewer), endMs));
    }
    Files.writeString(
        report,
        "%s%nviolations %s%njumps %s%npublished %s%nlisted %s%nstatus %s%n%s%n"
                .formatted(
                    scene.drillCase,
                    violations,
                    frames.jumps(),
                    published,
                    listed.stream()
                        .map(each -> (each.atMs() - scene.faultMs()) + ":" + each.behindMs())
                        .toList(),
                    status,
                    rows.stream().map(Row::toString).collect(Collectors.joining("\n")))
            + reports.values().stream()
                .map(each -> each.json() + "\n")
                .collect(Collectors.joining())
            + painted);
    return rows;
  }

  private HlsViewer.Recording stopPlain(List<String> violations)
      throws IOException, InterruptedException {
    HlsViewer.Recording recording = plain.stop();
    violations.addAll(recording.violations());
    violations.addAll(recording.httpErrors());
    return recording;
  }

  private Row.Program program(
      JsonNode status,
      List<Pace.Listed> listed,
      HlsViewer.Recording recording,
      Published published,
      int violations)
      throws IOException, InterruptedException {
    List<JsonNode> switches =
        status
            .path("program")
            .path("switches")
            .valueStream()
            .filter(each -> each.path("atMs").asLong() >= scene.faultMs())
            .toList();
    @Nullable JsonNode first = switches.isEmpty() ? null : switches.getFirst();
    OperatingSystemMXBean machine = ManagementFactory.getOperatingSystemMXBean();
    return new Row.Program(
        alignment,
        joints(switches),
        first == null ? null : first.path("atMs").asLong() - scene.faultMs(),
        first == null || !first.has("detectionMs") ? null : first.path("detectionMs").asLong(),
        Pace.nextMs(listed, isLow(), scene.faultMs()),
        Pace.latestMs(listed, scene.faultMs()),
        published,
        recording.discontinuities(),
        SoundGaps.of(scene.rig.ffmpeg, recording),
        violations,
        machine.getSystemLoadAverage() / machine.getAvailableProcessors());
  }

  /** {@code DISCONNECT→OVERLAP}, equal ones after one another once with their number. */
  private static String joints(List<JsonNode> switches) {
    List<String> joints = new ArrayList<>();
    for (JsonNode each : switches) {
      String fault = each.path("fault").asString("");
      String trigger = each.path("trigger").asString() + (fault.isEmpty() ? "" : "/" + fault);
      joints.add(trigger + "→" + each.path("splice").asString());
    }
    Map<String, Long> counted =
        joints.stream()
            .collect(
                Collectors.groupingBy(
                    each -> each, java.util.LinkedHashMap::new, Collectors.counting()));
    return counted.entrySet().stream()
        .map(each -> (each.getValue() > 1 ? each.getValue() + "×" : "") + each.getKey())
        .collect(Collectors.joining(", "));
  }

  private Row row(
      Viewer viewer,
      Row.Program program,
      @Nullable JsonNode painted,
      BrowserProbe.@Nullable Report report,
      long endMs) {
    if (painted == null || report == null) {
      throw new IllegalStateException("nobody watched");
    }
    long faultMs = scene.faultMs();
    int framesPerSecond = Rig.CAMERA.framesPerSecond();
    List<Painted.Picture> all = Painted.read(painted.path("pictures"));
    long beginMs = all.isEmpty() ? faultMs : all.getFirst().shownMs() + SETTLING_MS;
    List<JsonNode> stalls =
        painted
            .path("stalls")
            .valueStream()
            .filter(each -> each.path("atMs").asLong() >= faultMs)
            .toList();
    long wanted = scene.lastActFrame() + AFTERWARDS_FRAMES;
    return new Row(
        scene.drillCase,
        viewer,
        program,
        stalls.size(),
        stalls.stream().mapToLong(each -> each.path("forMs").asLong()).sum(),
        Painted.of(Painted.between(all, beginMs, faultMs), framesPerSecond, beginMs)
            .longestStillMs(),
        Painted.of(Painted.between(all, faultMs, Long.MAX_VALUE), framesPerSecond, endMs),
        !all.isEmpty() && all.getLast().number() >= wanted,
        report.fatalErrors().size() + ConsoleErrors.unexpected(report.consoleErrors()).size());
  }

  @Override
  public void close() {
    browsers.values().forEach(BrowserProbe::close);
    plain.close();
    pace.close();
  }
}
