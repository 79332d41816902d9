package live.understudy.hls;

import static live.understudy.hls.Goldens.assertGolden;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import live.understudy.media.AudioConfig;
import live.understudy.media.ByteSlice;
import live.understudy.media.Colour;
import live.understudy.media.StreamConfig;
import live.understudy.media.VideoConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Init sections of every codec. The configuration boxes' bodies are those that FFmpeg 8 writes for
 * the same streams.
 */
class CodecGoldenTest {
  private static final Colour BT709 = new Colour(1, 1, 1, false);

  private static final VideoConfig AVC_ANAMORPHIC =
      video(
          "avc1",
          "0142c00affe1001a6742c00ada11ec11a808080a000003000200000300641e244d4001000468ce0fc8",
          16,
          11,
          BT709);

  private static final VideoConfig HEVC =
      video(
          "hvc1",
          "0101600000009000000000001ef000fcfdf8f800000f03a00001001840010c01ffff01600000030090000003000003"
              + "001e959009a10001002c42010101600000030090000003000003001ea0208316595912930bc11a80808082"
              + "0000030002000003003210a2000100064401c073c089",
          16,
          11,
          BT709);

  private static final VideoConfig AV1_HDR =
      video("av01", "81004c000a0d00000002aff79b5f2a12201208", 1, 1, new Colour(9, 16, 9, false));

  private static final VideoConfig AV1_FULL_RANGE =
      video("av01", "81000c000a0e02000005157fbc02f81010101040", 1, 1, new Colour(1, 1, 1, true));

  private static final VideoConfig VP9 = video("vp09", "000a820101010000", 4, 3, BT709);

  private static final VideoConfig VP9_HDR =
      video("vp09", "020aa20910090000", 1, 1, new Colour(9, 16, 9, false));

  @Test
  void initSection_ofEveryVideoCodec_isTheKnownOne() {
    assertGolden("init-avc-anamorphic.dump", dump(AVC_ANAMORPHIC, null));
    assertGolden("init-hevc.dump", dump(HEVC, null));
    assertGolden("init-av1-hdr.dump", dump(AV1_HDR, null));
    assertGolden("init-av1-full-range.dump", dump(AV1_FULL_RANGE, null));
    assertGolden("init-vp9.dump", dump(VP9, null));
    assertGolden("init-vp9-hdr.dump", dump(VP9_HDR, null));
  }

  @Test
  void initSection_ofEveryAudioCodec_isTheKnownOne() {
    assertGolden("init-he-aac.dump", dump(null, audio("mp4a", "2b920800", 44_100, 2, 2048)));
    assertGolden(
        "init-opus.dump", dump(null, audio("Opus", "000201380000bb80000000", 48_000, 2, 960)));
    assertGolden(
        "init-opus-surround.dump",
        dump(null, audio("Opus", "000601380000bb800000010402000401020305", 48_000, 6, 960)));
    assertGolden("init-ac3.dump", dump(null, audio("ac-3", "101000", 48_000, 2, 1536)));
    assertGolden("init-eac3.dump", dump(null, audio("ec-3", "0100200400", 48_000, 2, 1536)));
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 64", "16, 11, 93", "4, 3, 85", "1, 2, 32", "65535, 1, 65535", "1, 65535, 1"})
  void trackHeader_pixelsOfAnyShape_widthInSquareOnes(
      int aspectWidth, int aspectHeight, int width) {
    VideoConfig config = video("av01", "81000c00", aspectWidth, aspectHeight, null);
    byte[] bytes = InitSection.of(0, new StreamConfig(config, null)).bytes();
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int tkhd = text.indexOf("tkhd");
    ByteBuffer in = ByteBuffer.wrap(bytes);
    assertEquals(width, in.getShort(tkhd + 80) & 0xFFFF);
    assertEquals(48, in.getShort(tkhd + 84));
    assertEquals(aspectWidth == aspectHeight, !text.contains("pasp"));
    assertEquals(-1, text.indexOf("colr"));
  }

  private static String dump(@Nullable VideoConfig video, @Nullable AudioConfig audio) {
    return BoxDump.of(InitSection.of(0, new StreamConfig(video, audio)).bytes());
  }

  private static VideoConfig video(
      String fourCc, String record, int aspectWidth, int aspectHeight, @Nullable Colour colour) {
    return new VideoConfig(
        fourCc, hex(record), fourCc, 64, 48, 25_000, 1000, aspectWidth, aspectHeight, colour);
  }

  private static AudioConfig audio(
      String fourCc, String record, int sampleRate, int channels, int samples) {
    return new AudioConfig(fourCc, hex(record), fourCc, sampleRate, channels, samples);
  }

  private static ByteSlice hex(String hex) {
    return ByteSlice.of(HexFormat.of().parseHex(hex));
  }
}
