package live.understudy.failover.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import live.understudy.media.StreamConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SignalIssuesTest {
  private static final IssueLimits LIMITS = IssueLimits.forKeyframesWithin(2_500);

  /** A good signal; each row changes one thing. */
  private static final class Facts {
    double fps = 25;
    long longest = 2_000;
    long shortest = 2_000;
    boolean openGop;
    long offset;
    long lag = 40;
    int jumps;
    long videoSilent = 40;
    long audioSilent = 40;
    long age = 60_000;
    int sessions = 1;
    StreamConfig config = Signals.BOTH;

    SignalFacts facts() {
      return new SignalFacts(
          2_000,
          2_000,
          fps,
          fps,
          128,
          128,
          longest,
          longest,
          longest,
          shortest,
          8,
          openGop,
          offset,
          lag,
          jumps,
          videoSilent,
          audioSilent,
          1,
          age);
    }
  }

  private interface Change {
    void of(Facts facts);
  }

  private record Row(
      Change change, @Nullable IssueCode code, @Nullable Double measured, String text) {}

  private static Stream<Row> pictureRows() {
    return Stream.of(
        new Row(_ -> {}, null, null, ""),
        new Row(f -> f.longest = 2_500, null, null, ""),
        new Row(
            f -> f.longest = 8_333,
            IssueCode.KEYFRAMES_TOO_FAR_APART,
            8.3,
            "Keyframe interval is 8.3 s: set it to 2 s in OBS → Settings → Output → Streaming."),
        new Row(f -> f.shortest = 1_400, null, null, ""),
        new Row(
            f -> f.shortest = 400,
            IssueCode.KEYFRAMES_UNEVEN,
            2.0,
            "Keyframes come at uneven distances, up to 2 s: switch scene change detection off"
                + " (x264: scenecut=0) and set the interval to 2 s in OBS → Settings → Output →"
                + " Streaming."),
        new Row(f -> f.openGop = true, IssueCode.OPEN_GOP, null, "Pictures refer across keyframes"),
        new Row(f -> f.fps = 23, null, null, ""),
        new Row(
            f -> f.fps = 12.5,
            IssueCode.FRAME_RATE_LOW,
            12.5,
            "Only 12.5 pictures a second arrive of 25."),
        new Row(
            f -> {
              f.fps = 3;
              f.age = 5_000;
            },
            null,
            null,
            ""),
        new Row(
            f ->
                f.config =
                    new StreamConfig(Signals.video("avc1.64001f", 1280, 720, 0), Signals.audio()),
            IssueCode.FRAME_RATE_VARIES,
            25.0,
            "The frame rate is not constant."),
        new Row(
            f ->
                f.config =
                    new StreamConfig(
                        Signals.video("vp09.00.31.08", 1280, 720, 25), Signals.audio()),
            IssueCode.APPLE_CANNOT_PLAY,
            null,
            "The pictures are VP9, which Apple's players (Safari, iPhone,"));
  }

  static Stream<Row> rows() {
    return Stream.concat(pictureRows(), otherRows());
  }

  private static Stream<Row> otherRows() {
    return Stream.of(
        new Row(f -> f.lag = 1_000, null, null, ""),
        new Row(f -> f.lag = 3_250, IssueCode.LAGGING, 3250.0, "The signal is 3.25 s late:"),
        new Row(f -> f.offset = -500, null, null, ""),
        new Row(f -> f.offset = 900, IssueCode.AV_OFFSET, 900.0, "Sound arrives 900 ms after its"),
        new Row(
            f -> f.offset = -900, IssueCode.AV_OFFSET, -900.0, "Sound arrives 900 ms before its"),
        new Row(f -> f.jumps = 2, IssueCode.TIMESTAMP_JUMPS, 2.0, "Timestamps jumped 2 times"),
        new Row(f -> f.sessions = 2, null, null, ""),
        new Row(
            f -> f.sessions = 3,
            IssueCode.RECONNECTING,
            3.0,
            "The encoder connected 3 times within"),
        new Row(
            f -> f.videoSilent = 2_500,
            IssueCode.VIDEO_STOPPED,
            2500.0,
            "Sound arrives, but no picture for 2.5 s."),
        new Row(
            f -> f.audioSilent = 2_500,
            IssueCode.AUDIO_STOPPED,
            2500.0,
            "Pictures arrive, but no sound for 2.5 s."),
        new Row(
            f -> f.config = new StreamConfig(Signals.BOTH.video(), null),
            IssueCode.NO_AUDIO,
            null,
            "The signal has no sound."));
  }

  private static List<SignalIssue> of(Facts facts, Set<IssueCode> before) {
    return SignalIssues.of(facts.facts(), facts.config, facts.sessions, LIMITS, before);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void of_goodSignalWithOneFault_isThatFaultAlone(Row row) {
    Facts facts = new Facts();
    row.change().of(facts);
    List<SignalIssue> issues = of(facts, Set.of());
    assertEquals(row.code() == null ? 0 : 1, issues.size(), issues::toString);
    if (row.code() != null) {
      SignalIssue issue = issues.getFirst();
      assertEquals(row.code(), issue.code());
      assertEquals(row.measured(), issue.measured());
      assertTrue(issue.text().startsWith(row.text()), issue::text);
      assertTrue(issue.text().endsWith("."), issue::text);
    }
  }

  @Test
  void rows_together_showEveryCode() {
    Set<IssueCode> shown = EnumSet.of(IssueCode.STALLED);
    rows().map(Row::code).filter(java.util.Objects::nonNull).forEach(shown::add);
    assertEquals(EnumSet.allOf(IssueCode.class), shown);
    assertEquals(IssueCode.STALLED, SignalIssues.ofStalled(1_500).code());
  }

  @Test
  void of_manyFaults_worstIsFirst() {
    Facts facts = new Facts();
    facts.shortest = 100;
    facts.jumps = 1;
    facts.audioSilent = 9_000;
    List<IssueCode> codes = of(facts, Set.of()).stream().map(SignalIssue::code).toList();
    assertEquals(
        List.of(IssueCode.AUDIO_STOPPED, IssueCode.TIMESTAMP_JUMPS, IssueCode.KEYFRAMES_UNEVEN),
        codes);
  }

  /** A value between the two thresholds, and one that is good enough to end the issue. */
  private record Band(IssueCode code, Change between, Change well) {}

  static Stream<Band> bands() {
    return Stream.of(
        new Band(IssueCode.LAGGING, f -> f.lag = 701, f -> f.lag = 700),
        new Band(IssueCode.AV_OFFSET, f -> f.offset = -401, f -> f.offset = -400),
        new Band(IssueCode.FRAME_RATE_LOW, f -> f.fps = 23.7, f -> f.fps = 23.8),
        new Band(IssueCode.KEYFRAMES_TOO_FAR_APART, f -> f.longest = 2_376, f -> f.longest = 2_375),
        new Band(IssueCode.KEYFRAMES_UNEVEN, f -> f.shortest = 1_500, f -> f.shortest = 1_600),
        new Band(IssueCode.RECONNECTING, f -> f.sessions = 2, f -> f.sessions = 1));
  }

  @ParameterizedTest
  @MethodSource("bands")
  void of_valueBetweenTheThresholds_isWhatItWasBefore(Band band) {
    Facts between = new Facts();
    band.between().of(between);
    assertEquals(List.of(), of(between, Set.of()));
    List<SignalIssue> stays = of(between, Set.of(band.code()));
    assertEquals(List.of(band.code()), stays.stream().map(SignalIssue::code).toList());
    Facts well = new Facts();
    band.well().of(well);
    assertEquals(List.of(), of(well, Set.of(band.code())));
  }

  @Test
  void codes_inTheirOrder_areWorstFirst() {
    for (int i = 1; i < IssueCode.values().length; i++) {
      IssueCode code = IssueCode.values()[i];
      assertTrue(
          code.severity().compareTo(IssueCode.values()[i - 1].severity()) <= 0, code::toString);
    }
  }

  @Test
  void codes_ofIssuesAndMismatches_areDistinctAndWellFormed() {
    List<String> codes =
        Stream.concat(
                Arrays.stream(IssueCode.values()).map(IssueCode::code),
                Arrays.stream(LegMismatch.Code.values()).map(LegMismatch.Code::code))
            .toList();
    assertEquals(codes.size(), codes.stream().distinct().count());
    codes.forEach(code -> assertTrue(code.matches("[a-z]+(-[a-z]+)*"), code));
  }
}
