package live.understudy.server.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.DefaultEventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import live.understudy.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopTickerTest {
  private static final Duration TIMEOUT = Await.PATIENCE;

  private final DefaultEventLoop loop = new DefaultEventLoop();
  private final LoopTicker ticker = new LoopTicker(loop);

  @AfterEach
  void endLoop() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5_000);
  }

  private LoopTicker.Turn begin(Runnable action) throws Exception {
    return loop.submit(() -> ticker.begin(action)).get();
  }

  @Test
  void turns_ofManyPrograms_comeEquallyOften() throws Exception {
    List<AtomicInteger> counts = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      counts.add(new AtomicInteger());
    }
    // At one moment, as none may have been round already when the last one begins.
    loop.submit(() -> counts.forEach(count -> ticker.begin(count::incrementAndGet))).get();
    Await.until(TIMEOUT, () -> "turns " + counts, () -> counts.getLast().get() >= 10);
    List<Integer> seen = loop.submit(() -> counts.stream().map(AtomicInteger::get).toList()).get();
    int fewest = seen.stream().mapToInt(Integer::intValue).min().orElseThrow();
    int most = seen.stream().mapToInt(Integer::intValue).max().orElseThrow();
    assertTrue(most - fewest <= 2, seen::toString);
  }

  @Test
  void turn_thatFails_isCalledAgainAndStopsNobody() throws Exception {
    AtomicInteger failing = new AtomicInteger();
    AtomicInteger other = new AtomicInteger();
    for (int i = 0; i < 8; i++) {
      begin(i == 0 ? () -> fail(failing) : other::incrementAndGet);
    }
    Await.until(TIMEOUT, () -> "turns", () -> failing.get() >= 3 && other.get() >= 21);
  }

  private static void fail(AtomicInteger count) {
    count.incrementAndGet();
    throw new IllegalStateException("on purpose");
  }

  @Test
  void turn_ended_isCalledNoMoreAndTheOthersAre() throws Exception {
    AtomicInteger ended = new AtomicInteger();
    AtomicInteger other = new AtomicInteger();
    AtomicReference<LoopTicker.Turn> own = new AtomicReference<>();
    own.set(
        begin(() -> {
          ended.incrementAndGet();
          if (own.get() instanceof LoopTicker.Turn turn) {
            turn.end();
            turn.end();
          }
        }));
    begin(other::incrementAndGet);
    Await.until(TIMEOUT, () -> "the other", () -> other.get() >= 2);
    int calls = ended.get();
    int before = other.get();
    Await.until(TIMEOUT, () -> "the other", () -> other.get() >= before + 5);
    assertEquals(calls, ended.get());
  }

  @Test
  void turn_begunAfterTheLastOneEnded_isCalled() throws Exception {
    AtomicInteger first = new AtomicInteger();
    LoopTicker.Turn turn = begin(first::incrementAndGet);
    Await.until(TIMEOUT, () -> "the first", () -> first.get() > 0);
    loop.submit(turn::end).get();
    // Until the timer has gone round once and found nobody.
    Await.until(TIMEOUT, () -> "the timer's end", () -> loop.submit(ticker::isIdle).get());
    AtomicInteger second = new AtomicInteger();
    begin(second::incrementAndGet);
    Await.until(TIMEOUT, () -> "the second", () -> second.get() > 2);
  }
}
