package live.understudy.ingest.rtmp;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value of AMF 0 (AMF0 2.1) of the kinds that encoders send. */
public sealed interface Amf0Value {

  /** AMF0 2.2. */
  record Number(double value) implements Amf0Value {}

  /** AMF0 2.3. */
  record Bool(boolean value) implements Amf0Value {}

  /** AMF0 2.4 and 2.14; never shown, for it may be a stream key. */
  record Text(String value) implements Amf0Value {
    @Override
    public String toString() {
      return "Text[" + value.length() + "]";
    }
  }

  /**
   * An object or an ECMA array (AMF0 2.5 and 2.10): properties in the order in which they came.
   *
   * @param ecmaArray whether it is written with the ECMA array's marker
   */
  record Obj(Map<String, Amf0Value> properties, boolean ecmaArray) implements Amf0Value {
    /** The property's text, or null when it is absent or no text. */
    public @Nullable String text(String name) {
      return properties.get(name) instanceof Text text ? text.value() : null;
    }

    /** The property's number, or NaN when it is absent or no number. */
    public double number(String name) {
      return properties.get(name) instanceof Number number ? number.value() : Double.NaN;
    }
  }

  /** AMF0 2.12. */
  record StrictArray(List<Amf0Value> values) implements Amf0Value {}

  /** AMF0 2.13: milliseconds since 1970; the time zone is reserved and dropped. */
  record Date(double millis) implements Amf0Value {}

  /** AMF0 2.7. */
  record Null() implements Amf0Value {}

  /** AMF0 2.8. */
  record Undefined() implements Amf0Value {}

  Amf0Value NULL = new Null();

  static Amf0Value of(String text) {
    return new Text(text);
  }

  static Amf0Value of(double number) {
    return new Number(number);
  }

  static Obj object(Map<String, Amf0Value> properties) {
    return new Obj(properties, false);
  }
}
