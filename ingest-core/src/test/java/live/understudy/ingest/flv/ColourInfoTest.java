package live.understudy.ingest.flv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import live.understudy.ingest.IngestLimits;
import live.understudy.ingest.rtmp.Amf0Value;
import live.understudy.ingest.rtmp.DataMessage;
import live.understudy.media.ByteSlice;
import live.understudy.media.Colour;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ColourInfoTest {
  private static final IngestLimits.Amf LIMITS = IngestLimits.defaults().amf();

  @Test
  void parse_colourConfig_itsNumbersAndUnspecifiedForTheRest() {
    assertEquals(new Colour(9, 16, 9, false), parse("colorInfo", config(9, 16, 9)));
    assertEquals(new Colour(9, 2, 2, false), parse("colorInfo", config(9, -1, 300)));
    assertEquals(new Colour(2, 14, 2, false), parse("colorInfo", config(2.5, 14, Double.NaN)));
    assertNull(parse("colorInfo", config(2, 2, 2)), "unspecified");
  }

  @Test
  void parse_otherThings_null() {
    assertNull(parse("somethingElse", config(9, 16, 9)));
    assertNull(parse("colorInfo", Amf0Value.of(9)));
    assertNull(parse("colorInfo", Amf0Value.object(Map.of("hdrCll", Amf0Value.NULL))));
    assertNull(ColourInfo.parse(ByteSlice.of(new byte[LIMITS.maxMessageBytes() + 1]), LIMITS));
  }

  @Test
  void parse_everyPrefix_nullUntilItIsWhole() {
    byte[] whole = body("colorInfo", config(9, 16, 9));
    Colour expected = new Colour(9, 16, 9, false);
    int absent = 0;
    for (int length = 0; length < whole.length; length++) {
      Colour parsed = ColourInfo.parse(ByteSlice.of(whole).slice(0, length), LIMITS);
      absent += parsed == null ? 1 : 0;
    }
    // Encoders forget the marks at the end of objects, so any whole value can be the last.
    assertTrue(absent >= whole.length - 4, absent + " of " + whole.length);
    assertEquals(expected, ColourInfo.parse(ByteSlice.of(whole), LIMITS));
  }

  private static Amf0Value config(double primaries, double transfer, double matrix) {
    Map<String, Amf0Value> config = new LinkedHashMap<>();
    config.put("bitDepth", Amf0Value.of(10));
    config.put("colorPrimaries", Amf0Value.of(primaries));
    config.put("transferCharacteristics", Amf0Value.of(transfer));
    config.put("matrixCoefficients", Amf0Value.of(matrix));
    return Amf0Value.object(Map.of("colorConfig", Amf0Value.object(config)));
  }

  private static @Nullable Colour parse(String name, Amf0Value value) {
    return ColourInfo.parse(ByteSlice.of(body(name, value)), LIMITS);
  }

  private static byte[] body(String name, Amf0Value value) {
    return new DataMessage(0, 0, List.of(Amf0Value.of(name), value)).write().payload();
  }
}
