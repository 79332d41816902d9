package live.understudy.ingest.rtmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import live.understudy.ingest.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Amf0Test {

  @Test
  void read_whatWasWritten_sameValues() throws BadInputException {
    assertEquals(values(), read(Amf0Writer.write(values())));
  }

  @Test
  void read_truncatedAnywhere_fewerValuesOrReason() {
    byte[] whole = Amf0Writer.write(values());
    for (int length = 0; length < whole.length; length++) {
      readOrReason(Arrays.copyOf(whole, length));
    }
  }

  @Test
  void read_mutated_valuesOrReason() {
    byte[] whole = Amf0Writer.write(values());
    for (int seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      byte[] mutated = whole.clone();
      for (int i = random.nextInt(1, 6); i > 0; i--) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
      }
      readOrReason(mutated);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0A FFFFFFFF          | an AMF array of 4294967295 values
          0C FFFFFFFF          | an AMF string of 4294967295 bytes
          0C 00002001          | an AMF string of 8193 bytes
          02 0005 6161         | an AMF message ends early
          00 0000              | an AMF message ends early
          0F 00000000          | an XML document in an AMF message is not accepted
          11 0A                | AMF 3 in an AMF message is not accepted
          10 0001 61           | a typed object in an AMF message is not accepted
          07 0000              | a reference in an AMF message is not accepted
          20                   | unknown AMF marker 32
          """)
  void read_refusedValues_reason(String hex, String reason) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertEquals(reason, assertThrows(BadInputException.class, () -> read(bytes)).reason());
  }

  @Test
  void read_nestedTenThousandDeep_reasonAndNoStackOverflow() {
    byte[] objects = HexFormat.of().parseHex("03000161".repeat(10_000));
    byte[] arrays = HexFormat.of().parseHex("0A00000001".repeat(10_000));
    for (byte[] bytes : List.of(objects, arrays)) {
      assertEquals(
          "AMF values nested deeper than 8",
          assertThrows(BadInputException.class, () -> read(bytes)).reason());
    }
  }

  @Test
  void read_moreValuesThanAllowed_reason() {
    byte[] nulls = new byte[1_000];
    Arrays.fill(nulls, (byte) 5);
    assertThrows(BadInputException.class, () -> read(nulls));
  }

  @Test
  void read_objectWithoutEndMarker_theMessageEndsIt() throws BadInputException {
    byte[] bytes = HexFormat.of().parseHex("03000161020001" + "62");
    assertEquals(List.of(Amf0Value.object(Map.of("a", Amf0Value.of("b")))), read(bytes));
  }

  @Test
  void toString_text_hidden() {
    assertTrue(!values().toString().contains("secret"));
  }

  private static void readOrReason(byte[] bytes) {
    try {
      read(bytes);
    } catch (BadInputException e) {
      assertTrue(!e.reason().isEmpty());
    }
  }

  private static List<Amf0Value> read(byte[] bytes) throws BadInputException {
    return new Amf0Reader(bytes, 0, Limits.DEFAULT.amf()).readAll();
  }

  private static List<Amf0Value> values() {
    Map<String, Amf0Value> inner = new LinkedHashMap<>();
    inner.put("date", new Amf0Value.Date(1.5e12));
    inner.put("", Amf0Value.of("an empty name"));
    Map<String, Amf0Value> map = new LinkedHashMap<>();
    map.put("width", Amf0Value.of(1920));
    map.put("stereo", new Amf0Value.Bool(true));
    map.put("inner", Amf0Value.object(inner));
    return List.of(
        Amf0Value.of("secret"),
        Amf0Value.of("long".repeat(2_000)),
        Amf0Value.NULL,
        new Amf0Value.Undefined(),
        new Amf0Value.Obj(map, true),
        new Amf0Value.StrictArray(List.of(Amf0Value.of(Double.NaN), new Amf0Value.Bool(false))));
  }
}
