package live.understudy.hls;

import static live.understudy.hls.Goldens.assertGolden;
import static live.understudy.hls.Streams.avc;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import live.understudy.media.AudioConfig;
import live.understudy.media.ByteSlice;
import live.understudy.media.StreamConfig;
import live.understudy.media.VideoConfig;
import org.junit.jupiter.api.Test;

class GoldenTest {

  private static final VideoConfig VIDEO = avc(30_000, 1000, 1);

  private static Sample sample(long dts, int duration, int offset, boolean sync, int... data) {
    byte[] bytes = new byte[data.length];
    for (int i = 0; i < data.length; i++) {
      bytes[i] = (byte) data[i];
    }
    return new Sample(dts, duration, offset, sync, ByteSlice.of(bytes));
  }

  @Test
  void initSection_ofEveryKindOfStream_isTheKnownOne() {
    assertGolden(
        "init-video-audio.dump",
        BoxDump.of(InitSection.of(0, new StreamConfig(VIDEO, Streams.AAC)).bytes()));
    assertGolden(
        "init-video.dump", BoxDump.of(InitSection.of(0, new StreamConfig(VIDEO, null)).bytes()));
    assertGolden(
        "init-audio.dump",
        BoxDump.of(InitSection.of(0, new StreamConfig(null, Streams.AAC)).bytes()));
  }

  @Test
  void initSection_equalConfigurations_giveEqualBytesWhateverTheNumber() {
    assertArrayEquals(
        InitSection.of(0, new StreamConfig(avc(30_000, 1000, 1), Streams.AAC)).bytes(),
        InitSection.of(9, new StreamConfig(VIDEO, Streams.AAC)).bytes());
  }

  @Test
  void initSection_unknownCodec_isRefused() {
    VideoConfig strange = new VideoConfig("zzzz", ByteSlice.EMPTY, "zzzz", 2, 2, 30, 1);
    AudioConfig strangeSound = new AudioConfig("zzzz", ByteSlice.EMPTY, "zzzz", 8000, 1, 160);
    assertThrows(
        IllegalArgumentException.class, () -> InitSection.of(0, new StreamConfig(strange, null)));
    assertThrows(
        IllegalArgumentException.class,
        () -> InitSection.of(0, new StreamConfig(null, strangeSound)));
  }

  @Test
  void fragment_ofEveryKind_isTheKnownOne() {
    List<Sample> video =
        List.of(
            sample(60_000, 1000, 2000, true, 1, 2, 3),
            sample(61_000, 1000, 4000, false, 4),
            sample(62_000, 1000, -1000, false, 5, 6));
    List<Sample> audio =
        List.of(sample(96_000, 1024, 0, true, 0xA, 0xB), sample(97_024, 1024, 0, true, 0xC));
    assertGolden("fragment-video-audio.dump", dump(7, video, audio));
    assertGolden("fragment-video.dump", dump(8, video, List.of()));
    assertGolden("fragment-audio.dump", dump(9, List.of(), audio));
  }

  private static String dump(int sequence, List<Sample> video, List<Sample> audio) {
    return BoxDump.of(Fragment.write(MediaMemory.HEAP, sequence, 90_000, video, audio).toArray());
  }

  @Test
  void playlists_ofAShortProgram_areTheKnownOnes() {
    Packager packager = Streams.packager(2, Streams.config(30_000, 1000));
    packager.anchorWallClock(0, 1_700_000_000_000L);
    SegmentWindow window =
        new SegmentWindow(PlaylistShape.classic(2), new WindowConfig(30_000_000, 4, 60));
    Streams.constant(VIDEO, 150, 60, 0).forEach(packager::add);
    packager.configure(new StreamConfig(avc(30_000, 1000, 2), Streams.AAC));
    Streams.constant(VIDEO, 130, 60, 150_000).forEach(packager::add);
    packager.markDiscontinuity();
    Streams.constant(VIDEO, 60, 60, 900_000).forEach(packager::add);
    packager.flush();
    packager.drainSegments().forEach(window::add);
    assertGolden("media.m3u8", MediaPlaylist.write(window.snapshot()));
    assertGolden("index.m3u8", MultivariantPlaylist.write(window.snapshot(), "media.m3u8"));
    window.end();
    assertGolden("media-ended.m3u8", MediaPlaylist.write(window.snapshot()));
  }
}
