package live.understudy.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import live.understudy.ingest.rtmp.Amf0Value;
import live.understudy.ingest.rtmp.ChunkEncoder;
import live.understudy.ingest.rtmp.CommandMessage;
import live.understudy.ingest.rtmp.RawMessage;
import live.understudy.ingest.rtmp.SetChunkSize;

/** The publisher's side of handshake and commands (RTMP 5.2 and 7.2). */
final class RtmpConversation extends SimpleChannelInboundHandler<ByteBuf> {
  private static final int HANDSHAKE_BYTES = 1_536;
  private static final int COMMAND_CHUNK_STREAM = 3;

  /** What OBS sends. */
  private static final int CHUNK_BYTES = 4_096;

  private final String streamKey;
  private final ChunkEncoder encoder;
  private final CompletableFuture<Void> accepted;
  private final Consumer<String> closed;
  private final StringBuilder answers = new StringBuilder();
  private int handshakeLeft = 1 + 2 * HANDSHAKE_BYTES;

  /**
   * @param accepted completed when the server has let the publisher in
   * @param closed told why the connection has ended
   */
  RtmpConversation(
      String streamKey,
      ChunkEncoder encoder,
      CompletableFuture<Void> accepted,
      Consumer<String> closed) {
    this.streamKey = streamKey;
    this.encoder = encoder;
    this.accepted = accepted;
    this.closed = closed;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    byte[] hello = new byte[1 + HANDSHAKE_BYTES];
    hello[0] = 3;
    context.writeAndFlush(Unpooled.wrappedBuffer(hello));
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, ByteBuf in) {
    if (handshakeLeft > 0) {
      int taken = Math.min(handshakeLeft, in.readableBytes());
      in.skipBytes(taken);
      handshakeLeft -= taken;
      if (handshakeLeft == 0) {
        context.write(Unpooled.wrappedBuffer(new byte[HANDSHAKE_BYTES]));
        publish(context);
      }
    }
    if (!accepted.isDone()) {
      answers.append(in.toString(StandardCharsets.ISO_8859_1));
      if (answers.indexOf("NetStream.Publish.Start") >= 0) {
        accepted.complete(null);
      }
    }
  }

  private void publish(ChannelHandlerContext context) {
    Amf0Value live = Amf0Value.object(Map.of("app", Amf0Value.of("live")));
    write(context, command(0, "connect", 1, live));
    write(context, new SetChunkSize(CHUNK_BYTES).write());
    encoder.setChunkBytes(CHUNK_BYTES);
    write(context, command(0, "createStream", 2, Amf0Value.NULL));
    Amf0Value key = Amf0Value.of(streamKey);
    write(context, command(1, "publish", 3, Amf0Value.NULL, key, Amf0Value.of("live")));
    context.flush();
  }

  private void write(ChannelHandlerContext context, RawMessage message) {
    int chunkStream = message.typeId() == 1 ? 2 : COMMAND_CHUNK_STREAM;
    context.write(Unpooled.wrappedBuffer(encoder.encode(chunkStream, message)));
  }

  private static RawMessage command(int streamId, String name, int id, Amf0Value... values) {
    return new CommandMessage(streamId, name, id, List.of(values)).write();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    closed.accept("closed by the server");
    accepted.completeExceptionally(new IllegalStateException("the server refused a publisher"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    closed.accept(cause.toString());
    context.close();
  }
}
