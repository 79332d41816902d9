package live.understudy.failover.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import live.understudy.media.AudioConfig;
import live.understudy.media.ByteSlice;
import live.understudy.media.StreamConfig;
import live.understudy.media.VideoConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LegMismatchesTest {
  private static final VideoConfig VIDEO = Signals.video("avc1.64001f", 1280, 720, 25);
  private static final AudioConfig AUDIO = Signals.audio();

  private static LegMismatches.Side side(StreamConfig config, long keyframeMs) {
    SignalFacts facts =
        new SignalFacts(
            0,
            0,
            24.9,
            24.9,
            0,
            0,
            keyframeMs,
            keyframeMs,
            keyframeMs,
            keyframeMs,
            8,
            false,
            null,
            0,
            0,
            null,
            null,
            0,
            60_000);
    return new LegMismatches.Side(config, facts);
  }

  private static List<LegMismatch> against(StreamConfig backup, long keyframeMs) {
    return LegMismatches.of(side(Signals.BOTH, 2_000), side(backup, keyframeMs));
  }

  private record Row(StreamConfig backup, LegMismatch.Code code, String primary, String other) {}

  static Stream<Row> rows() {
    return Stream.of(
        new Row(
            new StreamConfig(Signals.video("avc1.4d401f", 1280, 720, 25), AUDIO),
            LegMismatch.Code.VIDEO_CODEC,
            "avc1.64001f",
            "avc1.4d401f"),
        new Row(
            new StreamConfig(Signals.video("avc1.64001f", 1920, 1080, 25), AUDIO),
            LegMismatch.Code.SIZE,
            "1280x720",
            "1920x1080"),
        new Row(
            new StreamConfig(Signals.video("avc1.64001f", 1280, 720, 50), AUDIO),
            LegMismatch.Code.FRAME_RATE,
            "25",
            "50"),
        new Row(
            new StreamConfig(VIDEO, Signals.audio("mp4a.40.5", 48_000, 2)),
            LegMismatch.Code.AUDIO_CODEC,
            "mp4a.40.2",
            "mp4a.40.5"),
        new Row(
            new StreamConfig(VIDEO, Signals.audio("mp4a.40.2", 44_100, 2)),
            LegMismatch.Code.SAMPLE_RATE,
            "48000",
            "44100"),
        new Row(
            new StreamConfig(VIDEO, Signals.audio("mp4a.40.2", 48_000, 1)),
            LegMismatch.Code.CHANNELS,
            "2",
            "1"),
        new Row(
            new StreamConfig(VIDEO, null),
            LegMismatch.Code.TRACKS,
            "pictures and sound",
            "pictures alone"),
        new Row(
            new StreamConfig(null, AUDIO),
            LegMismatch.Code.TRACKS,
            "pictures and sound",
            "sound alone"),
        new Row(
            new StreamConfig(withOtherBytes(), AUDIO),
            LegMismatch.Code.CODEC_CONFIGURATION,
            "avc1.64001f",
            "avc1.64001f"));
  }

  private static VideoConfig withOtherBytes() {
    return new VideoConfig(
        "avc1", ByteSlice.of(new byte[] {9}), "avc1.64001f", 1280, 720, 1_000, 40);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void of_legsThatDifferInOneThing_isThatAloneInBothDirections(Row row) {
    List<LegMismatch> found = against(row.backup(), 2_000);
    assertEquals(1, found.size(), found::toString);
    LegMismatch mismatch = found.getFirst();
    assertEquals(row.code(), mismatch.code());
    assertEquals(row.primary(), mismatch.primary());
    assertEquals(row.other(), mismatch.backup());
    assertTrue(mismatch.text().endsWith("."), mismatch::text);
    List<LegMismatch> reversed =
        LegMismatches.of(side(row.backup(), 2_000), side(Signals.BOTH, 2_000));
    assertEquals(row.other(), reversed.getFirst().primary());
    assertEquals(row.primary(), reversed.getFirst().backup());
  }

  @Test
  void of_legsAlike_isNothing() {
    assertEquals(List.of(), against(Signals.BOTH, 2_200));
    assertEquals(List.of(), against(Signals.BOTH, 0));
    VideoConfig gridless = Signals.video("avc1.64001f", 1280, 720, 0);
    assertEquals(List.of(), against(new StreamConfig(gridless, AUDIO), 2_000), "24.9 measured");
  }

  @Test
  void of_otherKeyframeInterval_namesBoth() {
    LegMismatch found = against(Signals.BOTH, 8_300).getFirst();
    assertEquals(LegMismatch.Code.KEYFRAME_INTERVAL, found.code());
    assertEquals(
        "The primary has a keyframe every 2 s, the backup every 8.30 s. Set 2 s on both (OBS →"
            + " Settings → Output → Streaming).",
        found.text());
  }

  @Test
  void of_everythingElse_worstIsFirst() {
    StreamConfig other =
        new StreamConfig(
            Signals.video("avc1.4d401f", 640, 360, 50), Signals.audio("mp4a.40.5", 44_100, 1));
    assertEquals(
        List.of(
            LegMismatch.Code.VIDEO_CODEC,
            LegMismatch.Code.SIZE,
            LegMismatch.Code.FRAME_RATE,
            LegMismatch.Code.AUDIO_CODEC,
            LegMismatch.Code.SAMPLE_RATE,
            LegMismatch.Code.CHANNELS,
            LegMismatch.Code.KEYFRAME_INTERVAL),
        against(other, 4_000).stream().map(LegMismatch::code).toList());
  }
}
