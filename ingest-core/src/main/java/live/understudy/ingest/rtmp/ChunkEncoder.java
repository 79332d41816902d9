package live.understudy.ingest.rtmp;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cuts messages into chunks with the shortest header that says it all (RTMP 5.3.1.2).
 *
 * <p>One instance serves one direction of one connection.
 */
public final class ChunkEncoder {
  private static final int EXTENDED = 0xFFFFFF;

  private record Previous(RawMessage message, int field) {}

  private final Map<Integer, Previous> previous = new HashMap<>();
  private final boolean repeatExtended;
  private int chunkBytes = 128;

  /** An encoder that repeats extended timestamps in type 3 chunks, as the specification says. */
  public ChunkEncoder() {
    this(true);
  }

  ChunkEncoder(boolean repeatExtended) {
    this.repeatExtended = repeatExtended;
  }

  /** Takes effect with the next message; the peer must have been told. */
  public void setChunkBytes(int bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("a chunk has at least 1 byte");
    }
    chunkBytes = bytes;
  }

  /**
   * The chunks of {@code message} on a chunk stream (2 to 65599).
   *
   * @throws IllegalArgumentException when the chunk stream id or the length can't be written
   */
  public byte[] encode(int chunkStreamId, RawMessage message) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(message.payload().length + 32);
    encode(chunkStreamId, message, out);
    return out.toByteArray();
  }

  private void encode(int chunkStreamId, RawMessage message, ByteArrayOutputStream out) {
    byte[] payload = message.payload();
    if (payload.length > EXTENDED) {
      throw new IllegalArgumentException("a message's length has 24 bits");
    }
    Previous before = previous.get(chunkStreamId);
    int time = (int) message.timestampMs();
    boolean delta = mayUseDelta(before, message);
    int field = delta && before != null ? time - (int) before.message().timestampMs() : time;
    int format = format(before, message, delta, field);
    previous.put(chunkStreamId, new Previous(message, field));
    boolean extended = Integer.compareUnsigned(field, EXTENDED) >= 0;

    basicHeader(out, format, chunkStreamId);
    if (format <= 2) {
      bigEndian(out, extended ? EXTENDED : field, 3);
    }
    if (format <= 1) {
      bigEndian(out, payload.length, 3);
      out.write(message.typeId());
    }
    if (format == 0) {
      bigEndian(out, Integer.reverseBytes(message.streamId()), 4);
    }
    if (extended && (format <= 2 || repeatExtended)) {
      bigEndian(out, field, 4);
    }
    for (int at = 0; at < payload.length; at += chunkBytes) {
      if (at > 0) {
        basicHeader(out, 3, chunkStreamId);
        if (extended && repeatExtended) {
          bigEndian(out, field, 4);
        }
      }
      out.write(payload, at, Math.min(chunkBytes, payload.length - at));
    }
  }

  private static boolean mayUseDelta(@Nullable Previous before, RawMessage message) {
    return before != null
        && before.message().streamId() == message.streamId()
        && message.timestampMs() >= before.message().timestampMs();
  }

  private static int format(
      @Nullable Previous before, RawMessage message, boolean delta, int field) {
    if (!delta || before == null) {
      return 0;
    }
    if (before.message().typeId() != message.typeId()
        || before.message().payload().length != message.payload().length) {
      return 1;
    }
    return before.field() == field ? 3 : 2;
  }

  private static void basicHeader(ByteArrayOutputStream out, int format, int id) {
    if (id < 2 || id > 65_599) {
      throw new IllegalArgumentException("chunk stream ids are 2 to 65599");
    }
    if (id < 64) {
      out.write(format << 6 | id);
    } else if (id < 320) {
      out.write(format << 6);
      out.write(id - 64);
    } else {
      out.write(format << 6 | 1);
      out.write((id - 64) & 0xFF);
      out.write((id - 64) >>> 8);
    }
  }

  private static void bigEndian(ByteArrayOutputStream out, int value, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
      out.write(value >>> shift);
    }
  }
}
