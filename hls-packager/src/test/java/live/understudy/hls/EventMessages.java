package live.understudy.hls;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads event messages with ID3 back, knowing nothing of the writer. */
public final class EventMessages {

  /**
   * One message.
   *
   * @param description of its only frame, {@code TXXX}
   * @param text that frame's value
   */
  public record ReadMessage(
      long timescale,
      long presentationTime,
      long duration,
      long id,
      String scheme,
      String value,
      String description,
      String text) {}

  private EventMessages() {}

  /** The messages before a fragment. */
  public static List<ReadMessage> of(byte[] part) {
    List<ReadMessage> messages = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(part);
    boolean moof = false;
    while (in.hasRemaining()) {
      ByteBuffer box = in.slice(in.position(), in.getInt(in.position()));
      in.position(in.position() + box.capacity());
      String type = ascii(box.slice(4, 4));
      moof |= type.equals("moof");
      if (type.equals("emsg")) {
        if (moof) {
          throw new IllegalStateException("an event message behind its fragment");
        }
        messages.add(message(box.position(8)));
      }
    }
    return messages;
  }

  private static ReadMessage message(ByteBuffer in) {
    expect(in.getInt() == 0x01000000, "version 1 without flags");
    long timescale = in.getInt() & 0xFFFFFFFFL;
    long time = in.getLong();
    long duration = in.getInt() & 0xFFFFFFFFL;
    long id = in.getInt() & 0xFFFFFFFFL;
    String scheme = string(in);
    String value = string(in);
    expect(ascii(take(in, 3)).equals("ID3"), "ID3");
    expect(in.getShort() == 0x0400 && in.get() == 0, "version 2.4.0 without flags");
    ByteBuffer tag = take(in, synchsafe(in));
    expect(!in.hasRemaining(), "nothing behind the tag");
    expect(ascii(take(tag, 4)).equals("TXXX"), "TXXX");
    ByteBuffer frame = tag.slice(tag.position() + 6, synchsafe(tag));
    expect(frame.capacity() == tag.remaining() - 2, "one frame");
    expect(tag.getShort() == 0 && frame.get() == 3, "UTF-8 without flags");
    String description = string(frame);
    return new ReadMessage(
        timescale, time, duration, id, scheme, value, description, utf8(frame.slice()));
  }

  private static int synchsafe(ByteBuffer in) {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int next = in.get();
      expect(next >= 0, "seven bits");
      value = value << 7 | next;
    }
    return value;
  }

  private static ByteBuffer take(ByteBuffer in, int count) {
    ByteBuffer taken = in.slice(in.position(), count);
    in.position(in.position() + count);
    return taken;
  }

  private static String string(ByteBuffer in) {
    int end = in.position();
    while (in.get(end) != 0) {
      end++;
    }
    String text = utf8(take(in, end - in.position()));
    in.get();
    return text;
  }

  private static String ascii(ByteBuffer bytes) {
    return StandardCharsets.US_ASCII.decode(bytes).toString();
  }

  private static String utf8(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }

  private static void expect(boolean condition, String what) {
    if (!condition) {
      throw new IllegalStateException("expected " + what);
    }
  }
}
