package live.understudy.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import live.understudy.media.Leg;
import live.understudy.server.demo.DemoEncoder;
import live.understudy.testing.Await;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What FFmpeg publishes with each codec is served so that FFmpeg, hls.js and Chromium play it. */
@Tag("real-time")
@Timeout(600)
class CodecsEndToEndTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(90);
  private static final int TAPE_S = 16;
  private static final int TAPES_AT_A_TIME = 2;
  private static final int FAILOVER_TAPE_S = 30;
  private static final double SHORTEST_PROGRAM_S = 6;

  /** While no encoder delivers. */
  private static final double SLATE_STEP_S = 0.5;

  private static final List<String> H264 =
      List.of("-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency");
  private static final List<String> HEVC =
      List.of(
          "-c:v",
          "libx265",
          "-preset",
          "ultrafast",
          "-x265-params",
          "keyint=30:min-keyint=30:scenecut=0:open-gop=0:log-level=none");

  private static final List<String> VP9 =
      List.of("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "300k");

  /**
   * A codec's way through the server.
   *
   * @param codecs a pattern of the whole {@code CODECS}
   * @param video FFmpeg's name of the codec, empty for none
   * @param samples of one frame of sound
   */
  private record Case(
      String event,
      List<String> options,
      String codecs,
      String video,
      String audio,
      int channels,
      int samples) {}

  private static final List<Case> CASES =
      List.of(
          new Case(
              "hevc-aac",
              with(HEVC, "-c:a", "aac", "-ac", "2"),
              "hvc1\\.1\\.[0-9A-F]+\\.L\\d+\\.[0-9A-F.]+,mp4a\\.40\\.2",
              "hevc",
              "aac",
              2,
              1024),
          new Case(
              "av1-opus",
              List.of(
                  "-c:v",
                  "libsvtav1",
                  "-preset",
                  "12",
                  "-svtav1-params",
                  "log=0",
                  "-c:a",
                  "libopus",
                  "-ac",
                  "2"),
              "av01\\.0\\.\\d\\d[MH]\\.08.*,opus",
              "av1",
              "opus",
              2,
              960),
          new Case(
              "vp9-aac",
              with(VP9, "-c:a", "aac", "-ac", "2"),
              "vp09\\.00\\.\\d\\d\\.08,mp4a\\.40\\.2",
              "vp9",
              "aac",
              2,
              1024),
          new Case(
              "avc-ac3",
              with(H264, "-c:a", "ac3", "-ac", "6"),
              "avc1\\.[0-9a-f]{6},ac-3",
              "h264",
              "ac3",
              6,
              1536),
          new Case(
              "avc-eac3",
              with(H264, "-c:a", "eac3", "-ac", "2"),
              "avc1\\.[0-9a-f]{6},ec-3",
              "h264",
              "eac3",
              2,
              1536),
          new Case(
              "aac-alone",
              List.of("-vn", "-c:a", "aac", "-ac", "1"),
              "mp4a\\.40\\.2",
              "",
              "aac",
              1,
              1024),
          new Case("avc-alone", with(H264, "-an"), "avc1\\.[0-9a-f]{6}", "h264", "", 0, 0),
          new Case("captions", List.of(), "avc1\\.[0-9a-f]{6}", "h264", "", 0, 0));

  @TempDir Path folder;

  private static List<String> with(List<String> options, String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return List.copyOf(all);
  }

  @Test
  void everyCodec_published_isServedAsItCame() throws Exception {
    try (Stage stage = Stage.set(Files.createDirectory(folder.resolve("data")))) {
      Map<Case, HlsViewer> viewers = new LinkedHashMap<>();
      List<DemoEncoder> encoders = new ArrayList<>();
      Map<Case, Future<Tape>> tapes = new LinkedHashMap<>();
      try (ExecutorService makers = Executors.newFixedThreadPool(TAPES_AT_A_TIME)) {
        CASES.forEach(each -> tapes.put(each, makers.submit(() -> tape(stage, each))));
      }
      Map<Case, String> keys = new LinkedHashMap<>();
      for (Case each : CASES) {
        keys.put(each, create(stage, each.event()));
      }
      for (Case each : CASES) {
        Tape tape = Objects.requireNonNull(tapes.get(each)).get();
        encoders.add(tape.publish(stage, String.valueOf(keys.get(each)), Leg.PRIMARY));
      }
      for (Case each : CASES) {
        goLive(stage, each.event());
      }
      for (Case each : CASES) {
        awaitPlaylist(stage, each.event());
        viewers.put(each, HlsViewer.watch(playlist(stage, each.event(), "media.m3u8")));
      }
      checkChromium(stage);
      List<Executable> checks = new ArrayList<>();
      for (DemoEncoder encoder : encoders) {
        Await.until(TIMEOUT, "the tape's end", () -> !encoder.isAlive());
      }
      for (Map.Entry<Case, HlsViewer> each : viewers.entrySet()) {
        String index =
            stage.api.text(playlist(stage, each.getKey().event(), "index.m3u8").getPath());
        stage.api.stop(each.getKey().event()).require(200);
        Await.until(TIMEOUT, "the end", () -> each.getValue().hasEnded());
        HlsViewer.Recording recording = each.getValue().stop();
        checks.add(() -> checkServed(stage, each.getKey(), recording));
        checks.add(() -> checkIndex(each.getKey(), index, recording));
      }
      assertAll(checks);
    }
  }

  private Tape tape(Stage stage, Case wanted) throws Exception {
    if (wanted.options().isEmpty()) {
      return Tape.captioned(stage.ffmpeg, folder, TAPE_S);
    }
    Path file = folder.resolve(wanted.event() + ".mkv");
    return Tape.make(stage.ffmpeg, file, TAPE_S, wanted.options());
  }

  private static String create(Stage stage, String event) throws Exception {
    stage.api.createEvent(event, event, List.of("en")).require(201);
    return stage.api.ingests(event).getFirst().streamKey();
  }

  private static void goLive(Stage stage, String event) throws Exception {
    Await.until(
        TIMEOUT,
        () -> event + " to go live: " + status(stage, event),
        () -> stage.api.goLive(event).status() == 200);
  }

  private static String status(Stage stage, String event) {
    try {
      return stage.api.status(event).toString();
    } catch (Exception e) {
      return e.toString();
    }
  }

  private static void awaitPlaylist(Stage stage, String event) throws Exception {
    String path = playlist(stage, event, "media.m3u8").getPath();
    Await.until(
        TIMEOUT,
        () -> "a segment of " + event + ": " + status(stage, event),
        () -> stage.api.text(path).contains("#EXTINF"));
  }

  private static URI playlist(Stage stage, String event, String name) {
    return stage.server.http().resolve("/live/" + event + "/en/" + name);
  }

  private static void checkChromium(Stage stage) throws Exception {
    try (BrowserProbe av1 = BrowserProbe.hls(playlist(stage, "av1-opus", "index.m3u8"));
        BrowserProbe vp9 = BrowserProbe.hls(playlist(stage, "vp9-aac", "index.m3u8"))) {
      checkPlays(av1);
      checkPlays(vp9);
    }
  }

  private static void checkPlays(BrowserProbe browser) throws Exception {
    browser.awaitFirstFrame(TIMEOUT);
    double fromS = browser.look().currentTimeS();
    // Two pictures a second where the tape has come to its end before the browser has begun.
    Await.until(
        TIMEOUT,
        () -> "it to play",
        () -> {
          BrowserProbe.Look now = browser.look();
          return now.currentTimeS() > fromS + 4 && now.decodedFrames() > 60;
        });
    BrowserProbe.Report seen = browser.stop();
    assertEquals(List.of(), seen.fatalErrors(), seen::toString);
  }

  private static void checkServed(Stage stage, Case wanted, HlsViewer.Recording recording)
      throws Exception {
    Served served = Served.decode(stage.ffmpeg, recording);
    String summary = wanted.event() + " " + served.streams() + " " + recording.segments();
    double listedS =
        recording.segments().stream().mapToDouble(PlaylistRules.Listed::durationS).sum();
    assertEquals(List.of(), unexpected(recording), summary);
    assertEquals("", served.complaints(), summary);
    assertTrue(listedS >= SHORTEST_PROGRAM_S, summary);
    JsonNode video = served.stream("video");
    JsonNode audio = served.stream("audio");
    assertEquals(wanted.video(), video.path("codec_name").asString(""), summary);
    assertEquals(wanted.audio(), audio.path("codec_name").asString(""), summary);
    if (!wanted.video().isEmpty()) {
      assertEquals(Tape.WIDTH, video.path("width").asInt(), summary);
      assertEquals(Tape.HEIGHT, video.path("height").asInt(), summary);
      checkPictures(wanted, served, listedS, summary);
    }
    if (!wanted.audio().isEmpty()) {
      assertEquals(wanted.channels(), audio.path("channels").asInt(), summary);
      assertEquals(48_000, audio.path("sample_rate").asInt(), summary);
      double audioS = served.framesOf("audio") * (double) wanted.samples() / 48_000;
      // The stop may come between two pictures of the slate, whose silence goes on meanwhile.
      boolean slate = !wanted.video().isEmpty();
      assertEquals(listedS, audioS, slate ? SLATE_STEP_S : 0.25, summary);
    }
    long captioned = served.framesWithCaptions();
    boolean expected = wanted.event().equals("captions");
    assertEquals(expected, saidInSegments(recording) > 2, summary);
    // The slate is one picture again and again, and says nothing; its first one comes in time.
    int moving = movingPictures(served.pictureStepsS());
    assertTrue(expected ? captioned == moving || captioned == moving - 1 : captioned == 0, summary);
  }

  /** How many segments have what FFmpeg says once a second beside the pictures. */
  private static long saidInSegments(HlsViewer.Recording recording) {
    String said = "onTextData\0{\"type\":\"Text\",\"text\":\"" + Tape.WORDS + "\"}";
    return recording.bytes().values().stream()
        .filter(bytes -> new String(bytes, StandardCharsets.UTF_8).contains(said))
        .count();
  }

  /**
   * Every picture of the tape; after its end its last keyframe twice a second, where silence is
   * known for the sound beside it.
   */
  private static void checkPictures(Case wanted, Served served, double listedS, String summary) {
    double frameS = 1.0 / Tape.FRAMES_PER_SECOND;
    List<Double> stepsS = served.pictureStepsS();
    int moving = movingPictures(stepsS);
    List<Double> slateS = stepsS.subList(moving - 1, stepsS.size());
    String steps = summary + " after " + moving + " pictures: " + slateS;
    assertTrue(moving >= SHORTEST_PROGRAM_S * Tape.FRAMES_PER_SECOND, steps);
    assertTrue(slateS.stream().allMatch(step -> Math.abs(step - SLATE_STEP_S) < frameS), steps);
    assertEquals(
        listedS, moving * frameS + slateS.size() * SLATE_STEP_S, SLATE_STEP_S + frameS, steps);
    boolean silenceIsKnown = !wanted.audio().endsWith("ac3");
    assertTrue(silenceIsKnown || slateS.isEmpty(), steps);
  }

  private static int movingPictures(List<Double> stepsS) {
    int moving = 1;
    while (moving <= stepsS.size() && stepsS.get(moving - 1) < 1.5 / Tape.FRAMES_PER_SECOND) {
      moving++;
    }
    return moving;
  }

  /** The tape ends before the event does. */
  private static List<String> unexpected(HlsViewer.Recording recording) {
    return recording.violations().stream()
        .filter(text -> !text.equals("no new segment within 1.5 target durations"))
        .toList();
  }

  private static void checkIndex(Case wanted, String index, HlsViewer.Recording recording)
      throws Exception {
    JsonNode seen = HlsJsReader.read(List.of(index)).getFirst();
    assertTrue(seen.path("error").isNull(), index);
    JsonNode attributes = seen.path("variants").path(0).path("attributes");
    String codecs = attributes.path("CODECS").asString("");
    assertTrue(codecs.matches(wanted.codecs()), index);
    String size = Tape.WIDTH + "x" + Tape.HEIGHT;
    boolean hasVideo = !wanted.video().isEmpty();
    assertEquals(hasVideo ? size : "", attributes.path("RESOLUTION").asString(""), index);
    assertEquals(hasVideo ? "30.000" : "", attributes.path("FRAME-RATE").asString(""), index);
    boolean captions = wanted.event().equals("captions");
    assertEquals(captions ? "cc" : "", attributes.path("CLOSED-CAPTIONS").asString(""), index);
    assertEquals(captions ? 1 : 0, seen.path("renditions").path("CLOSED-CAPTIONS").size(), index);

    long peak = Long.parseLong(attributes.path("BANDWIDTH").asString("0"));
    long average = Long.parseLong(attributes.path("AVERAGE-BANDWIDTH").asString("0"));
    long highest = 0;
    for (PlaylistRules.Listed segment : recording.segments()) {
      byte[] bytes = recording.bytes().getOrDefault(segment.msn(), new byte[0]);
      highest = Math.max(highest, Math.round(bytes.length * 8 / segment.durationS()));
    }
    // The last segment may have come after the multivariant playlist was read.
    assertTrue(average > 0 && average <= peak && peak <= highest * 1.01, index + highest);
  }

  @Test
  void hevcAndSoundAlone_primaryKilled_goOnWithTheBackup() throws Exception {
    Map<String, List<String>> options =
        Map.of(
            "hevc", with(HEVC, "-c:a", "aac", "-ac", "2"),
            "sound", List.of("-vn", "-c:a", "aac", "-ac", "2"));
    try (Stage stage = Stage.set(Files.createDirectory(folder.resolve("data")))) {
      Map<String, DemoEncoder> primaries = new TreeMap<>();
      for (Map.Entry<String, List<String>> each : options.entrySet()) {
        String event = each.getKey();
        Path file = folder.resolve(event + ".mkv");
        Tape tape = Tape.make(stage.ffmpeg, file, FAILOVER_TAPE_S, each.getValue());
        String key = create(stage, event);
        primaries.put(event, tape.publish(stage, key, Leg.PRIMARY));
        tape.publish(stage, key, Leg.BACKUP);
        goLive(stage, event);
      }
      Map<String, HlsViewer> viewers = new TreeMap<>();
      for (String event : options.keySet()) {
        awaitPlaylist(stage, event);
        viewers.put(event, HlsViewer.watch(playlist(stage, event, "media.m3u8")));
      }
      for (Map.Entry<String, HlsViewer> each : viewers.entrySet()) {
        Await.until(TIMEOUT, "segments", () -> each.getValue().lastMsn() >= 2);
        String event = each.getKey();
        Objects.requireNonNull(primaries.get(event)).close();
        Await.until(
            TIMEOUT, () -> "the backup: " + status(stage, event), () -> backupOnAir(stage, event));
      }
      for (Map.Entry<String, HlsViewer> each : viewers.entrySet()) {
        checkFailover(stage, each.getKey(), each.getValue());
      }
    }
  }

  private static void checkFailover(Stage stage, String event, HlsViewer viewer) throws Exception {
    long switched = viewer.lastMsn();
    Await.until(TIMEOUT, "segments", () -> viewer.lastMsn() >= switched + 3);
    stage.api.stop(event).require(200);
    Await.until(TIMEOUT, "the end", viewer::hasEnded);
    HlsViewer.Recording recording = viewer.stop();
    Served served = Served.decode(stage.ffmpeg, recording);
    assertEquals(List.of(), recording.violations(), event);
    assertEquals("", served.complaints(), event);
    assertEquals(0, recording.discontinuities(), () -> event + recording.segments());
  }

  private static boolean backupOnAir(Stage stage, String event) throws Exception {
    JsonNode program = stage.api.status(event).path("languages").path(0).path("program");
    return program.path("onAir").asString("").equals("BACKUP");
  }
}
