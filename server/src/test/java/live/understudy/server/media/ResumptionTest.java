package live.understudy.server.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import live.understudy.api.event.Dvr;
import live.understudy.api.event.EventView;
import live.understudy.api.event.LatencyMode;
import live.understudy.failover.ProgramConfig;
import live.understudy.failover.ProgramResume;
import live.understudy.hls.PackagerResume;
import live.understudy.hls.WindowSnapshot;
import live.understudy.hls.store.Recovered;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResumptionTest {

  private static ProgramConfig config(LatencyMode latency, Dvr dvr) {
    return Resumption.config(
        ProgramConfig.defaults(),
        EventView.scheduled("show", "Show", List.of("en"), latency, dvr, 1_000));
  }

  @Test
  void config_ofEveryLatencyAndRewind_saysIt() {
    assertEquals(ProgramConfig.defaults(), config(LatencyMode.CLASSIC, Dvr.OFF));
    ProgramConfig low = config(LatencyMode.LOW, Dvr.OFF);
    assertTrue(low.lowLatency());
    assertEquals(false, low.rewindable());
    ProgramConfig window = config(LatencyMode.CLASSIC, new Dvr(Dvr.Mode.WINDOW, 30));
    assertTrue(window.rewindable());
    assertEquals(30 * 60_000_000L, window.window().listedUs());
    ProgramConfig event = config(LatencyMode.LOW, new Dvr(Dvr.Mode.EVENT, null));
    assertTrue(event.lowLatency() && event.rewindable());
    assertEquals(Long.MAX_VALUE, event.window().listedUs());
    assertEquals(ProgramConfig.defaults().window().memoryUs(), event.window().memoryUs());
  }

  @Test
  void config_shortestWindow_isNotShorterThanTheUsualList() {
    ProgramConfig window = config(LatencyMode.CLASSIC, new Dvr(Dvr.Mode.WINDOW, 1));
    assertTrue(window.window().listedUs() >= ProgramConfig.defaults().window().listedUs());
  }

  @Test
  void resume_certain_listsWhatWasListedAndGoesOnWithTheNextNumber() {
    Recovered kept = Fixtures.recovered(40, true);
    ProgramResume resume = Resumption.resume(kept, kept.lastWallMs() + 3_600_000);
    assertEquals(new PackagerResume(40, 3, 5, true), resume.playlist());
    assertEquals(kept.shape(), resume.shape());
    assertEquals(kept.segments(), resume.listed());
    assertEquals(kept.inits(), resume.inits());
    assertEquals(List.of(), resume.inMemory());
    assertEquals(kept.zeroWallMs(), resume.zeroWallMs());
    assertEquals(80_000_000_000L, resume.publishedEndNs());
  }

  @ParameterizedTest
  @CsvSource({"-5000, 1", "0, 1", "249, 1", "250, 2", "1000, 5", "3600000, 14401"})
  void resume_uncertain_leavesOutAsManyNumbersAsThereCanHaveBeen(long afterMs, int left) {
    Recovered kept = Fixtures.recovered(40, false);
    ProgramResume resume = Resumption.resume(kept, kept.lastWallMs() + afterMs);
    assertEquals(new PackagerResume(40 + left, 3 + left, 5 + left, true), resume.playlist());
    assertEquals(kept.shape(), resume.shape());
    assertEquals(List.of(), resume.listed());
    assertEquals(Map.of(), resume.inits());
    assertEquals(80_000_000_000L, resume.publishedEndNs());
  }

  @Test
  void resume_uncertainForYears_keepsNumbersThatPlayersCanRead() {
    Recovered kept = Fixtures.recovered(40, false);
    ProgramResume resume = Resumption.resume(kept, kept.lastWallMs() + (1L << 50));
    assertTrue(resume.playlist().nextMsn() > 1 << 23);
    assertTrue(resume.playlist().nextInitNumber() > 0);
  }

  @Test
  void ended_listsEverythingThatIsKeptAndEnds() {
    Recovered kept = Fixtures.recovered(40, true);
    WindowSnapshot shown = Resumption.ended(kept, ProgramConfig.defaults());
    assertTrue(shown.ended());
    assertEquals(kept.segments(), shown.listed());
    assertEquals(36, shown.servedFromMsn());
    assertTrue(shown.isServed(36) && shown.isServed(39));
    assertEquals(Map.of(), shown.inMemory());
  }
}
