package live.understudy.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ValuesTest {

  @Test
  void byteSlice_isEqualByContent_whereverItLies() {
    byte[] bytes = {9, 1, 2, 3, 9};
    ByteSlice inside = new ByteSlice(bytes, 1, 3);
    ByteSlice alone = ByteSlice.of(new byte[] {1, 2, 3});
    assertEquals(alone, inside);
    assertEquals(alone.hashCode(), inside.hashCode());
    assertNotEquals(alone, inside.slice(0, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> inside.slice(1, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> inside.unsignedByte(3));
  }

  @Test
  void byteSlice_neverPrintsItsContent() {
    assertEquals(
        "ByteSlice[6]",
        ByteSlice.of("secret".getBytes(java.nio.charset.StandardCharsets.UTF_8)).toString());
  }

  @Test
  void programId_takesItsGrammarAndNothingElse() {
    assertEquals("town-hall/de", new ProgramId("town-hall", "de").toString());
    assertTrue(ProgramId.isLanguage("pt-br"));
    for (String bad : new String[] {"", "../x", "A", "-a", "a/b", "a".repeat(33), "ä", "a b"}) {
      assertFalse(ProgramId.isEventId(bad), bad);
    }
    for (String bad :
        new String[] {"", "e", "EN", "en_us", "en-", "../", "abcd", "en-abcdefgh-abcdefgh"}) {
      assertFalse(ProgramId.isLanguage(bad), bad);
    }
  }

  @Test
  void leg_hasExactlyOneOther() {
    for (Leg leg : Leg.values()) {
      assertNotEquals(leg, leg.other());
      assertEquals(leg, leg.other().other());
    }
  }

  @Test
  void videoConfig_pixelsOfAnyShape_displayWidth() {
    assertEquals(64, anamorphic(1, 1).displayWidth());
    assertEquals(93, anamorphic(16, 11).displayWidth());
    assertEquals(1, anamorphic(1, 65_535).displayWidth());
    assertEquals(65_535, anamorphic(65_535, 1).displayWidth());
    assertThrows(IllegalArgumentException.class, () -> anamorphic(0, 1));
    VideoConfig plain = new VideoConfig("avc1", ByteSlice.EMPTY, "avc1.42c00a", 64, 48, 25_000, 1);
    assertEquals(anamorphic(1, 1), plain);
  }

  private static VideoConfig anamorphic(int width, int height) {
    return new VideoConfig(
        "avc1", ByteSlice.EMPTY, "avc1.42c00a", 64, 48, 25_000, 1, width, height, null);
  }

  @Test
  void colour_transfers_videoRange() {
    assertEquals("SDR", new Colour(1, 1, 1, false).videoRange());
    assertEquals("PQ", new Colour(9, 16, 9, false).videoRange());
    assertEquals("HLG", new Colour(9, 18, 9, false).videoRange());
    assertThrows(IllegalArgumentException.class, () -> new Colour(256, 1, 1, false));
    assertThrows(IllegalArgumentException.class, () -> new Colour(1, -1, 1, false));
  }

  @Test
  void accessUnit_movedInTime_keepsEverythingElse() {
    AccessUnit unit = captioned(100, 20);
    assertEquals(captioned(50, 20), unit.withDts(50));
    assertEquals(captioned(130, -10), unit.at(130));
    assertFalse(new AccessUnit(TrackType.AUDIO, 0, 0, true, unit.data(), 7, 9).captions());
    assertEquals(List.of(), new AccessUnit(TrackType.AUDIO, 0, 0, true, unit.data(), 7, 9).texts());
    assertNull(new AccessUnit(TrackType.AUDIO, 0, 0, true, unit.data(), 7, 9).timecode());
  }

  @Test
  void accessUnit_withTexts_keepsEverythingElse() {
    AccessUnit unit = captioned(100, 20);
    assertEquals(List.of(), unit.withTexts(List.of()).texts());
    assertEquals(unit, unit.withTexts(List.of()).withTexts(unit.texts()));
  }

  private static AccessUnit captioned(long dts, int offset) {
    return new AccessUnit(
        TrackType.VIDEO,
        dts,
        offset,
        true,
        ByteSlice.of(new byte[3]),
        7,
        9,
        true,
        Timecode.utc(5),
        List.of(new TimedText("onTextData", ByteSlice.of(new byte[] {'7'}))));
  }

  @Test
  void timecode_beyondItsPeriod_isRefusedOrWrapped() {
    assertEquals(new Timecode(9, 10), Timecode.wrapped(-1, 10));
    assertEquals(new Timecode(0, 10), Timecode.wrapped(20, 10));
    assertThrows(IllegalArgumentException.class, () -> new Timecode(10, 10));
    assertThrows(IllegalArgumentException.class, () -> new Timecode(-1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Timecode(0, -1));
  }
}
