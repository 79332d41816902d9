package live.understudy.ingest.rtmp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import live.understudy.ingest.BadInputException;
import live.understudy.ingest.IngestLimits;

/**
 * Reads AMF 0 values within limits. Counts that a peer declares allocate nothing. AMF 3, XML,
 * references, typed objects, movie clips and record sets are refused by name.
 */
final class Amf0Reader {
  private static final int END_OF_OBJECT = 9;

  private final ByteBuffer in;
  private final IngestLimits.Amf limits;
  private int values;

  Amf0Reader(byte[] bytes, int offset, IngestLimits.Amf limits) throws BadInputException {
    if (bytes.length > limits.maxMessageBytes()) {
      throw new BadInputException("an AMF message of " + bytes.length + " bytes");
    }
    this.in = ByteBuffer.wrap(bytes, offset, bytes.length - offset);
    this.limits = limits;
  }

  boolean hasRemaining() {
    return in.hasRemaining();
  }

  /** All values up to the end of the message. */
  List<Amf0Value> readAll() throws BadInputException {
    List<Amf0Value> all = new ArrayList<>(4);
    while (in.hasRemaining()) {
      all.add(read());
    }
    return all;
  }

  Amf0Value read() throws BadInputException {
    return value(0);
  }

  private Amf0Value value(int depth) throws BadInputException {
    if (++values > limits.maxValues()) {
      throw new BadInputException("an AMF message of more than " + limits.maxValues() + " values");
    }
    if (depth > limits.maxDepth()) {
      throw new BadInputException("AMF values nested deeper than " + limits.maxDepth());
    }
    need(1);
    int marker = in.get() & 0xFF;
    return switch (marker) {
      case 0 -> new Amf0Value.Number(number());
      case 1 -> bool();
      case 2 -> new Amf0Value.Text(text(shortLength()));
      case 3 -> new Amf0Value.Obj(properties(depth), false);
      case 5 -> Amf0Value.NULL;
      case 6 -> new Amf0Value.Undefined();
      case 8 -> ecmaArray(depth);
      case 10 -> strictArray(depth);
      case 11 -> date();
      case 12 -> new Amf0Value.Text(text(longLength()));
      case 4, 7, 13, 14, 15, 16, 17 ->
          throw new BadInputException(name(marker) + " in an AMF message is not accepted");
      default -> throw new BadInputException("unknown AMF marker " + marker);
    };
  }

  private static String name(int marker) {
    return switch (marker) {
      case 4 -> "a movie clip";
      case 7 -> "a reference";
      case 13 -> "an unsupported value";
      case 14 -> "a record set";
      case 15 -> "an XML document";
      case 16 -> "a typed object";
      default -> "AMF 3";
    };
  }

  private Amf0Value ecmaArray(int depth) throws BadInputException {
    // The count is only a hint: "associative-count" and the end marker may disagree.
    need(4);
    in.getInt();
    return new Amf0Value.Obj(properties(depth), true);
  }

  private Amf0Value strictArray(int depth) throws BadInputException {
    need(4);
    long count = Integer.toUnsignedLong(in.getInt());
    if (count > limits.maxValues() - values) {
      throw new BadInputException("an AMF array of " + count + " values");
    }
    List<Amf0Value> elements = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      elements.add(value(depth + 1));
    }
    return new Amf0Value.StrictArray(List.copyOf(elements));
  }

  private Map<String, Amf0Value> properties(int depth) throws BadInputException {
    Map<String, Amf0Value> properties = new LinkedHashMap<>();
    // Some encoders forget the end marker of the last object; the message's end is as good.
    while (in.hasRemaining()) {
      int length = shortLength();
      if (length == 0 && in.hasRemaining() && in.get(in.position()) == END_OF_OBJECT) {
        in.get();
        break;
      }
      String key = text(length);
      properties.put(key, value(depth + 1));
    }
    return properties;
  }

  private Amf0Value bool() throws BadInputException {
    need(1);
    return new Amf0Value.Bool(in.get() != 0);
  }

  private double number() throws BadInputException {
    need(8);
    return in.getDouble();
  }

  private Amf0Value date() throws BadInputException {
    double millis = number();
    need(2);
    in.getShort();
    return new Amf0Value.Date(millis);
  }

  private int shortLength() throws BadInputException {
    need(2);
    return in.getShort() & 0xFFFF;
  }

  private long longLength() throws BadInputException {
    need(4);
    return Integer.toUnsignedLong(in.getInt());
  }

  private String text(long length) throws BadInputException {
    if (length > limits.maxStringBytes()) {
      throw new BadInputException("an AMF string of " + length + " bytes");
    }
    need((int) length);
    String text = new String(in.array(), in.arrayOffset() + in.position(), (int) length, UTF_8);
    in.position(in.position() + (int) length);
    return text;
  }

  private void need(int bytes) throws BadInputException {
    if (in.remaining() < bytes) {
      throw new BadInputException("an AMF message ends early");
    }
  }
}
