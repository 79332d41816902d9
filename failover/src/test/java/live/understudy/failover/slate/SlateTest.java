package live.understudy.failover.slate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import live.understudy.media.AccessUnit;
import live.understudy.media.AudioConfig;
import live.understudy.media.ByteSlice;
import live.understudy.media.StreamConfig;
import live.understudy.media.TrackType;
import live.understudy.media.VideoConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlateTest {

  private static final long SECOND = 1_000_000_000L;
  private static final VideoConfig VIDEO =
      new VideoConfig("avc1", ByteSlice.of(new byte[4]), "avc1.64001f", 640, 360, 30_000, 1000);
  private static final AccessUnit KEYFRAME =
      new AccessUnit(TrackType.VIDEO, 77, 0, true, ByteSlice.of(new byte[9000]), 5, 0);

  private static AudioConfig sound(String fourCc, int channels, int samples) {
    return new AudioConfig(fourCc, ByteSlice.EMPTY, fourCc, 48_000, channels, samples);
  }

  private static Slate slate(StreamConfig config) {
    return Objects.requireNonNull(Slate.of(config, KEYFRAME, Slate.PICTURE_EVERY_NS));
  }

  @ParameterizedTest
  @CsvSource({
    "mp4a, 1, 1024, true",
    "mp4a, 2, 1024, true",
    "mp4a, 6, 2048, true",
    "mp4a, 7, 1024, false",
    "Opus, 2, 120, true",
    "Opus, 2, 960, true",
    "Opus, 1, 2880, true",
    "Opus, 2, 961, false",
    "Opus, 6, 960, false",
    "ac-3, 2, 1536, false",
    "ec-3, 2, 1536, false"
  })
  void of_configuration_knowsItsSilenceOrSaysSo(
      String fourCc, int channels, int samples, boolean known) {
    AudioConfig audio = sound(fourCc, channels, samples);
    assertEquals(known, Silence.of(audio) != null);
    assertEquals(
        known, Slate.of(new StreamConfig(VIDEO, audio), KEYFRAME, Slate.PICTURE_EVERY_NS) != null);
  }

  @Test
  void until_anHour_givesPicturesTwiceASecondAndSoundWithoutAHoleOfSharedBytes() {
    Slate slate = slate(new StreamConfig(VIDEO, sound("mp4a", 2, 1024)));
    slate.begin(10 * SECOND, 10 * SECOND);
    long pictures = 0;
    long nextSound = 10 * 48_000;
    @Nullable ByteSlice silence = null;
    for (long second = 10; second <= 3610; second++) {
      for (AccessUnit unit : slate.until(second * SECOND, 3)) {
        assertTrue(unit.keyframe());
        assertEquals(3, unit.arrivedNs());
        if (unit.track() == TrackType.VIDEO) {
          assertEquals(10 * 30_000 + pictures++ * 15_000, unit.dts());
          assertSame(KEYFRAME.data(), unit.data());
        } else {
          assertEquals(nextSound, unit.dts());
          nextSound += 1024;
          ByteSlice data = unit.data().bytes();
          silence = silence == null ? data : silence;
          assertSame(silence, data);
        }
      }
    }
    assertEquals(7200, pictures);
    assertEquals(3610 * 48_000, nextSound, 1024);
  }

  @Test
  void backTo_whatWasTakenBack_isGivenAgain() {
    Slate slate = slate(new StreamConfig(VIDEO, sound("mp4a", 2, 1024)));
    slate.begin(0, 0);
    List<AccessUnit> before = slate.until(3 * SECOND, 0);
    assertEquals(List.of(), slate.until(3 * SECOND, 0));
    slate.backTo(0, 0);
    assertEquals(before, slate.until(3 * SECOND, 0));
    slate.backTo(9 * SECOND, 9 * SECOND);
    assertTrue(slate.until(4 * SECOND, 0).size() > 40, "never forward");
  }

  @Test
  void until_withoutSoundOrPictures_givesTheOther() {
    Slate silent = slate(new StreamConfig(VIDEO, null));
    silent.begin(0, 0);
    assertEquals(4, silent.until(2 * SECOND, 0).size());
    Slate dark = slate(new StreamConfig(null, sound("mp4a", 1, 1024)));
    dark.begin(0, 0);
    List<AccessUnit> sounds = dark.until(SECOND, 0);
    assertEquals(47, sounds.size());
    assertNotNull(sounds.getFirst());
    assertNull(
        Slate.of(new StreamConfig(null, sound("ac-3", 1, 1536)), KEYFRAME, Slate.PICTURE_EVERY_NS));
  }
}
