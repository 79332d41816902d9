package live.understudy.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
}
