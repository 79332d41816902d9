package live.understudy.benchmarks.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import live.understudy.ingest.rtmp.ChunkEncoder;
import live.understudy.ingest.rtmp.RawMessage;
import org.jspecify.annotations.Nullable;

/** An RTMP encoder that sends a {@link SyntheticStream} in real time. */
final class Publisher implements AutoCloseable {
  private static final int SENT_REMEMBERED = 1 << 12;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final EventLoop loop;
  private final SyntheticStream stream;
  private final String streamKey;
  private final ChunkEncoder encoder = new ChunkEncoder();
  private final AtomicLongArray sentNs = new AtomicLongArray(SENT_REMEMBERED);
  private final CompletableFuture<Void> accepted = new CompletableFuture<>();
  private @Nullable Channel channel;
  private long originNs;
  private long nextVideo;
  private long nextAudio;
  private boolean closed;
  private volatile long latestNs;
  private volatile @Nullable String problem;

  Publisher(EventLoop loop, SyntheticStream stream, String streamKey) {
    this.loop = loop;
    this.stream = stream;
    this.streamKey = streamKey;
  }

  /**
   * Connects and publishes; done when the server has accepted it.
   *
   * @param from the address on this machine to come from; the server counts connections of each
   */
  CompletableFuture<Void> connect(InetSocketAddress server, InetSocketAddress from) {
    RtmpConversation conversation =
        new RtmpConversation(streamKey, encoder, accepted, this::onClosed);
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(conversation);
    bootstrap
        .connect(server, from)
        .addListener((ChannelFuture connected) -> {
          channel = connected.channel();
          if (!connected.isSuccess()) {
            accepted.completeExceptionally(connected.cause());
          }
        });
    return accepted;
  }

  /** Sends frame 0 after {@code delayNs}, and the others at their times. */
  void start(long delayNs) {
    loop.execute(() -> {
      originNs = System.nanoTime() + delayNs;
      send(stream.videoHeader(), stream.audioHeader());
      next();
    });
  }

  /** When the last byte of this frame was about to be written, {@link System#nanoTime}. */
  long sentNs(long frame) {
    return sentNs.get((int) (frame % SENT_REMEMBERED));
  }

  /** How much later than planned a frame was sent, at worst, since the last call; nanoseconds. */
  long takeLatestNs() {
    long latest = latestNs;
    latestNs = 0;
    return latest;
  }

  /** Throws when the connection has ended by itself. */
  void check() {
    String reason = problem;
    if (reason != null) {
      throw new IllegalStateException("a publisher lost its connection: " + reason);
    }
  }

  @Override
  public void close() {
    loop.execute(() -> {
      problem = null;
      closed = true;
      if (channel != null) {
        channel.close();
      }
    });
  }

  private void onClosed(String reason) {
    problem = closed ? null : reason;
  }

  private void next() {
    long nowNs = System.nanoTime();
    while (!closed && dueNs() <= nowNs) {
      latestNs = Math.max(latestNs, nowNs - dueNs());
      sendFrame();
      nowNs = System.nanoTime();
    }
    if (!closed && problem == null) {
      loop.schedule(this::next, dueNs() - nowNs, TimeUnit.NANOSECONDS);
    }
  }

  private long dueNs() {
    return originNs + nextVideo * NANOS_PER_SECOND / SyntheticStream.FRAMES_PER_SECOND;
  }

  /** The sound before it, then the frame, in one write. */
  private void sendFrame() {
    List<RawMessage> messages = new ArrayList<>(4);
    while (SyntheticStream.audioMs(nextAudio) <= SyntheticStream.videoMs(nextVideo)) {
      messages.add(stream.audio(nextAudio++));
    }
    messages.add(stream.video(nextVideo));
    byte[][] chunks = encode(messages);
    sentNs.set((int) (nextVideo % SENT_REMEMBERED), System.nanoTime());
    nextVideo++;
    write(chunks);
  }

  private void send(RawMessage... messages) {
    write(encode(List.of(messages)));
  }

  private byte[][] encode(List<RawMessage> messages) {
    byte[][] chunks = new byte[messages.size()][];
    for (int i = 0; i < chunks.length; i++) {
      RawMessage message = messages.get(i);
      int chunkStream = message.typeId() == 9 ? 6 : message.typeId() == 8 ? 4 : 3;
      chunks[i] = encoder.encode(chunkStream, message);
    }
    return chunks;
  }

  private void write(byte[][] chunks) {
    if (channel != null) {
      channel.writeAndFlush(Unpooled.wrappedBuffer(chunks));
    }
  }
}
