package live.understudy.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordFillerTest {

  private static final int MAX_BYTES = 1_000;

  private final EmbeddedChannel channel = new EmbeddedChannel(new RecordFiller(MAX_BYTES));

  @Test
  void write_untilFlush_passesNothing() {
    ChannelFuture written = channel.write(bytes(9));
    assertNull(channel.readOutbound());
    assertFalse(written.isDone());
    channel.flush();
    assertEquals(1, sizes().size());
    assertTrue(written.isSuccess());
  }

  @Test
  void flush_manySmallWrites_passesOneBuffer() {
    List<ChannelFuture> written = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      written.add(channel.write(bytes(50)));
    }
    channel.flush();
    assertEquals(List.of(500), sizes());
    assertTrue(written.stream().allMatch(ChannelFuture::isSuccess));
  }

  @Test
  void write_whatIsLongEnough_passesAsItIs() {
    ByteBuf whole = bytes(MAX_BYTES);
    channel.writeOutbound(whole);
    ByteBuf passed = channel.readOutbound();
    assertSame(whole, passed);
    passed.release();
  }

  @Test
  void write_moreThanTheLimit_passesNoBufferAboveIt() {
    channel.write(bytes(9));
    channel.write(bytes(2_500));
    channel.write(bytes(9));
    channel.flush();
    assertEquals(List.of(1_000, 1_000, 518), sizes());
  }

  @Test
  void writability_whatWaits_counts() {
    channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(200, 400));
    channel.write(bytes(500));
    assertFalse(channel.isWritable());
    channel.flush();
    assertTrue(channel.isWritable());
    sizes();
  }

  @Test
  void close_whatWaits_isStillSent() {
    channel.write(bytes(30));
    channel.close();
    assertEquals(List.of(30), sizes());
  }

  @Test
  void handlerRemoved_whatWaits_isReleasedAndFails() {
    ByteBuf lost = bytes(30);
    ChannelFuture written = channel.write(lost);
    channel.pipeline().remove(RecordFiller.class);
    assertEquals(0, lost.refCnt());
    assertTrue(written.isDone() && !written.isSuccess());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void write_anySizesAndKinds_keepsBytesAndOrder(long seed) {
    Random random = new Random(seed);
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    ByteArrayOutputStream passed = new ByteArrayOutputStream();
    for (int i = 0; i < 300; i++) {
      byte[] content = new byte[random.nextInt(random.nextBoolean() ? 20 : 3_000)];
      random.nextBytes(content);
      expected.writeBytes(content);
      channel.write(inPieces(content, random));
      if (random.nextInt(5) == 0) {
        channel.flush();
        collect(passed);
      }
    }
    channel.flush();
    collect(passed);
    assertEquals(
        ByteBufUtil.hexDump(expected.toByteArray()), ByteBufUtil.hexDump(passed.toByteArray()));
  }

  private static ByteBuf inPieces(byte[] content, Random random) {
    if (random.nextBoolean()) {
      return Unpooled.wrappedBuffer(content);
    }
    CompositeByteBuf pieces = Unpooled.compositeBuffer();
    int split = random.nextInt(content.length + 1);
    pieces.addComponent(true, Unpooled.wrappedBuffer(content, 0, split));
    pieces.addComponent(
        true, Unpooled.directBuffer().writeBytes(content, split, content.length - split));
    return pieces;
  }

  private static ByteBuf bytes(int length) {
    return Unpooled.buffer(length).writeZero(length);
  }

  private void collect(ByteArrayOutputStream into) {
    for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
      into.writeBytes(ByteBufUtil.getBytes(next));
      next.release();
    }
  }

  private List<Integer> sizes() {
    List<Integer> sizes = new ArrayList<>();
    for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
      sizes.add(next.readableBytes());
      next.release();
    }
    return sizes;
  }
}
