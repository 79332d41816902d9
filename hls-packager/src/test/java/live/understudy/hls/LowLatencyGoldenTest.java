package live.understudy.hls;

import static live.understudy.hls.Goldens.assertGolden;
import static live.understudy.hls.Streams.avc;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import live.understudy.media.AccessUnit;
import live.understudy.media.StreamConfig;
import live.understudy.media.VideoConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LowLatencyGoldenTest {

  private static final VideoConfig NTSC = avc(30_000, 1001, 1);

  private final SegmentWindow window;
  private final Packager packager;

  LowLatencyGoldenTest() {
    long partUs = PackagerConfig.partTargetUs(500_000, NTSC);
    packager =
        new Packager(
            PackagerConfig.of(2, 2_000_000, partUs).withEarlyParts(), PackagerResume.FRESH);
    packager.configure(new StreamConfig(NTSC, Streams.AAC));
    packager.anchorWallClock(0, 1_700_000_000_000L);
    window =
        new SegmentWindow(new PlaylistShape(3, partUs, false), new WindowConfig(30_000_000, 4, 60));
  }

  private void add(List<AccessUnit> units) {
    for (AccessUnit unit : units) {
      packager.add(unit);
      packager.drainSegments().forEach(window::add);
      OpenSegment open = packager.openSegment();
      if (open != null) {
        window.open(open);
      }
    }
  }

  @Test
  void write_ofAGrowingProgram_isTheKnownText() {
    // Eleven segments of 60 pictures and 38 pictures more, which are two parts and a bit.
    add(Streams.constant(NTSC, 60 * 11 + 38, 60, 0));
    assertGolden("low-latency.m3u8", MediaPlaylist.write(window.snapshot()));
    assertGolden("low-latency-delta.m3u8", MediaPlaylist.writeDelta(window.snapshot()));
    assertGolden(
        "low-latency-index.m3u8", MultivariantPlaylist.write(window.snapshot(), "media.m3u8"));
  }

  @Test
  void write_discontinuityBeforeASegmentThatGrows_isTheKnownText() {
    add(Streams.constant(NTSC, 60 * 4 + 20, 60, 0));
    packager.configure(new StreamConfig(avc(30_000, 1001, 2), Streams.AAC));
    packager.drainSegments().forEach(window::add);
    assertGolden("low-latency-before-splice.m3u8", MediaPlaylist.write(window.snapshot()));
    add(Streams.constant(avc(30_000, 1001, 2), 20, 60, 265_265));
    assertGolden("low-latency-splice.m3u8", MediaPlaylist.write(window.snapshot()));
  }

  @Test
  void write_ended_isTheKnownText() {
    add(Streams.constant(NTSC, 60 * 4 + 20, 60, 0));
    packager.flush();
    packager.drainSegments().forEach(window::add);
    window.end();
    assertGolden("low-latency-ended.m3u8", MediaPlaylist.write(window.snapshot()));
    assertEquals(
        MediaPlaylist.write(window.snapshot()), MediaPlaylist.writeDelta(window.snapshot()));
  }

  @Test
  void write_rewindable_isTheKnownText() {
    for (boolean low : new boolean[] {false, true}) {
      SegmentWindow list =
          new SegmentWindow(
              new PlaylistShape(2, low ? 500_000 : 0, true),
              new WindowConfig(60_000_000, 6, 60, 12_000_000, 1 << 20));
      for (int msn = 0; msn < 10; msn++) {
        list.add(Windows.segment(msn, 4, 500_000));
      }
      if (low) {
        list.open(Windows.open(10, 1, 500_000));
      }
      String name = low ? "rewindable-low-latency" : "rewindable";
      assertGolden(name + ".m3u8", MediaPlaylist.write(list.snapshot()));
      assertGolden(name + "-delta.m3u8", MediaPlaylist.writeDelta(list.snapshot()));
      list.end();
      assertGolden(name + "-ended.m3u8", MediaPlaylist.write(list.snapshot()));
    }
  }

  /** Whole frames fill the part target to 85 % at least, or it is chosen so that they do. */
  @ParameterizedTest
  @CsvSource({
    "30000, 1001, 501000",
    "60000, 1001, 501000",
    "24000, 1001, 501000",
    "30, 1, 500000",
    "25, 1, 500000",
    "24, 1, 500000",
    "50, 1, 500000",
    "60, 1, 500000",
    "15, 1, 500000",
    "10, 1, 500000",
    "5, 1, 400000",
    "3, 1, 334000",
    "2, 1, 500000",
    "1, 1, 1000000",
    "0, 0, 500000",
  })
  void partTargetUs_ofEveryRate_isFilledByWholeFrames(int rate, int ticks, long expectedUs) {
    VideoConfig video = avc(Math.max(1, rate), ticks, 1);
    long targetUs = PackagerConfig.partTargetUs(500_000, video);
    assertEquals(expectedUs, targetUs);
    if (ticks > 0) {
      long frames = Math.max(1, targetUs * rate / ticks / 1_000_000);
      double partUs = frames * 1e6 * ticks / rate;
      assertEquals(true, partUs <= targetUs && partUs >= 0.85 * targetUs, "parts of " + partUs);
    }
  }
}
