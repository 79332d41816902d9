package live.understudy.failover.slate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import live.understudy.media.AccessUnit;
import live.understudy.media.ByteSlice;
import live.understudy.media.StreamConfig;
import live.understudy.media.TrackType;
import live.understudy.media.VideoConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UncaptionedTest {
  private static final String AVC = "01 64001F FF E1";
  private static final String HEVC = "01".repeat(21) + "FF";
  private static final String CC = "04 0E B50031 47413934 03 C1FF FC9420 FF 80";

  private static final String T35 = "B500314741393403";

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", "").replace("CC", CC.replace(" ", "")));
  }

  private static VideoConfig config(String fourCc, String decoderConfig) {
    return new VideoConfig(
        fourCc, ByteSlice.of(bytes(decoderConfig)), fourCc, 640, 360, 30_000, 1000);
  }

  private static AccessUnit picture(byte[] data, boolean captions) {
    byte[] around = new byte[data.length + 5];
    System.arraycopy(data, 0, around, 3, data.length);
    ByteSlice slice = new ByteSlice(around, 3, data.length);
    return new AccessUnit(TrackType.VIDEO, 0, 0, true, slice, 5, 0, captions, null, List.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # an SEI NAL unit with captions goes, others and the slices stay
          avc1 | 00000012 06 CC 00000002 65AA | 00000002 65AA
          avc1 | 00000002 0910 00000012 06 CC 00000002 65AA 00000002 65AB | 00000002 0910 00000002 65AA 00000002 65AB
          avc1 | 00000003 060501 00000012 06 CC 00000002 65AA | 00000003 060501 00000002 65AA
          avc1 | 00000012 06 CC 00000012 06 CC 00000002 65AA | 00000002 65AA
          # what looks like captions within a slice, other registered user data
          avc1 | 00000012 65 CC | 00000012 65 CC
          avc1 | 00000005 06 04 02 B5003C 00000002 65AA | 00000005 06 04 02 B5003C 00000002 65AA
          hvc1 | 00000013 4E01 CC 00000002 2601 | 00000002 2601
          hvc1 | 00000013 2601 CC | 00000013 2601 CC
          """)
  void of_captionedPicture_hasNoneLeft(String fourCc, String data, String expected) {
    VideoConfig config = config(fourCc, fourCc.equals("avc1") ? AVC : HEVC);
    assertArrayEquals(
        bytes(expected), Uncaptioned.of(config, picture(bytes(data), true)).toArray());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # metadata with captions goes, the sequence header, the frame and other metadata stay
          2A 0D 04 T35 C1FF FFFF 32 02 10AA        | 32 02 10AA
          0A 01 00 2A 09 04 T35 2A 09 04 T35 32 02 10AA 32 01 30 | 0A 01 00 32 02 10AA 32 01 30
          2E 08 09 04 T35 36 08 02 10AA            | 36 08 02 10AA
          2A 01 05 2A 04 04 B5003C 2A 09 05 T35 32 02 10AA | 2A 01 05 2A 04 04 B5003C 2A 09 05 T35 32 02 10AA
          # a size of two bytes, none behind the last header, captions in a frame
          2A 8900 04 T35 32 02 10AA                | 32 02 10AA
          2A 09 04 T35 30 10AA                     | 30 10AA
          32 02 10AA 28 04 T35                     | 32 02 10AA
          32 09 04 T35                             | 32 09 04 T35
          # broken ones
          32 05 10AA                               | 32 05 10AA
          32 FFFFFFFFFFFFFFFFFFFFFF                | 32 FFFFFFFFFFFFFFFFFFFFFF
          36                                       | 36
          """)
  void of_captionedAv1Picture_hasNoneLeft(String data, String expected) {
    VideoConfig config = config("av01", AVC);
    assertArrayEquals(
        bytes(expected.replace("T35", T35)),
        Uncaptioned.of(config, picture(bytes(data.replace("T35", T35)), true)).toArray());
  }

  @Test
  void of_av1CutAnywhere_nothingIsReadBeyondTheEnd() {
    byte[] whole = bytes("2E 08 8900 04" + T35 + "32 02 10AA 2A 09 04" + T35);
    for (int length = 0; length <= whole.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(whole, length);
      assertTrue(Uncaptioned.of(config("av01", AVC), picture(cut, true)).length() <= length);
    }
    assertEquals(4, Uncaptioned.of(config("av01", AVC), picture(whole, true)).length());
  }

  @Test
  void of_lengthsOfTwoBytesAndThoseThatLie_nothingIsReadBeyondTheEnd() {
    VideoConfig config = config("avc1", "01 64001F FD E1");
    assertArrayEquals(
        bytes("0002 65AA"),
        Uncaptioned.of(config, picture(bytes("0012 06 CC 0002 65AA"), true)).toArray());
    byte[] whole = bytes("0002 65AA 0012 06 CC");
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(whole, length);
      Uncaptioned.of(config, picture(cut, true));
    }
  }

  @Test
  void of_pictureWithoutCaptionsOrOfAnotherCodec_isTheSameBytes() {
    AccessUnit plain = picture(bytes("00000012 06 CC"), false);
    assertSame(plain.data(), Uncaptioned.of(config("avc1", AVC), plain));
    AccessUnit captioned = picture(bytes("00000012 06 CC"), true);
    assertSame(captioned.data(), Uncaptioned.of(config("vp09", AVC), captioned));
    assertSame(captioned.data(), Uncaptioned.of(config("avc1", "01"), captioned));
  }

  @Test
  void slate_ofACaptionedPicture_saysNothing() {
    VideoConfig config = config("avc1", AVC);
    AccessUnit captioned = picture(bytes("00000012 06 CC 00000002 65AA"), true);
    Slate slate =
        java.util.Objects.requireNonNull(
            Slate.of(new StreamConfig(config, null), captioned, Slate.PICTURE_EVERY_NS));
    slate.begin(0, 0);
    for (AccessUnit unit : slate.until(2_000_000_000L, 0)) {
      assertEquals(6, unit.data().length());
    }
  }
}
