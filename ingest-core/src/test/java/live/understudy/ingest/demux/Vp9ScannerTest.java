package live.understudy.ingest.demux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import live.understudy.ingest.BadInputException;
import live.understudy.media.ByteSlice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames and superframes of VP9. */
class Vp9ScannerTest {
  private static final ByteSlice HEADER =
      ByteSlice.of(HexFormat.of().parseHex("010000000014820101010000"));

  /** A shown key frame of 64x48. */
  private static final String KEY = hex(Vp9Bits.keyframe(64, 48));

  private static final String HIDDEN_KEY =
      hex(Vp9Bits.keyframe(new Vp9Keyframe(0, 8, 2, false, true, true, 64, 48), false));
  private static final String KEY_OF_PROFILE_3 =
      hex(Vp9Bits.keyframe(new Vp9Keyframe(3, 10, 2, false, false, false, 64, 48), true));

  private final FrameScanner scanner = VideoFormat.parse("vp09", HEADER).scanner();

  Vp9ScannerTest() throws BadInputException {}

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # frames, keyframe
          KEY                             | true
          KEY_OF_PROFILE_3                | true
          # inter, of profiles 0 to 3
          86AA                            | false
          A6AA                            | false
          96AA                            | false
          B3AA                            | false
          86C1                            | false
          # a frame shown again, which has its number and nothing else; the same of profile 3
          8A                              | false
          B5                              | false
          # superframes of frames with their sizes in 1 to 4 bytes
          84AA 86BB C1 02 02 C1           | false
          84AA 86BB C9 0200 0200 C9       | false
          84AA 86BB D1 020000 020000 D1   | false
          84AA 86BB D9 02000000 02000000 D9 | false
          86AA C0 02 C1                   | false
          HIDDEN_KEY 86BB C1 0E 02 C1     | true
          KEY 8A C1 0E 01 C1              | true
          # a key frame behind another frame
          86BB KEY C1 02 0E C1            | false
          # what follows the last frame is nobody's
          84AA 86BB 00 C1 02 02 C1        | false
          # no index: another first byte, more frames than there are bytes, another marker
          86AA 86BB C0 02 02 C1           | false
          86AA C7                         | false
          86AA 86BB A1 02 02 A1           | false
          """)
  void scan_framesOfAllKinds_tellKeyframes(String frames, boolean keyframe)
      throws BadInputException {
    scanner.scan(bytes(frames));
    assertTrue(scanner.picture());
    assertEquals(keyframe, scanner.keyframe());
    assertFalse(scanner.leading() || scanner.captions());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          00                              | without its marker
          46                              | without its marker
          C6AA                            | without its marker
          B8                              | unknown profile
          82 49 83                        | cut short
          82 49 83 43 00 00 00 00 00 00   | without its sync code
          84AA 86BB C1 02 03 C1           | do not add up
          84AA 86BB C1 00 02 C1           | do not add up
          84AA 86BB C9 0201 0200 C9       | do not add up
          84AA 86BB D9 02000000 FFFFFFFF D9 | do not add up
          84AA 00BB C1 02 02 C1           | without its marker
          C0 01 C0                        | do not add up
          """)
  void scan_brokenFrames_reason(String frames, String part) {
    BadInputException e = assertThrows(BadInputException.class, () -> scanner.scan(bytes(frames)));
    assertTrue(e.reason().contains(part), e.reason());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # messages one after the other; what of them is a sample, and whether it is a keyframe
          84AA ; 86BB                     | 84AA 86BB C1 02 02 C1                 | false
          84AA ; 84CC ; 86BB              | 84AA 84CC 86BB C2 02 02 02 C2         | false
          84AA 84CC C1 02 02 C1 ; 8A      | 84AA 84CC 8A C2 02 02 01 C2           | false
          84AA ; 84CC 86BB C9 0200 0200 C9 | 84AA 84CC 86BB C2 02 02 02 C2        | false
          HIDDEN_KEY ; 86BB               | HIDDEN_KEY 86BB C1 0E 02 C1           | true
          HIDDEN_KEY ; 84AA ; 8A          | HIDDEN_KEY 84AA 8A C2 0E 02 01 C2     | true
          # a key frame makes those before it useless
          84AA ; KEY                      | KEY                                   | true
          84AA ; HIDDEN_KEY ; 86BB        | HIDDEN_KEY 86BB C1 0E 02 C1           | true
          # nobody waits behind a shown one
          84AA ; 86BB ; 86CC              | 86CC                                  | false
          """)
  void scan_framesThatAreNotShown_waitForOneThatIs(String messages, String sample, boolean key)
      throws BadInputException {
    String[] all = messages.split(";");
    ByteSlice last = ByteSlice.EMPTY;
    for (String message : all) {
      last = bytes(message);
      scanner.scan(last);
    }
    assertTrue(scanner.picture());
    assertEquals(key, scanner.keyframe());
    assertEquals(bytes(sample), scanner.sample(last));
    long hash = scanner.hash();
    assertEquals(hash, hash(bytes(sample).toArray()), "of the same frames in one message");
  }

  @Test
  void scan_framesThatAreNeverShown_noPicturesAndAReasonInTheEnd() throws BadInputException {
    for (int i = 0; i < Vp9Frames.MOST; i++) {
      scanner.scan(bytes("84AA"));
      assertFalse(scanner.picture() || scanner.keyframe());
    }
    BadInputException e = assertThrows(BadInputException.class, () -> scanner.scan(bytes("84AA")));
    assertTrue(e.reason().contains("not shown"), e.reason());
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "255, 1", "256, 2", "65535, 2", "65536, 3", "16777216, 4"})
  void join_framesOfAnySize_areTakenApartAgain(int length, int sizeBytes) throws BadInputException {
    byte[] large = new byte[length];
    large[0] = (byte) 0x84;
    List<ByteSlice> frames = List.of(ByteSlice.of(large), bytes("86AA"));
    ByteSlice joined = Vp9Frames.join(frames);
    assertEquals(length + 2 + 2 + 2 * sizeBytes, joined.length());
    assertEquals(frames, Vp9Frames.of(joined));
  }

  @Test
  void hash_sameFrames_sameWhateverTheIndexLooksLike() throws BadInputException {
    byte[] hidden = Vp9Bits.inter(false, 1);
    byte[] shown = Vp9Bits.inter(true, 2);
    long hash = hash(Vp9Bits.superframe(1, hidden, shown));
    assertEquals(hash, hash(Vp9Bits.superframe(4, hidden, shown)));
    assertNotEquals(hash, hash(Vp9Bits.superframe(1, hidden, Vp9Bits.inter(true, 3))));
    assertNotEquals(hash, hash(Vp9Bits.superframe(1, Vp9Bits.inter(false, 3), shown)));
    assertNotEquals(hash, hash(Vp9Bits.superframe(1, shown, hidden)));
    assertEquals(hash(shown), hash(Vp9Bits.superframe(2, shown)));
  }

  @Test
  void format_ofKeyframes_isNewWhereTheySayOtherThanBefore() throws BadInputException {
    scanner.scan(bytes("86AA"));
    assertSame(null, scanner.format());
    scanner.scan(bytes(KEY));
    VideoFormat first = Objects.requireNonNull(scanner.format());
    scanner.scan(bytes("86AA"));
    scanner.scan(bytes(HIDDEN_KEY + "86AA C1 0E 02 C1"));
    assertSame(first, scanner.format());
    scanner.scan(ByteSlice.of(Vp9Bits.keyframe(96, 48)));
    VideoFormat second = Objects.requireNonNull(scanner.format());
    assertEquals(96, second.picture().width());
    assertEquals(HEADER, second.header());
    assertSame(scanner, second.scanner());
  }

  @Test
  void scan_everyPrefixAndNoise_resultOrReason() {
    byte[] whole =
        Vp9Bits.superframe(
            2, Vp9Bits.keyframe(64, 48), Vp9Bits.inter(false, 1), Vp9Bits.inter(true, 2));
    for (int length = 1; length <= whole.length; length++) {
      // Without its index it is one frame, and that one begins well once its header is there.
      assertEquals(length >= 10, isScanned(Arrays.copyOf(whole, length)), "prefix of " + length);
    }
    int scanned = 0;
    for (int seed = 0; seed < 50_000; seed++) {
      Random random = new Random(seed);
      byte[] noise = whole.clone();
      for (int i = random.nextInt(1, 6); i > 0; i--) {
        noise[random.nextInt(noise.length)] = (byte) random.nextInt(256);
      }
      scanned += isScanned(noise) ? 1 : 0;
    }
    assertTrue(scanned > 1_000 && scanned < 49_000, scanned + " scanned");
  }

  private static boolean isScanned(byte[] data) {
    // Nothing is read beside the slice.
    byte[] around = new byte[data.length + 2];
    Arrays.fill(around, (byte) 0xC9);
    System.arraycopy(data, 0, around, 1, data.length);
    try {
      FrameScanner scanner = VideoFormat.parse("vp09", HEADER).scanner();
      scanner.scan(new ByteSlice(around, 1, data.length));
      return true;
    } catch (BadInputException e) {
      assertFalse(e.reason().isEmpty());
      return false;
    }
  }

  private long hash(byte[] data) throws BadInputException {
    scanner.scan(ByteSlice.of(data));
    return scanner.hash();
  }

  private static ByteSlice bytes(String frames) {
    String hex =
        frames
            .replace("KEY_OF_PROFILE_3", KEY_OF_PROFILE_3)
            .replace("HIDDEN_KEY", HIDDEN_KEY)
            .replace("KEY", KEY);
    return ByteSlice.of(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
