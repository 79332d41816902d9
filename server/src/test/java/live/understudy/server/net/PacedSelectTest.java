package live.understudy.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.SelectStrategy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import live.understudy.server.http.Transport;
import org.junit.jupiter.api.Test;

class PacedSelectTest {

  private static final int NOW = 7;

  private boolean lookedNow;

  private int look(PacedSelect select, boolean hasTasks) throws Exception {
    return select.calculateStrategy(
        () -> {
          lookedNow = true;
          return NOW;
        },
        hasTasks);
  }

  @Test
  void withTasks_looksAtOnce() throws Exception {
    PacedSelect select = new PacedSelect();
    look(select, false);
    long beganNs = System.nanoTime();
    for (int i = 0; i < 1_000; i++) {
      assertEquals(NOW, look(select, true));
    }
    assertTrue(System.nanoTime() - beganNs < 500 * PacedSelect.INTERVAL_NS);
    assertTrue(lookedNow);
  }

  @Test
  void withoutTasks_looksAreAtLeastTheIntervalApart() throws Exception {
    PacedSelect select = new PacedSelect();
    look(select, false);
    long beganNs = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      assertEquals(SelectStrategy.SELECT, look(select, false));
    }
    assertTrue(System.nanoTime() - beganNs >= 20 * PacedSelect.INTERVAL_NS * 9 / 10);
    assertFalse(lookedNow);
  }

  @Test
  void group_taskFromElsewhere_runs() throws Exception {
    EventLoopGroup group = Transport.newPacedGroup(2, "paced-test");
    try {
      CountDownLatch ran = new CountDownLatch(100);
      for (int i = 0; i < 100; i++) {
        group.next().execute(ran::countDown);
      }
      assertTrue(ran.await(10, TimeUnit.SECONDS));
    } finally {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
  }
}
