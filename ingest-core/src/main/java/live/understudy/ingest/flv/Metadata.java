package live.understudy.ingest.flv;

import java.util.List;
import live.understudy.ingest.rtmp.Amf0Value;
import live.understudy.ingest.rtmp.DataMessage;
import org.jspecify.annotations.Nullable;

/**
 * What is worth knowing of {@code onMetaData} (FLV E.5). It is what the encoder says, and proves
 * nothing.
 *
 * @param encoder the encoder's name without control characters, or null
 * @param frameRate frames per second, or 0 when absent or absurd
 */
public record Metadata(@Nullable String encoder, double frameRate) {
  private static final int MAX_ENCODER_LENGTH = 120;
  private static final double MAX_FRAME_RATE = 240;

  /** Reads {@code onMetaData}, bare or within {@code @setDataFrame}; null for any other data. */
  public static @Nullable Metadata parse(DataMessage message) {
    List<Amf0Value> values = message.values();
    int at = 0;
    if (isText(values, at, "@setDataFrame")) {
      at++;
    }
    if (!isText(values, at, "onMetaData")
        || at + 1 >= values.size()
        || !(values.get(at + 1) instanceof Amf0Value.Obj object)) {
      return null;
    }
    return new Metadata(encoder(object), frameRate(object));
  }

  private static double frameRate(Amf0Value.Obj object) {
    double rate = object.number("framerate");
    if (Double.isNaN(rate)) {
      rate = object.number("videoframerate");
    }
    return rate > 0 && rate <= MAX_FRAME_RATE ? rate : 0;
  }

  private static @Nullable String encoder(Amf0Value.Obj object) {
    String text = object.text("encoder");
    if (text == null) {
      return null;
    }
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .limit(MAX_ENCODER_LENGTH)
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
        .forEach(clean::appendCodePoint);
    String trimmed = clean.toString().strip();
    return trimmed.isEmpty() ? null : trimmed;
  }

  private static boolean isText(List<Amf0Value> values, int at, String expected) {
    return at < values.size()
        && values.get(at) instanceof Amf0Value.Text(String text)
        && text.equals(expected);
  }
}
