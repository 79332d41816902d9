package live.understudy.ingest.flv;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import live.understudy.ingest.rtmp.Amf0Value;
import live.understudy.media.ByteSlice;
import org.jspecify.annotations.Nullable;

/** Writes values of AMF 0 as JSON (RFC 8259), within a limit. */
final class AmfJson {
  private static final String HEX = "0123456789abcdef";
  private static final double MAX_EXACT = 9_007_199_254_740_992.0;

  private final StringBuilder out = new StringBuilder();
  private final int maxBytes;
  private long bytes;

  private AmfJson(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * One value by itself, several as an array; null when there is none, or when it would be longer
   * than {@code maxBytes} in UTF-8.
   */
  static @Nullable ByteSlice write(List<Amf0Value> values, int maxBytes) {
    if (values.isEmpty() || maxBytes <= 0) {
      return null;
    }
    AmfJson json = new AmfJson(maxBytes);
    if (values.size() == 1) {
      json.value(values.getFirst());
    } else {
      json.array(values);
    }
    return json.isFull()
        ? null
        : ByteSlice.of(json.out.toString().getBytes(StandardCharsets.UTF_8));
  }

  private boolean isFull() {
    return bytes > maxBytes;
  }

  private void value(Amf0Value value) {
    switch (value) {
      case Amf0Value.Text text -> text(text.value());
      case Amf0Value.Number number -> number(number.value());
      case Amf0Value.Date date -> number(date.millis());
      case Amf0Value.Bool bool -> raw(String.valueOf(bool.value()));
      case Amf0Value.Null _, Amf0Value.Undefined _ -> raw("null");
      case Amf0Value.StrictArray array -> array(array.values());
      case Amf0Value.Obj object -> object(object.properties());
    }
  }

  private void array(List<Amf0Value> values) {
    raw("[");
    for (int i = 0; i < values.size() && !isFull(); i++) {
      raw(i == 0 ? "" : ",");
      value(values.get(i));
    }
    raw("]");
  }

  private void object(Map<String, Amf0Value> properties) {
    raw("{");
    String comma = "";
    for (Map.Entry<String, Amf0Value> property : properties.entrySet()) {
      if (isFull()) {
        return;
      }
      raw(comma);
      comma = ",";
      text(property.getKey());
      raw(":");
      value(property.getValue());
    }
    raw("}");
  }

  private void number(double value) {
    if (!Double.isFinite(value)) {
      raw("null");
    } else if (value == Math.rint(value) && Math.abs(value) < MAX_EXACT) {
      raw(String.valueOf((long) value));
    } else {
      raw(String.valueOf(value));
    }
  }

  private void text(String value) {
    raw("\"");
    for (int i = 0; i < value.length() && !isFull(); i++) {
      char c = value.charAt(i);
      if (c < ' ') {
        control(c);
      } else if (c == '"' || c == '\\') {
        out.append('\\').append(c);
        bytes += 2;
      } else if (Character.isSurrogate(c)) {
        i += surrogate(value, i);
      } else {
        out.append(c);
        bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
      }
    }
    raw("\"");
  }

  private void control(char c) {
    switch (c) {
      case '\n' -> raw("\\n");
      case '\r' -> raw("\\r");
      case '\t' -> raw("\\t");
      default -> escape(c);
    }
  }

  /** Halves of pairs can't stand in UTF-8 as they are; answers how many more characters it took. */
  private int surrogate(String value, int at) {
    char high = value.charAt(at);
    if (at + 1 == value.length() || !Character.isSurrogatePair(high, value.charAt(at + 1))) {
      escape(high);
      return 0;
    }
    out.append(high).append(value.charAt(at + 1));
    bytes += 4;
    return 1;
  }

  private void escape(char c) {
    raw("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.append(HEX.charAt(c >>> shift & 0xF));
    }
    bytes += 4;
  }

  /** {@code ascii}: a byte for each character. */
  private void raw(String ascii) {
    out.append(ascii);
    bytes += ascii.length();
  }
}
