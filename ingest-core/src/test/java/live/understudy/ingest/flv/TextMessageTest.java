package live.understudy.ingest.flv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import live.understudy.ingest.Allocations;
import live.understudy.ingest.rtmp.Amf0Value;
import live.understudy.ingest.rtmp.DataMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextMessageTest {
  private static final int MAX_BYTES = 60;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # user data as an SEI has it: with marker bits, without, with more behind
          B50031 47413934 03 C2FF FC9420 FD8080 FF      | FC9420FD8080
          B50031 47413934 03 C1FF FC9420                | FC9420
          B50031 47413934 03 41FF FC9420 FF 00          | FC9420
          # cc_data() alone behind its length
          00000006 C1FF FC34B9 FF                       | FC34B9
          00000008 42FF FC34B9 FE8080                   | FC34B9FE8080
          # no constructs, none to be processed, fewer than announced
          B50031 47413934 03 C0FF FF                    |
          B50031 47413934 03 81FF FC9420 FF             |
          B50031 47413934 03 C2FF FC9420 FF             |
          B50031 47413934 03 C1                         |
          B50031 47413934 03                            |
          # another country, provider, type; a length that is not its own; nothing
          B60031 47413934 03 C1FF FC9420 FF             |
          B50031 47413934 06 C1FF FC9420 FF             |
          00000007 C1FF FC34B9 FF                       |
          FF000006 C1FF FC34B9 FF                       |
          00000000                                      |
          ''                                            |
          """)
  void parse_captionInfo_itsConstructs(String hex, @Nullable String expected) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertEquals(expected, captions(Base64.getEncoder().encodeToString(bytes)));
    assertEquals(expected, captions(Base64.getEncoder().withoutPadding().encodeToString(bytes)));
  }

  @Test
  void parse_captionInfoCutAnywhere_unreadable() {
    byte[] bytes = HexFormat.of().parseHex("b500314741393403c1fffc9420ff");
    String whole = Base64.getEncoder().encodeToString(bytes);
    for (int length = 0; length < whole.length(); length++) {
      String found = captions(whole.substring(0, length));
      // The last byte is a marker that may be missing.
      assertEquals(length >= whole.length() - 2 ? "FC9420" : null, found, "length " + length);
    }
    assertNull(captions("====="));
    assertNull(captions(null));
    assertEquals("FC9420", captions(whole.substring(0, 5) + "\r\n" + whole.substring(5)));
  }

  private static @Nullable String captions(@Nullable String base64) {
    Map<String, Amf0Value> info = new LinkedHashMap<>();
    info.put("type", Amf0Value.of("708"));
    if (base64 != null) {
      info.put("data", Amf0Value.of(base64));
    }
    TextMessage parsed = parse("onCaptionInfo", new Amf0Value.Obj(info, true));
    if (parsed instanceof TextMessage.Captions found) {
      return HexFormat.of().withUpperCase().formatHex(found.ccData().toArray());
    }
    assertEquals(new TextMessage.Unreadable("onCaptionInfo"), parsed);
    return null;
  }

  @Test
  void parse_words_asJsonWithEverythingThatWasSaid() {
    Map<String, Amf0Value> said = new LinkedHashMap<>();
    said.put("text", Amf0Value.of("Grüß \"dich\"\\\n\u0007"));
    said.put("trackid", Amf0Value.of(99));
    said.put("at", Amf0Value.of(0.5));
    assertEquals(
        "{\"text\":\"Grüß \\\"dich\\\"\\\\\\n\\u0007\",\"trackid\":99,\"at\":0.5}",
        words("onTextData", Amf0Value.object(said)));
    assertEquals("[\"Hi\",1]", words("onCaption", Amf0Value.of("Hi"), Amf0Value.of(1)));
    assertEquals(
        "{\"type\":\"WebVTT\"}",
        words("onCaptionInfo", Amf0Value.object(Map.of("type", Amf0Value.of("WebVTT")))));
    assertEquals(
        "[null,null,true,[null,-7],1e+300]".replace("1e+300", "1.0E300"),
        words(
            "onTextData",
            Amf0Value.NULL,
            new Amf0Value.Undefined(),
            new Amf0Value.Bool(true),
            new Amf0Value.StrictArray(List.of(Amf0Value.of(Double.NaN), new Amf0Value.Date(-7))),
            Amf0Value.of(1e300)));
    assertEquals("\"\\ud83d😀\"", words("onTextData", Amf0Value.of("\ud83d\ud83d\ude00")));
  }

  private static String words(String name, Amf0Value... said) {
    TextMessage.Words words = assertInstanceOf(TextMessage.Words.class, parse(name, said));
    assertEquals(name, words.name());
    return new String(words.text().json().toArray(), StandardCharsets.UTF_8);
  }

  @Test
  void parse_wordsAboveTheLimitOrNone_unreadable() {
    // Two quotes, and two bytes for each letter.
    Amf0Value fits = Amf0Value.of("ü".repeat(MAX_BYTES / 2 - 1));
    assertInstanceOf(TextMessage.Words.class, parse("onTextData", fits));
    TextMessage unreadable = new TextMessage.Unreadable("onTextData");
    assertEquals(unreadable, parse("onTextData", Amf0Value.of("ü".repeat(MAX_BYTES / 2))));
    assertEquals(unreadable, parse("onTextData", fits, Amf0Value.NULL));
    assertEquals(unreadable, parse("onTextData", Amf0Value.object(Map.of("a".repeat(900), fits))));
    assertEquals(unreadable, parse("onTextData"));
  }

  @Test
  void parse_controlCharacters_costAFewTimesTheirJson() {
    DataMessage message =
        new DataMessage(
            1, 0, List.of(Amf0Value.of("onTextData"), Amf0Value.of("\u0001".repeat(2_700))));
    for (int maxBytes : new int[] {16_384, 8_192}) {
      TextMessage.parse(message, maxBytes);
      long before = Allocations.ofThisThread();
      TextMessage parsed = TextMessage.parse(message, maxBytes);
      long bytes = Allocations.ofThisThread() - before;
      assertEquals(maxBytes == 16_384, parsed instanceof TextMessage.Words);
      assertTrue(bytes < 200_000, bytes + " bytes");
    }
  }

  @Test
  void parse_everyKindOfCharacter_countsItsBytes() {
    for (String text :
        List.of(
            "a",
            "\u007f",
            "\u0080",
            "\u07ff",
            "\u0800",
            "\uffff",
            "\ud83d\ude00",
            "\ud83d",
            "\ude00",
            "\"",
            "\\",
            "\n",
            "\r",
            "\t",
            "\u0000",
            "\u001f")) {
      DataMessage message =
          new DataMessage(1, 0, List.of(Amf0Value.of("onCaption"), Amf0Value.of(text)));
      TextMessage whole = TextMessage.parse(message, MAX_BYTES);
      int length = assertInstanceOf(TextMessage.Words.class, whole).text().json().length();
      assertEquals(whole, TextMessage.parse(message, length));
      assertEquals(
          new TextMessage.Unreadable("onCaption"), TextMessage.parse(message, length - 1), text);
    }
  }

  @Test
  void parse_otherMessages_none() {
    assertNull(parse("onMetaData", Amf0Value.of("onTextData")));
    assertNull(parse("onCuePoint", Amf0Value.of("onTextData")));
    assertNull(TextMessage.parse(new DataMessage(1, 0, List.of()), MAX_BYTES));
    assertNull(parse("@setDataFrame"));
    assertNull(parse("@setDataFrame", Amf0Value.of(7), Amf0Value.of("onCaption")));
    assertEquals(
        "\"Hi\"",
        new String(
            assertInstanceOf(
                    TextMessage.Words.class,
                    parse("@setDataFrame", Amf0Value.of("onCaption"), Amf0Value.of("Hi")))
                .text()
                .json()
                .toArray(),
            StandardCharsets.UTF_8));
  }

  private static @Nullable TextMessage parse(String name, Amf0Value... said) {
    List<Amf0Value> values = new ArrayList<>(List.of(Amf0Value.of(name)));
    values.addAll(List.of(said));
    return TextMessage.parse(new DataMessage(1, 0, values), MAX_BYTES);
  }
}
