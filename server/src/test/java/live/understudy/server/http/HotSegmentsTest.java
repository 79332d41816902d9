package live.understudy.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import live.understudy.media.ByteSlice;
import org.junit.jupiter.api.Test;

class HotSegmentsTest {

  private static Body.Memory segment(int first, int length) {
    byte[] bytes = new byte[length];
    bytes[0] = (byte) first;
    return new Body.Memory(List.of(ByteSlice.of(bytes), ByteSlice.of(new byte[] {7, 8})));
  }

  @Test
  void warm_secondTime_isACopyThatIsShared() {
    HotSegments hot = new HotSegments(1 << 20);
    Body.Memory body = segment(5, 50_000);
    assertSame(body, hot.warm(body));
    Body.Direct copy = assertInstanceOf(Body.Direct.class, hot.warm(body));
    assertEquals(50_002, copy.length());
    assertEquals(5, copy.copy().bytes().get(0));
    assertEquals(8, copy.copy().bytes().get(50_001));
    Body.Direct again =
        assertInstanceOf(Body.Direct.class, hot.warm(new Body.Memory(body.slices())));
    assertSame(copy.copy().bytes(), again.copy().bytes());
  }

  @Test
  void warm_otherArrayOfTheSameLength_isAnotherOne() {
    HotSegments hot = new HotSegments(1 << 20);
    for (int first = 1; first <= 3; first++) {
      Body.Memory body = segment(first, 50_000);
      hot.warm(body);
      Body.Direct copy = assertInstanceOf(Body.Direct.class, hot.warm(body));
      assertEquals(first, copy.copy().bytes().get(0));
    }
  }

  @Test
  void warm_firstPartOfASegment_isNotTheSegment() {
    HotSegments hot = new HotSegments(1 << 20);
    Body.Memory whole = segment(1, 50_000);
    Body.Memory part = new Body.Memory(whole.slices().subList(0, 1));
    hot.warm(whole);
    hot.warm(whole);
    assertSame(part, hot.warm(part));
    assertEquals(50_000, hot.warm(part).length());
    assertEquals(50_002, hot.warm(whole).length());
  }

  @Test
  void warm_moreThanTheLimit_dropsTheOldest() {
    HotSegments hot = new HotSegments(400_000);
    Body.Memory oldest = segment(1, 90_000);
    hot.warm(oldest);
    Body.Direct copy = assertInstanceOf(Body.Direct.class, hot.warm(oldest));
    for (int i = 0; i < 5; i++) {
      Body.Memory next = segment(i, 90_000);
      hot.warm(next);
      assertInstanceOf(Body.Direct.class, hot.warm(next));
    }
    assertSame(oldest, hot.warm(oldest));
    Body.Direct later = assertInstanceOf(Body.Direct.class, hot.warm(oldest));
    assertNotSame(copy.copy().bytes(), later.copy().bytes());
  }

  @Test
  void warm_eachAskedForOnce_keepsNoMoreThanTheLimitFromTheCollector() {
    HotSegments hot = new HotSegments(400_000);
    Body.Memory oldest = segment(1, 90_000);
    hot.warm(oldest);
    for (int i = 0; i < 5; i++) {
      hot.warm(segment(i, 90_000));
    }
    assertSame(oldest, hot.warm(oldest), "remembered with 450 kB of others");
  }

  @Test
  void warm_smallOrHuge_staysAsItIs() {
    HotSegments hot = new HotSegments(400_000);
    for (int length : new int[] {100, 200_000}) {
      Body.Memory body = segment(1, length);
      hot.warm(body);
      assertSame(body, hot.warm(body));
    }
  }
}
