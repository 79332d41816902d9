package live.understudy.ingest.demux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import live.understudy.ingest.BadInputException;
import live.understudy.media.ByteSlice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptionsTest {
  private static final String CC = "B50031 47413934 03 C2FF FC9420 FD8080 FF";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # a message alone; behind a buffering period; behind a long unregistered message
          04 11 B50031 47413934 03 C2FF FC9420 FD8080 FF 80     | true
          00 01 AA 04 08 B50031 47413934 03 80                  | true
          05 03 AABBCC 04 08 B50031 47413934 03 80              | true
          # emulation prevention before and in the message before it
          05 04 000003 00 AA 04 08 B50031 47413934 03 80        | true
          05 03 000003 01 04 08 B50031 47413934 03 80           | true
          # a type of 255 and more, a size of 255 and more
          FF01 01 AA 04 08 B50031 47413934 03 80                | true
          # bar data, another provider, another country, "DTG1", too small
          04 08 B50031 47413934 06 80                           | false
          04 08 B5002F 47413934 03 80                           | false
          04 08 260031 47413934 03 80                           | false
          04 08 B50031 44544731 03 80                           | false
          04 07 B50031 47413934 03 80                           | false
          # another one first, then captions
          04 03 260004 04 08 B50031 47413934 03 80              | true
          04 09 B5003144 54473103 80 04 08 B50031 47413934 03 80 | true
          05 08 B50031 47413934 03 80                           | false
          80                                                    | false
          FFFFFFFF                                              | false
          """)
  void inSei_messages_found(String hex, boolean expected) {
    byte[] bytes = bytes(hex);
    assertEquals(expected, inSei(bytes, bytes.length));
  }

  @Test
  void inSei_everyPrefix_noneUntilTheTypeCode() {
    byte[] bytes = bytes("05 04 000003 00 AA 04 11" + CC);
    int known = 2 + 5 + 2 + 8;
    for (int length = 0; length <= bytes.length; length++) {
      assertEquals(length >= known, inSei(bytes, length), "length " + length);
    }
  }

  @Test
  void avcAndHevcFrames_captionsInTheirSei_areToldAndDoNotChangeTheHash() throws BadInputException {
    AvcScanner avc = new AvcScanner(4, null);
    String slice = "00000003 65AABB";
    avc.scan(ByteSlice.of(bytes(slice)));
    final long plain = avc.hash();
    assertFalse(avc.captions());
    avc.scan(ByteSlice.of(bytes("00000015 06 04 11" + CC + "80" + slice)));
    assertTrue(avc.captions());
    assertEquals(plain, avc.hash());
    avc.scan(ByteSlice.of(bytes(slice)));
    assertFalse(avc.captions());

    HevcScanner hevc = new HevcScanner(4, null);
    hevc.scan(ByteSlice.of(bytes("00000016 4E01 04 11" + CC + "80 00000003 2601AA")));
    assertTrue(hevc.captions() && hevc.keyframe());
    // A suffix SEI (type 40) is no place for captions.
    hevc.scan(ByteSlice.of(bytes("00000016 5001 04 11" + CC + "80 00000003 2601AA")));
    assertFalse(hevc.captions());
  }

  @Test
  void av1TemporalUnit_captionsInMetadata_areToldAndDoNotChangeTheHash() throws BadInputException {
    Av1Scanner scanner = new Av1Scanner(false, null);
    String frame = "32 02 10AA";
    scanner.scan(ByteSlice.of(bytes("1200" + frame)));
    final long plain = scanner.hash();
    assertTrue(scanner.keyframe() && !scanner.captions());
    scanner.scan(ByteSlice.of(bytes("1200 2A 12 04" + CC + frame)));
    assertTrue(scanner.captions());
    assertEquals(plain, scanner.hash());
    scanner.scan(ByteSlice.of(bytes("2A 04 01 AABBCC" + frame)));
    assertFalse(scanner.captions());
  }

  private static boolean inSei(byte[] bytes, int length) {
    AvcScanner scanner = new AvcScanner(4, null);
    scanner.onSei(bytes, 0, length);
    return scanner.captions();
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
