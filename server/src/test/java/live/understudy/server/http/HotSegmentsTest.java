package live.understudy.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import live.understudy.hls.MediaBytes;
import live.understudy.media.ByteSlice;
import live.understudy.server.memory.BlockPool;
import org.junit.jupiter.api.Test;

class HotSegmentsTest {

  private static Body.Media segment(int first, int length) {
    byte[] bytes = new byte[length];
    bytes[0] = (byte) first;
    return body(List.of(MediaBytes.of(bytes), MediaBytes.of(new byte[] {7, 8})));
  }

  private static Body.Media body(List<MediaBytes> chunks) {
    return Body.Media.of(chunks, () -> Reply.of(HttpResponseStatus.NOT_FOUND));
  }

  @Test
  void warm_secondTime_isACopyThatIsShared() {
    HotSegments hot = new HotSegments(1 << 20);
    Body.Media body = segment(5, 50_000);
    assertSame(body, hot.warm(body));
    Body.Direct copy = assertInstanceOf(Body.Direct.class, hot.warm(body));
    assertEquals(50_002, copy.length());
    assertEquals(5, copy.copy().bytes().get(0));
    assertEquals(8, copy.copy().bytes().get(50_001));
    Body.Direct again = assertInstanceOf(Body.Direct.class, hot.warm(body(body.chunks())));
    assertSame(copy.copy().bytes(), again.copy().bytes());
  }

  @Test
  void warm_otherArrayOfTheSameLength_isAnotherOne() {
    HotSegments hot = new HotSegments(1 << 20);
    for (int first = 1; first <= 3; first++) {
      Body.Media body = segment(first, 50_000);
      hot.warm(body);
      Body.Direct copy = assertInstanceOf(Body.Direct.class, hot.warm(body));
      assertEquals(first, copy.copy().bytes().get(0));
    }
  }

  @Test
  void warm_firstPartOfASegment_isNotTheSegment() {
    HotSegments hot = new HotSegments(1 << 20);
    Body.Media whole = segment(1, 50_000);
    Body.Media part = body(whole.chunks().subList(0, 1));
    hot.warm(whole);
    hot.warm(whole);
    assertSame(part, hot.warm(part));
    assertEquals(50_000, hot.warm(part).length());
    assertEquals(50_002, hot.warm(whole).length());
  }

  @Test
  void warm_moreThanTheLimit_dropsTheOldest() {
    HotSegments hot = new HotSegments(400_000);
    Body.Media oldest = segment(1, 90_000);
    hot.warm(oldest);
    Body.Direct copy = assertInstanceOf(Body.Direct.class, hot.warm(oldest));
    for (int i = 0; i < 5; i++) {
      Body.Media next = segment(i, 90_000);
      hot.warm(next);
      assertInstanceOf(Body.Direct.class, hot.warm(next));
    }
    assertSame(oldest, hot.warm(oldest));
    Body.Direct later = assertInstanceOf(Body.Direct.class, hot.warm(oldest));
    assertNotSame(copy.copy().bytes(), later.copy().bytes());
  }

  @Test
  void warm_askedForOnce_letsTheBytesGo() {
    HotSegments hot = new HotSegments(1 << 20);
    BlockPool pool = new BlockPool(BlockPool.SLAB_BYTES);
    MediaBytes bytes = pool.copy(ByteSlice.of(new byte[90_000]));
    Body.Media body = body(List.of(bytes));
    assertSame(body, hot.warm(body));
    bytes.release();
    assertEquals(0, pool.usedBytes());
    assertSame(body, hot.warm(body), "they have gone, and there is no copy");
    assertSame(body, hot.warm(body));
  }

  @Test
  void warm_smallOrHuge_staysAsItIs() {
    HotSegments hot = new HotSegments(400_000);
    for (int length : new int[] {100, 200_000}) {
      Body.Media body = segment(1, length);
      hot.warm(body);
      assertSame(body, hot.warm(body));
    }
  }
}
