package live.understudy.ingest.rtmp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** Writes AMF 0 values (AMF0 2). */
final class Amf0Writer {
  private static final int MAX_SHORT = 0xFFFF;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

  static byte[] write(List<Amf0Value> values) {
    Amf0Writer writer = new Amf0Writer();
    values.forEach(writer::value);
    return writer.out.toByteArray();
  }

  private void value(Amf0Value value) {
    switch (value) {
      case Amf0Value.Number(double number) -> {
        out.write(0);
        bigEndian(Double.doubleToRawLongBits(number), 8);
      }
      case Amf0Value.Bool(boolean bool) -> {
        out.write(1);
        out.write(bool ? 1 : 0);
      }
      case Amf0Value.Text(String text) -> text(text);
      case Amf0Value.Obj object -> object(object);
      case Amf0Value.StrictArray(List<Amf0Value> values) -> {
        out.write(10);
        bigEndian(values.size(), 4);
        values.forEach(this::value);
      }
      case Amf0Value.Date(double millis) -> {
        out.write(11);
        bigEndian(Double.doubleToRawLongBits(millis), 8);
        bigEndian(0, 2);
      }
      case Amf0Value.Null _ -> out.write(5);
      case Amf0Value.Undefined _ -> out.write(6);
    }
  }

  private void text(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    boolean fits = bytes.length <= MAX_SHORT;
    out.write(fits ? 2 : 12);
    bigEndian(bytes.length, fits ? 2 : 4);
    out.writeBytes(bytes);
  }

  private void object(Amf0Value.Obj object) {
    out.write(object.ecmaArray() ? 8 : 3);
    if (object.ecmaArray()) {
      bigEndian(object.properties().size(), 4);
    }
    object
        .properties()
        .forEach((key, value) -> {
          byte[] bytes = key.getBytes(UTF_8);
          bigEndian(bytes.length, 2);
          out.writeBytes(bytes);
          value(value);
        });
    bigEndian(0, 2);
    out.write(9);
  }

  private void bigEndian(long value, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
      out.write((int) (value >>> shift));
    }
  }
}
