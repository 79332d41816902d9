package live.understudy.ingest.rtmp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import live.understudy.ingest.BadInputException;
import live.understudy.ingest.IngestLimits;
import org.jspecify.annotations.Nullable;

/**
 * Puts messages together from chunks (RTMP 5.3), whatever the pieces in which bytes arrive.
 *
 * <p>Memory grows with the bytes that arrive and not with the length that a header declares; all
 * chunk streams together stay below {@code maxBufferedBytes}. Set Chunk Size and Abort are the
 * caller's to recognise and to pass back. After an exception every further call throws.
 */
public final class ChunkDecoder {
  private static final int DEFAULT_CHUNK_BYTES = 128;
  private static final int MAX_CHUNK_BYTES = 0xFFFFFF;
  private static final int EXTENDED = 0xFFFFFF;
  private static final int COMMANDS_AT_A_TIME = 4;
  private static final int[] MESSAGE_HEADER_BYTES = {11, 7, 3, 0};

  private enum State {
    /** In the 1 to 3 bytes of format and chunk stream id. */
    BASIC_HEADER,
    /** In the 11, 7, 3 or 0 bytes of the message header. */
    MESSAGE_HEADER,
    /** In the 4 bytes after a timestamp field of all ones. */
    EXTENDED_TIMESTAMP,
    /** In the 4 bytes where a type 3 chunk may repeat the extended timestamp. */
    REPEATED_TIMESTAMP,
    /** In a chunk's data. */
    PAYLOAD,
    /** The peer broke the rules; nothing is read any more. */
    BAD
  }

  private final IngestLimits.Chunks limits;
  private final ChunkStream[] lowStreams = new ChunkStream[64];
  private final Map<Integer, ChunkStream> highStreams = new HashMap<>();
  private final byte[] header = new byte[11];

  private State state = State.BASIC_HEADER;

  /** Bytes to read before the caller's: at most 3, seldom any. */
  private ByteBuffer pushback = ByteBuffer.allocate(0);

  private int headerFill;
  private int format;
  private ChunkStream stream = new ChunkStream();
  private int streamCount;
  private int chunkBytes = DEFAULT_CHUNK_BYTES;
  private int chunkRemaining;
  private int bufferedBytes;

  private int maxMessageBytes;
  private int maxBufferedBytes;

  public ChunkDecoder(IngestLimits.Chunks limits) {
    this.limits = limits;
    liftRestriction();
  }

  /**
   * Takes messages of at most {@code messageBytes}, until {@link #liftRestriction}: a stranger, who
   * only has commands to send, gets the memory of a few commands.
   */
  public void restrictTo(int messageBytes) {
    maxMessageBytes = Math.min(messageBytes, limits.maxMessageBytes());
    maxBufferedBytes = Math.min(COMMANDS_AT_A_TIME * messageBytes, limits.maxBufferedBytes());
  }

  /** From now on the limits hold that it was made with. */
  public void liftRestriction() {
    maxMessageBytes = limits.maxMessageBytes();
    maxBufferedBytes = limits.maxBufferedBytes();
  }

  /**
   * Reads on until a message is complete or {@code in} is empty.
   *
   * @return the message, or null when more bytes are needed
   */
  public @Nullable RawMessage next(ByteBuffer in) throws BadInputException {
    try {
      while (true) {
        boolean fromPushback = pushback.hasRemaining();
        boolean advanced = step(fromPushback ? pushback : in) || fromPushback;
        if (state == State.BASIC_HEADER && stream.inMessage && stream.remaining() == 0) {
          bufferedBytes -= stream.buffer.length;
          return stream.finish();
        }
        if (!advanced) {
          return null;
        }
      }
    } catch (BadInputException e) {
      state = State.BAD;
      throw e;
    }
  }

  private boolean step(ByteBuffer in) throws BadInputException {
    return switch (state) {
      case BASIC_HEADER -> basicHeader(in);
      case MESSAGE_HEADER -> messageHeader(in);
      case EXTENDED_TIMESTAMP -> extendedTimestamp(in);
      case REPEATED_TIMESTAMP -> repeatedTimestamp(in);
      case PAYLOAD -> payload(in);
      case BAD -> throw new BadInputException("input after a protocol error");
    };
  }

  /**
   * Obeys Set Chunk Size (RTMP 5.4.1): "The maximum chunk size SHOULD be at least 128 bytes, and
   * MUST be at least 1 byte"; larger than 16777215 "are equivalent".
   */
  public void setChunkBytes(int bytes) throws BadInputException {
    if (bytes < 1) {
      state = State.BAD;
      throw new BadInputException("a chunk size of " + Integer.toUnsignedString(bytes));
    }
    chunkBytes = Math.min(bytes, MAX_CHUNK_BYTES);
  }

  /** Obeys Abort (RTMP 5.4.2): forgets the unfinished message of a chunk stream. */
  public void abort(long chunkStreamId) {
    ChunkStream aborted =
        chunkStreamId >= 0 && chunkStreamId < lowStreams.length
            ? lowStreams[(int) chunkStreamId]
            : highStreams.get((int) chunkStreamId);
    if (aborted != null && aborted.inMessage) {
      bufferedBytes -= aborted.buffer.length;
      aborted.drop();
    }
  }

  /** Memory that unfinished messages hold now. */
  public int bufferedBytes() {
    return bufferedBytes;
  }

  private boolean basicHeader(ByteBuffer in) throws BadInputException {
    if (!fill(in, 1)) {
      return false;
    }
    int low = header[0] & 0x3F;
    if (!fill(in, low == 0 ? 2 : low == 1 ? 3 : 1)) {
      return false;
    }
    int id =
        switch (low) {
          case 0 -> 64 + (header[1] & 0xFF);
          case 1 -> 64 + (header[1] & 0xFF) + ((header[2] & 0xFF) << 8);
          default -> low;
        };
    format = (header[0] & 0xC0) >>> 6;
    stream = streamOf(id);
    // "Type 3 chunks have no message header"; types 2 and 3 lean on an earlier one. Type 1 alone
    // is seen first on chunk stream 2 from librtmp and is taken as if it began at zero.
    if (!stream.begun && format >= 2) {
      throw new BadInputException("a chunk of type " + format + " begins a chunk stream");
    }
    headerFill = 0;
    state = State.MESSAGE_HEADER;
    return true;
  }

  private ChunkStream streamOf(int id) throws BadInputException {
    ChunkStream known = id < lowStreams.length ? lowStreams[id] : highStreams.get(id);
    if (known != null) {
      return known;
    }
    if (++streamCount > limits.maxChunkStreams()) {
      throw new BadInputException("more than " + limits.maxChunkStreams() + " chunk streams");
    }
    ChunkStream created = new ChunkStream();
    if (id < lowStreams.length) {
      lowStreams[id] = created;
    } else {
      highStreams.put(id, created);
    }
    return created;
  }

  private boolean messageHeader(ByteBuffer in) throws BadInputException {
    if (!fill(in, MESSAGE_HEADER_BYTES[format])) {
      return false;
    }
    headerFill = 0;
    if (format == 3) {
      state = stream.extended ? State.REPEATED_TIMESTAMP : State.PAYLOAD;
      if (!stream.extended) {
        beginChunk(stream.delta);
      }
      return true;
    }
    if (format <= 1) {
      int length = uint24(3);
      if (stream.inMessage && (format == 0 || length != stream.length)) {
        throw new BadInputException("a message changed its length before its end");
      }
      if (length > maxMessageBytes) {
        throw new BadInputException("a message of " + length + " bytes");
      }
      stream.length = length;
      stream.typeId = header[6] & 0xFF;
    }
    if (format == 0) {
      // "Message stream ID is stored in little-endian format."
      stream.streamId =
          (header[7] & 0xFF)
              | (header[8] & 0xFF) << 8
              | (header[9] & 0xFF) << 16
              | (header[10] & 0xFF) << 24;
    }
    stream.begun = true;
    int field = uint24(0);
    stream.extended = field == EXTENDED;
    if (stream.extended) {
      state = State.EXTENDED_TIMESTAMP;
    } else {
      state = State.PAYLOAD;
      beginChunk(field);
    }
    return true;
  }

  private boolean extendedTimestamp(ByteBuffer in) {
    if (!fill(in, 4)) {
      return false;
    }
    headerFill = 0;
    stream.extendedValue = uint24(0) << 8 | header[3] & 0xFF;
    state = State.PAYLOAD;
    beginChunk(stream.extendedValue);
    return true;
  }

  /**
   * RTMP 5.3.1.3 says that type 3 chunks repeat the extended timestamp; some encoders do not. Bytes
   * are taken as the timestamp while they equal it; at the first difference they were data.
   */
  private boolean repeatedTimestamp(ByteBuffer in) {
    int value = stream.extendedValue;
    while (headerFill < 4) {
      if (!in.hasRemaining()) {
        return false;
      }
      byte expected = (byte) (value >>> (24 - 8 * headerFill));
      if (in.get(in.position()) != expected) {
        pushBack(headerFill);
        break;
      }
      header[headerFill++] = in.get();
    }
    headerFill = 0;
    state = State.PAYLOAD;
    beginChunk(stream.delta);
    return true;
  }

  /** The first {@code count} bytes of {@code header} are read once more. */
  private void pushBack(int count) {
    if (count > 0) {
      ByteBuffer again = ByteBuffer.allocate(count + pushback.remaining());
      again.put(header, 0, count).put(pushback).flip();
      pushback = again;
    }
  }

  private void beginChunk(int timeField) {
    if (!stream.inMessage) {
      // Type 3 after type 0: "the timestamp delta for this Type 3 chunk is the same as the
      // timestamp of the Type 0 chunk" (RTMP 5.3.1.2.4).
      stream.timestamp = format == 0 ? timeField : stream.timestamp + timeField;
      stream.delta = timeField;
      stream.inMessage = true;
      stream.received = 0;
    }
    chunkRemaining = Math.min(chunkBytes, stream.remaining());
    if (chunkRemaining == 0) {
      state = State.BASIC_HEADER;
    }
  }

  private boolean payload(ByteBuffer in) throws BadInputException {
    int count = Math.min(chunkRemaining, in.remaining());
    if (count == 0) {
      return false;
    }
    ensureCapacity(stream.received + count);
    in.get(stream.buffer, stream.received, count);
    stream.received += count;
    chunkRemaining -= count;
    if (chunkRemaining == 0) {
      state = State.BASIC_HEADER;
    }
    return true;
  }

  private void ensureCapacity(int bytes) throws BadInputException {
    int capacity = stream.buffer.length;
    if (bytes <= capacity) {
      return;
    }
    int eager = Math.max(limits.eagerBytes(), stream.longestBytes);
    int grown = Math.min(stream.length, Math.max(Math.max(bytes, eager), capacity * 2));
    if (bufferedBytes - capacity + grown > maxBufferedBytes) {
      throw new BadInputException(
          "unfinished messages of more than " + maxBufferedBytes + " bytes");
    }
    stream.buffer = capacity == 0 ? new byte[grown] : Arrays.copyOf(stream.buffer, grown);
    bufferedBytes += grown - capacity;
  }

  private boolean fill(ByteBuffer in, int need) {
    int count = Math.min(need - headerFill, in.remaining());
    if (count > 0) {
      in.get(header, headerFill, count);
      headerFill += count;
    }
    return headerFill >= need;
  }

  private int uint24(int at) {
    return (header[at] & 0xFF) << 16 | (header[at + 1] & 0xFF) << 8 | header[at + 2] & 0xFF;
  }
}
