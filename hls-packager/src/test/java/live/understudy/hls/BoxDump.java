package live.understudy.hls;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;

/** Prints boxes (ISO/IEC 14496-12, 4.2) as a tree that a person can read and compare. */
final class BoxDump {

  private static final Set<String> CONTAINERS =
      Set.of("moov", "trak", "mdia", "minf", "dinf", "stbl", "mvex", "moof", "traf");
  private static final int BYTES_PER_LINE = 16;

  private final StringBuilder text = new StringBuilder();

  private BoxDump() {}

  static String of(byte[] bytes) {
    BoxDump dump = new BoxDump();
    dump.boxes(ByteBuffer.wrap(bytes), "");
    return dump.text.toString();
  }

  private void boxes(ByteBuffer in, String indent) {
    while (in.hasRemaining()) {
      int size = in.getInt(in.position());
      if (size < 8 || size > in.remaining()) {
        throw new IllegalStateException("a box of " + size + " in " + in.remaining());
      }
      box(in.slice(in.position(), size), indent);
      in.position(in.position() + size);
    }
  }

  private void box(ByteBuffer box, String indent) {
    byte[] name = new byte[4];
    box.get(4, name);
    String type = new String(name, StandardCharsets.US_ASCII);
    text.append(indent).append(type).append(' ').append(box.capacity()).append('\n');
    String inside = indent + "  ";
    switch (type) {
      case "dref", "stsd" -> {
        hex(box.slice(8, 8), inside);
        boxes(box.slice(16, box.capacity() - 16), inside);
      }
      case "avc1", "hvc1", "av01", "vp09" -> {
        hex(box.slice(8, 78), inside);
        boxes(box.slice(86, box.capacity() - 86), inside);
      }
      case "mp4a", "Opus", "ac-3", "ec-3" -> {
        hex(box.slice(8, 28), inside);
        boxes(box.slice(36, box.capacity() - 36), inside);
      }
      default -> {
        ByteBuffer body = box.slice(8, box.capacity() - 8);
        if (CONTAINERS.contains(type)) {
          boxes(body, inside);
        } else {
          hex(body, inside);
        }
      }
    }
  }

  private void hex(ByteBuffer body, String indent) {
    HexFormat hex = HexFormat.ofDelimiter(" ");
    while (body.hasRemaining()) {
      byte[] line = new byte[Math.min(BYTES_PER_LINE, body.remaining())];
      body.get(line);
      text.append(indent).append(hex.formatHex(line)).append('\n');
    }
  }
}
