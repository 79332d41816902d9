package live.understudy.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.LongStream;
import live.understudy.media.Leg;
import org.junit.jupiter.api.Test;

class SwitchLogTest {

  private static void write(SwitchLog log, int count) {
    for (int i = 0; i < count; i++) {
      log.interrupted(Leg.PRIMARY, SwitchPlace.nobody(i, 0, 0), i);
    }
  }

  private static List<Long> epochs(List<SwitchRecord> entries) {
    return entries.stream().map(SwitchRecord::epoch).toList();
  }

  private static List<Long> range(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  @Test
  void takeNew_eachEntry_isGivenOnce() {
    SwitchLog log = new SwitchLog();
    assertEquals(List.of(), log.takeNew());
    write(log, 2);
    assertEquals(range(1, 2), epochs(log.takeNew()));
    assertEquals(List.of(), log.takeNew());
    write(log, 1);
    assertEquals(range(3, 3), epochs(log.takeNew()));
    assertEquals(range(1, 3), epochs(log.latest()));
  }

  @Test
  void add_moreThanIsRemembered_theOldestGo() {
    SwitchLog log = new SwitchLog();
    int count = SwitchLog.MAX_REMEMBERED + 30;
    write(log, count);
    assertEquals(range(31, count), epochs(log.latest()));
    assertEquals(range(31, count), epochs(log.takeNew()));
    assertEquals(count, log.epoch());
  }

  @Test
  void after_anotherProcess_numbersGoOn() {
    SwitchLog log = SwitchLog.after(41, 9);
    assertEquals(41, log.epoch());
    assertEquals(10, log.nextSession());
    write(log, 1);
    assertEquals(range(42, 42), epochs(log.latest()));
  }

  @Test
  void inputs_ofEachEngine_countFromZero() {
    SwitchLog log = new SwitchLog();
    log.told();
    log.told();
    write(log, 1);
    log.engineBegins();
    log.told();
    write(log, 1);
    assertEquals(List.of(2L, 1L), log.latest().stream().map(SwitchRecord::inputs).toList());
    assertTrue(log.nextSession() > 0);
  }
}
