package live.understudy.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.ByteBuffer;
import live.understudy.ingest.BadInputException;
import live.understudy.ingest.IngestLimits;
import live.understudy.ingest.rtmp.ChunkDecoder;
import live.understudy.ingest.rtmp.ChunkEncoder;
import live.understudy.ingest.rtmp.RawMessage;
import org.jspecify.annotations.Nullable;

/**
 * Asks the server for an answer behind what was sent (RTMP 7.1.7, PingRequest): the time to it is
 * how far the server is behind its input.
 */
final class PingMeter extends ChannelInboundHandlerAdapter {
  private static final int SET_CHUNK_SIZE = 1;
  private static final int USER_CONTROL = 4;
  private static final int PING_REQUEST = 6;
  private static final int PING_RESPONSE = 7;
  private static final int PING_BYTES = 6;
  private static final int CONTROL_CHUNK_STREAM = 2;
  private static final int HANDSHAKE_BYTES = 1 + 2 * 1_536;

  private final ChunkDecoder decoder = new ChunkDecoder(IngestLimits.defaults().chunks());
  private Latencies latencies;
  private int handshakeLeft = HANDSHAKE_BYTES;
  private long askedNs;
  private int asked;
  private boolean waiting;

  PingMeter(Latencies latencies) {
    this.latencies = latencies;
  }

  /** From here on the times go there. */
  void record(Latencies into) {
    latencies = into;
  }

  /** A question to be sent now; null while the last one has no answer. */
  @Nullable ByteBuf question() {
    if (waiting) {
      return null;
    }
    waiting = true;
    askedNs = System.nanoTime();
    byte[] payload =
        ByteBuffer.allocate(PING_BYTES).putShort((short) PING_REQUEST).putInt(++asked).array();
    RawMessage message = new RawMessage(USER_CONTROL, 0, 0, payload);
    return Unpooled.wrappedBuffer(new ChunkEncoder().encode(CONTROL_CHUNK_STREAM, message));
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object read) throws Exception {
    if (read instanceof ByteBuf bytes) {
      int skipped = Math.min(handshakeLeft, bytes.readableBytes());
      handshakeLeft -= skipped;
      ByteBuffer in =
          bytes.nioBuffer(bytes.readerIndex() + skipped, bytes.readableBytes() - skipped);
      decode(in);
    }
    context.fireChannelRead(read);
  }

  private void decode(ByteBuffer in) throws BadInputException {
    for (RawMessage message = decoder.next(in); message != null; message = decoder.next(in)) {
      ByteBuffer payload = ByteBuffer.wrap(message.payload());
      if (message.typeId() == SET_CHUNK_SIZE) {
        decoder.setChunkBytes(payload.getInt());
      } else if (message.typeId() == USER_CONTROL
          && payload.remaining() >= PING_BYTES
          && payload.getShort() == PING_RESPONSE
          && payload.getInt() == asked
          && waiting) {
        waiting = false;
        latencies.add(System.nanoTime() - askedNs);
      }
    }
  }
}
