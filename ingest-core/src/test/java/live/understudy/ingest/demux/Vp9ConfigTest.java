package live.understudy.ingest.demux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import live.understudy.ingest.BadInputException;
import live.understudy.media.ByteSlice;
import live.understudy.media.Colour;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sequence headers of VP9, and what keyframes make of them. */
class Vp9ConfigTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # profile, bits, color_space, range, subsampling, size
          0 |  8 | 2 | false | true  | true  | 1920 | 1080
          0 |  8 | 0 | true  | true  | true  | 1 | 1
          1 |  8 | 1 | false | true  | false | 720 | 576
          1 |  8 | 3 | false | false | true  | 720 | 480
          1 |  8 | 7 | true  | false | false | 64 | 48
          2 | 10 | 5 | false | true  | true  | 3840 | 2160
          2 | 12 | 6 | true  | true  | true  | 65536 | 65536
          3 | 10 | 4 | true  | false | false | 320 | 180
          3 | 12 | 7 | true  | false | false | 320 | 180
          """)
  void keyframe_ofEveryKind_isReadAsWritten(
      int profile,
      int bitDepth,
      int colourSpace,
      boolean fullRange,
      boolean halfWidth,
      boolean halfHeight,
      int width,
      int height)
      throws BadInputException {
    Vp9Keyframe written =
        new Vp9Keyframe(
            profile, bitDepth, colourSpace, fullRange, halfWidth, halfHeight, width, height);
    for (boolean shown : new boolean[] {true, false}) {
      byte[] bytes = Vp9Bits.keyframe(written, shown);
      byte[] within = new byte[bytes.length + 6];
      System.arraycopy(bytes, 0, within, 3, bytes.length);
      assertEquals(written, Vp9Keyframe.read(new ByteSlice(within, 3, bytes.length)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # header, keyframe: profile, bits, color_space, range, half width and height, size
          # then what is served: record, codec string, colours
          # as FFmpeg sends it, with the box's version and flags; and without them
          01000000 000A820101010000 | 0,8,2,0,1,1,64,48       | 000A820101010000 | vp09.00.10.08 | 1 1 1
          000A820101010000          | 0,8,2,0,1,1,64,48       | 000A820101010000 | vp09.00.10.08 | 1 1 1
          # nothing is said of colours; only the picture says it; only the record does
          001F820202020000          | 0,8,0,0,1,1,1280,720    | 001F820202020000 | vp09.00.31.08 |
          001F820000000000          | 0,8,0,0,1,1,1280,720    | 001F820202020000 | vp09.00.31.08 |
          001F820202020000          | 0,8,2,0,1,1,1280,720    | 001F820101010000 | vp09.00.31.08 | 1 1 1
          001F820202020000          | 0,8,1,0,1,1,1280,720    | 001F820506050000 | vp09.00.31.08 | 5 6 5
          001F820106060000          | 0,8,0,0,1,1,1280,720    | 001F820106060000 | vp09.00.31.08 | 1 6 6
          # the record has both numbers of BT.601; it contradicts the picture
          001F820506060000          | 0,8,1,0,1,1,1280,720    | 001F820506060000 | vp09.00.31.08 | 5 6 6
          001F820101010000          | 0,8,3,0,1,1,1280,720    | 001F820606060000 | vp09.00.31.08 | 6 6 6
          # the level: unknown, none there is, too low for the size, higher than the size needs
          0000820101010000          | 0,8,2,0,1,1,1920,1080   | 0028820101010000 | vp09.00.40.08 | 1 1 1
          00FF820101010000          | 0,8,2,0,1,1,320,180     | 000B820101010000 | vp09.00.11.08 | 1 1 1
          000A820101010000          | 0,8,2,0,1,1,3840,2160   | 0032820101010000 | vp09.00.50.08 | 1 1 1
          0029820101010000          | 0,8,2,0,1,1,640,360     | 0029820101010000 | vp09.00.41.08 | 1 1 1
          000A820101010000          | 0,8,2,0,1,1,2000,10     | 001E820101010000 | vp09.00.30.08 | 1 1 1
          000A820101010000          | 0,8,2,0,1,1,16384,16384 | 003E820101010000 | vp09.00.62.08 | 1 1 1
          # what decides whether a player can show it: range, chroma, many colours, bright ones
          000A830101010000          | 0,8,2,1,1,1,64,48       | 000A830101010000 | vp09.00.10.08.01.01.01.01.01 | 1 1 1 full
          000A800202020000          | 0,8,0,1,1,1,64,48       | 000A810202020000 | vp09.00.10.08.00.02.02.02.01 | 2 2 2 full
          010A840202020000          | 1,8,0,0,1,0,64,48       | 010A840202020000 | vp09.01.10.08.02.01.01.01.00 |
          010A860101010000          | 1,8,2,0,0,0,64,48       | 010A860101010000 | vp09.01.10.08.03.01.01.01.00 | 1 1 1
          010A86010D000000          | 1,8,7,1,0,0,64,48       | 010A87010D000000 | vp09.01.10.08.03.01.13.00.01 | 1 13 0 full
          020AA20910090000          | 2,10,5,0,1,1,64,48      | 020AA20910090000 | vp09.02.10.10.01.09.16.09.00 | 9 16 9
          020AA209120A0000          | 2,10,5,0,1,1,64,48      | 020AA209120A0000 | vp09.02.10.10.01.09.18.10.00 | 9 18 10
          020AA20202020000          | 2,12,5,0,1,1,64,48      | 020AC2090E090000 | vp09.02.10.12.01.09.14.09.00 | 9 14 9
          # the record is of another encode: what the picture says counts
          000A820101010000          | 2,10,2,0,1,1,64,48      | 020AA20101010000 | vp09.02.10.10 | 1 1 1
          010A860101010000          | 0,8,2,0,1,1,64,48       | 000A820101010000 | vp09.00.10.08 | 1 1 1
          """)
  void format_ofHeaderAndKeyframe_isWhatBothSay(
      String header, String keyframe, String record, String codec, @Nullable String colour)
      throws BadInputException {
    VideoFormat format = format(header, Vp9Bits.keyframe(keyframe(keyframe), true));
    assertEquals(record, HexFormat.of().withUpperCase().formatHex(format.record().toArray()));
    assertEquals(codec, format.rfc6381());
    assertEquals(colour, text(format.picture().vui().colour()));
    assertEquals(
        keyframe(keyframe).width() + "x" + keyframe(keyframe).height(),
        format.picture().width() + "x" + format.picture().height());
    assertTrue(format.isComplete());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                        | no configuration record
          00                        | no configuration record
          000A8201010100            | no configuration record
          01000000 000A8201010100   | profile 1 and 0 bits
          00000000 000A820101010000 | profile 0 and 0 bits
          02000000 000A820101010000 | profile 2 and 0 bits
          040A820101010000          | profile 4 and 8 bits
          000A920101010000          | profile 0 and 9 bits
          01000001 000A820101010000 | profile 1 and 0 bits
          """)
  void parse_headerThatIsNone_reason(String header, String part) {
    BadInputException e = assertThrows(BadInputException.class, () -> parse(header));
    assertTrue(e.reason().contains(part), e.reason());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1,8,2,0,0,1,64,48         | 4:4:0
          0,8,7,1,1,1,64,48         | RGB in profile 0
          2,10,7,1,1,1,64,48        | RGB in profile 2
          0,8,2,0,1,1,16385,48      | a picture of 16385 by 48
          0,8,2,0,1,1,48,65536      | a picture of 48 by 65536
          """)
  void format_keyframeThatCannotBeServed_reason(String keyframe, String part) {
    byte[] bytes = Vp9Bits.keyframe(keyframe(keyframe), true);
    BadInputException e =
        assertThrows(BadInputException.class, () -> format("000A820101010000", bytes));
    assertTrue(e.reason().contains(part), e.reason());
  }

  @Test
  void parse_everyPrefixAndNoise_valueOrReason() throws BadInputException {
    byte[] whole = HexFormat.of().parseHex("01000000020AA20910090000");
    byte[] frame = Vp9Bits.keyframe(new Vp9Keyframe(2, 10, 5, false, true, true, 64, 48), true);
    for (int length = 0; length < whole.length; length++) {
      assertFalse(isValue(Arrays.copyOf(whole, length), frame), "prefix of " + length);
    }
    for (int length = 0; length < 10; length++) {
      assertFalse(isValue(whole, Arrays.copyOf(frame, length)), "frame of " + length);
    }
    int values = 0;
    for (int seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      byte[] record = noise(whole, random);
      values += isValue(record, noise(frame, random)) ? 1 : 0;
    }
    assertTrue(values > 1_000 && values < 19_000, values + " values");
  }

  private static byte[] noise(byte[] whole, Random random) {
    byte[] noise = whole.clone();
    for (int i = random.nextInt(3); i > 0; i--) {
      noise[random.nextInt(noise.length)] = (byte) random.nextInt(256);
    }
    return noise;
  }

  private static boolean isValue(byte[] record, byte[] frame) {
    try {
      VideoFormat header = VideoFormat.parse("vp09", ByteSlice.of(record));
      header.scanner().scan(ByteSlice.of(frame));
      VideoFormat format = header.scanner().format();
      return format != null && format.rfc6381().startsWith("vp09.");
    } catch (BadInputException e) {
      assertFalse(e.reason().isEmpty());
      return false;
    }
  }

  private static VideoFormat parse(String header) throws BadInputException {
    ByteSlice bytes = ByteSlice.of(HexFormat.of().parseHex(header.replace(" ", "")));
    VideoFormat format = VideoFormat.parse("vp09", bytes);
    assertFalse(format.isComplete());
    assertTrue(format.isFrom("vp09", bytes));
    return format;
  }

  private static VideoFormat format(String header, byte[] frame) throws BadInputException {
    FrameScanner scanner = parse(header).scanner();
    scanner.scan(ByteSlice.of(frame));
    return Objects.requireNonNull(scanner.format());
  }

  private static Vp9Keyframe keyframe(String text) {
    int[] n = Arrays.stream(text.split(",")).mapToInt(Integer::parseInt).toArray();
    return new Vp9Keyframe(n[0], n[1], n[2], n[3] == 1, n[4] == 1, n[5] == 1, n[6], n[7]);
  }

  private static @Nullable String text(@Nullable Colour colour) {
    return colour == null
        ? null
        : colour.primaries()
            + " "
            + colour.transfer()
            + " "
            + colour.matrix()
            + (colour.fullRange() ? " full" : "");
  }
}
