package live.understudy.ingest.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import live.understudy.ingest.IngestLimits;
import org.junit.jupiter.api.Test;

class ConnectionCounterTest {
  private final ConnectionCounter counter =
      new ConnectionCounter(new IngestLimits.Connections(5, 2, 64 << 10, 64 << 10));

  private static InetAddress address(int last) throws Exception {
    return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
  }

  @Test
  void open_upToBothLimits_thenOneLeavesAndOneComes() throws Exception {
    assertNull(counter.open(address(1)));
    assertNull(counter.open(address(1)));
    assertEquals("more than 2 connections from one address", counter.open(address(1)));
    assertNull(counter.open(address(2)));
    assertNull(counter.open(address(2)));
    assertNull(counter.open(address(3)));
    assertEquals("more than 5 connections", counter.open(address(4)));
    assertEquals(5, counter.total());
    counter.close(address(1));
    assertNull(counter.open(address(4)));
    assertEquals("more than 5 connections", counter.open(address(1)));
    assertEquals(5, counter.total());
  }

  @Test
  void open_fromManyThreads_neverMoreThanAllowed() throws Exception {
    AtomicInteger most = new AtomicInteger();
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 8; i++) {
        InetAddress mine = address(i);
        var _ =
            threads.submit(() -> {
              for (int n = 0; n < 20_000; n++) {
                if (counter.open(mine) == null) {
                  most.accumulateAndGet(counter.total(), Math::max);
                  counter.close(mine);
                }
              }
            });
      }
    }
    assertEquals(0, counter.total());
    assertTrue(most.get() <= 5, most::toString);
  }
}
