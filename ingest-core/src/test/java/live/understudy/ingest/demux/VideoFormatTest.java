package live.understudy.ingest.demux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.Random;
import live.understudy.ingest.BadInputException;
import live.understudy.media.ByteSlice;
import live.understudy.media.Colour;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideoFormatTest {
  /** x265: 64x48, pixels 16:11, BT.709, 25 frames per second. */
  private static final String HVCC =
      "0101600000009000000000001ef000fcfdf8f800000f03200001001840010c01ffff01600000030090000003000003"
          + "001e959009210001002c42010101600000030090000003000003001ea0208316595912930bc11a808080820"
          + "000030002000003003210220001"
          + "00064401c073c089";

  /** SVT-AV1: 64x48, BT.709, 25 frames per second. */
  private static final String AV1C = "81000c000a0e02000005157fbc02f81010101040";

  @ParameterizedTest
  @CsvSource({
    // profile byte, compatibility flags, constraint bytes, level, codec string
    "01, 60000000, 900000000000, 5D, hvc1.1.6.L93.90",
    "02, 20000000, B00000000000, 99, hvc1.2.4.L153.B0",
    "24, 08000000, 9D0800000000, 5A, hvc1.4.10.H90.9D.8",
    "41, 80000001, 000000000001, 78, hvc1.A1.80000001.L120.0.0.0.0.0.1",
    "01, 60000000, 000000000000, 5D, hvc1.1.6.L93"
  })
  void hevc_profiles_codecString(
      String profile, String compatibility, String constraints, String level, String codec)
      throws BadInputException {
    String header = "01" + profile + compatibility + constraints + level;
    assertEquals(codec, format("hvc1", header + HVCC.substring(header.length())).rfc6381());
  }

  @Test
  void hevc_parameterSets_areMarkedComplete() throws BadInputException {
    VideoFormat format = format("hvc1", HVCC);
    String record = HexFormat.of().formatHex(format.record().toArray());
    assertEquals(
        HVCC.replace("0320000100", "03a0000100")
            .replace("0921000100", "09a1000100")
            .replace("1022000100", "10a2000100"),
        record);
    assertTrue(format.isFrom("hvc1", ByteSlice.of(bytes(HVCC))));
    assertFalse(format.isFrom("avc1", ByteSlice.of(bytes(HVCC))));
  }

  @Test
  void hevc_encodersDescriptionOfItself_isLeftOutAndOtherSeiStays() throws BadInputException {
    // Five arrays; before the parameter sets mastering display colours, behind them two messages.
    String colours = "270001 0005 4E01 89 01 80";
    String options = "270001 0006 4E01 05 02 7878";
    String head = HVCC.substring(0, 44);
    String sets = HVCC.substring(46);
    VideoFormat plain = format("hvc1", HVCC);
    VideoFormat described = format("hvc1", head + "04" + sets + options);
    assertEquals(plain.record(), described.record());
    VideoFormat both = format("hvc1", head + "05" + colours + sets + options);
    VideoFormat withColours = format("hvc1", head + "04" + colours + sets);
    assertEquals(withColours.record(), both.record());
    assertEquals(plain.record().length() + 10, both.record().length());
  }

  @ParameterizedTest
  @CsvSource({
    // byte that is changed in the AV1 record, its new value, codec string
    "1, 00, av01.0.00M.08",
    "1, 0D, av01.0.13M.08",
    "1, 2D, av01.1.13M.08",
    "2, 8C, av01.0.00H.08",
    "2, 4C, av01.0.00M.10",
    "2, 6C, av01.0.00M.12",
    "2, 1C, av01.0.00M.08.1.110.01.01.01.0",
    "2, 08, av01.0.00M.08.0.100.01.01.01.0",
    "2, 0E, av01.0.00M.08"
  })
  void av1_records_codecString(int at, String value, String codec) throws BadInputException {
    String record = AV1C.substring(0, 2 * at) + value + AV1C.substring(2 * at + 2);
    assertEquals(codec, format("av01", record).rfc6381());
  }

  @Test
  void everyFormat_picture() throws BadInputException {
    PictureFormat hevc = format("hvc1", HVCC).picture();
    Colour bt709 = new Colour(1, 1, 1, false);
    TimecodeFormat hevcTimecode = new TimecodeFormat(TimecodeFormat.Syntax.HEVC, 0, 24, 1, 25);
    assertEquals(new PictureFormat(64, 48, new Vui(16, 11, bt709, 25, hevcTimecode)), hevc);
    PictureFormat av1 = format("av01", AV1C).picture();
    assertEquals(new PictureFormat(64, 48, new Vui(1, 1, bt709, 0, null)), av1);
    PictureFormat avc =
        AvcSps.parse(ByteSlice.of(bytes("6742c00ada11ec11a808080a000003000200000300641e244d40")));
    assertEquals(new PictureFormat(64, 48, new Vui(16, 11, bt709, 25, null)), avc);
  }

  @ParameterizedTest
  @CsvSource({
    "hvc1, 02, not the version",
    "hvc1, 010160000000900000000000, cut short",
    "av01, 81000c00, no sequence header",
    "av01, 01000c000a0e02000005157fbc02f81010101040, no marker",
    "av01, 81000c008a0e02000005157fbc02f81010101040, forbidden bit",
    "av01, 81000c000affffffffffffffffff01, size beyond",
    "avc1, 0142c00affe10000, no SPS"
  })
  void records_broken_reason(String fourCc, String hex, String why) {
    assertThrows(BadInputException.class, () -> format(fourCc, hex), why);
  }

  @Test
  void records_everyPrefixAndNoise_valueOrReason() {
    int values = 0;
    for (String[] record : new String[][] {{"hvc1", HVCC}, {"av01", AV1C}}) {
      byte[] bytes = bytes(record[1]);
      for (int length = 0; length <= bytes.length; length++) {
        values += isValue(record[0], java.util.Arrays.copyOf(bytes, length)) ? 1 : 0;
      }
      for (int seed = 0; seed < 20_000; seed++) {
        Random random = new Random(seed);
        byte[] noise = bytes.clone();
        for (int i = random.nextInt(1, 8); i > 0; i--) {
          noise[random.nextInt(noise.length)] = (byte) random.nextInt(256);
        }
        values += isValue(record[0], noise) ? 1 : 0;
      }
    }
    assertTrue(values > 1_000 && values < 40_000, values + " values");
  }

  @Test
  void hevc_spsWithoutReadableRest_sizeIsKnown() throws BadInputException {
    byte[] sps =
        bytes(
            "42010101600000030090000003000003001ea0208316595912930bc11a80808082000003000200000300321");
    PictureFormat cut = HevcSps.parse(ByteSlice.of(sps).slice(0, 27));
    assertEquals("64x48", cut.width() + "x" + cut.height());
    assertNull(cut.vui().colour());
  }

  @ParameterizedTest
  @CsvSource({
    // NAL unit header, keyframe, leading, picture
    "2601, true, false, true",
    "2801, true, false, true",
    "2A01, true, false, true",
    "2001, true, false, true",
    "1001, false, true, true",
    "1201, false, true, true",
    "0C01, false, false, true",
    "0201, false, false, true",
    "4001, false, false, false",
    "4601, false, false, false",
    "2609, false, false, false",
    "2701, false, false, false"
  })
  void hevc_nalUnits_kinds(String header, boolean keyframe, boolean leading, boolean picture)
      throws BadInputException {
    HevcScanner scanner = new HevcScanner(2, null);
    scanner.scan(ByteSlice.of(bytes("0003" + header + "AA")));
    assertEquals(keyframe, scanner.keyframe());
    assertEquals(leading, scanner.leading());
    assertEquals(picture, scanner.picture());
  }

  @ParameterizedTest
  @CsvSource({
    // OBUs, keyframe, picture
    "32 01 10, true, true",
    "1A 01 10, true, true",
    "30 10AA, true, true",
    "36 00 01 10, true, true",
    "32 01 00, false, true",
    "32 01 30, false, true",
    "1A 01 98, false, true",
    "32 01 30 32 01 10, false, true",
    "12 00, false, false",
    "0A 01 AA, false, false"
  })
  void av1_temporalUnits_kinds(String hex, boolean keyframe, boolean picture)
      throws BadInputException {
    Av1Scanner scanner = new Av1Scanner(false, null);
    scanner.scan(ByteSlice.of(bytes(hex)));
    assertEquals(keyframe, scanner.keyframe());
    assertEquals(picture, scanner.picture());
  }

  @Test
  void av1_delimiterAndSequenceHeader_notInTheHashAndTheDelimiterNotInTheSample()
      throws BadInputException {
    Av1Scanner scanner = new Av1Scanner(false, null);
    ByteSlice bare = ByteSlice.of(bytes("32 02 10AA"));
    ByteSlice dressed = ByteSlice.of(bytes("1200 0A01AA 32 02 10AA 7A 01 00"));
    scanner.scan(bare);
    final long hash = scanner.hash();
    scanner.scan(dressed);
    assertEquals(hash, scanner.hash());
    assertEquals(dressed.slice(2, dressed.length() - 2), scanner.sample(dressed));
    assertEquals(bare, scanner.sample(bare));
  }

  private static boolean isValue(String fourCc, byte[] record) {
    try {
      VideoFormat.parse(fourCc, ByteSlice.of(record));
      return true;
    } catch (BadInputException e) {
      assertFalse(e.reason().isEmpty());
      return false;
    }
  }

  private static VideoFormat format(String fourCc, String hex) throws BadInputException {
    return VideoFormat.parse(fourCc, ByteSlice.of(bytes(hex)));
  }

  private static byte[] bytes(String hex) {
    String packed = hex.replace(" ", "");
    return HexFormat.of().parseHex(packed.substring(0, packed.length() & ~1));
  }
}
