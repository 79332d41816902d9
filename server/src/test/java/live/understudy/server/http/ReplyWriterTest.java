package live.understudy.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import live.understudy.hls.MediaBytes;
import live.understudy.server.memory.BlockPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies whose very first write fails hold nothing afterwards. */
class ReplyWriterTest {

  private static final int SMALL = 9_000;
  private static final int LARGE = 900_000;

  /** As where there is no memory left outside the heap. */
  private static final class NoMemory extends AbstractByteBufAllocator {
    NoMemory() {
      super(true);
    }

    @Override
    public boolean isDirectBufferPooled() {
      return false;
    }

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
      throw new OutOfMemoryError("on purpose");
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
      throw new OutOfMemoryError("on purpose");
    }
  }

  private final BlockPool pool = new BlockPool(16L << 20);
  private final DiskReads disk = new DiskReads(1, 1);
  private final ChannelInboundHandlerAdapter handler = new ChannelInboundHandlerAdapter();
  private final EmbeddedChannel channel = new EmbeddedChannel(handler);

  private final ChannelHandlerContext ctx = channel.pipeline().context(handler);

  @AfterEach
  void nothingIsLeft() {
    channel.finishAndReleaseAll();
  }

  private ReplyWriter writer() {
    return new ReplyWriter(ctx, false, HttpLimits.DEFAULTS, disk, _ -> {});
  }

  private static Reply reply(MediaBytes part) {
    return new Reply(
        HttpResponseStatus.OK,
        new DefaultHttpHeaders(),
        Body.Media.of(List.of(part), () -> Reply.of(HttpResponseStatus.NOT_FOUND)));
  }

  private void assertNothingHeld(MediaBytes part) {
    part.release();
    assertEquals(0, pool.usedBytes());
    assertEquals(0, pool.reclaimed());
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  void start_whereTheClientHasLeft_holdsNothing(int length) {
    MediaBytes part = pool.take(length);
    channel.close();
    writer().start(reply(part), false, Persistence.CLOSE);
    assertNothingHeld(part);
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  void start_withoutMemoryForTheHead_holdsNothingOnceCancelled(int length) {
    MediaBytes part = pool.take(length);
    channel.config().setAllocator(new NoMemory());
    ReplyWriter writer = writer();
    Reply reply = reply(part);
    assertThrows(OutOfMemoryError.class, () -> writer.start(reply, false, Persistence.CLOSE));
    writer.cancel();
    assertNothingHeld(part);
  }

  @Test
  void start_thenCancelled_holdsNothingButWhatIsWritten() {
    MediaBytes part = pool.take(LARGE);
    ReplyWriter writer = writer();
    writer.start(reply(part), false, Persistence.CLOSE);
    writer.cancel();
    channel.releaseOutbound();
    assertNothingHeld(part);
  }

  @Test
  void http2Start_onAStreamThatIsGone_holdsNothing() {
    MediaBytes part = pool.take(LARGE);
    HttpRoutes routes = new HttpRoutes(TestHttpServer.services(TestHttpServer::echo));
    HttpLimits limits = HttpLimits.DEFAULTS;
    Http2Session session = Http2Session.of(routes, limits, new ConnectionLimiter(limits));
    EmbeddedChannel connection = new EmbeddedChannel(session);
    Http2Exchange exchange = session.open(1);
    session.writer(exchange).start(reply(part), false);
    connection.finishAndReleaseAll();
    assertNothingHeld(part);
  }
}
