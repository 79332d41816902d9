package live.understudy.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import live.understudy.hls.MediaPlaylist;
import live.understudy.hls.PackagerResume;
import live.understudy.hls.PlaylistShape;
import live.understudy.hls.WindowConfig;
import live.understudy.hls.WindowSnapshot;
import live.understudy.media.Leg;
import live.understudy.media.SessionEvent;
import org.junit.jupiter.api.Test;

/** A program's life outside of what the scenarios play through. */
class ProgramCoreTest {
  private static final ProgramResume RESUME =
      new ProgramResume(
          new PackagerResume(40, 3, 2, true),
          PlaylistShape.classic(1),
          1_000,
          5_000_000_000L,
          List.of(),
          List.of(),
          Map.of(),
          List.of());

  private static void publish(ProgramCore core, long fromMs, long toMs) {
    for (long ms = fromMs; ms < toMs; ms += 40) {
      long nowNs = ms * Units.MS;
      SessionEvent picture = new SessionEvent.Unit(Units.picture(ms, 0, ms % 1000 == 0, ms));
      core.onEvent(Leg.PRIMARY, picture, nowNs, ms);
      core.tick(nowNs, ms);
    }
  }

  private static void connect(ProgramCore core) {
    core.sessionStarted(Leg.PRIMARY, 0, 0);
    core.onEvent(Leg.PRIMARY, new SessionEvent.Configured(Units.MILLIS), 0, 0);
  }

  @Test
  void resume_beforeTheFirstPicture_listsWhatWasListed() {
    ProgramCore first = new ProgramCore(ProgramConfig.defaults(), null);
    assertNull(first.resumePoint());
    first.start();
    connect(first);
    publish(first, 0, 20_000);
    ProgramResume resume = Objects.requireNonNull(first.resumePoint());
    WindowSnapshot before = Objects.requireNonNull(first.takeSnapshot());
    ProgramCore second = new ProgramCore(ProgramConfig.defaults(), resume);
    second.start();
    WindowSnapshot after = Objects.requireNonNull(second.takeSnapshot());
    assertEquals(before.listed(), after.listed());
    assertEquals(before.inMemory(), after.inMemory());
    assertEquals(resume, second.resumePoint());
    assertEquals(first.zeroWallMs(), second.zeroWallMs());
    assertEquals(MediaPlaylist.write(before), MediaPlaylist.write(after));
  }

  @Test
  void start_resumedUnderLongerSegmentsAndParts_keepsItsTargetDuration() {
    ProgramConfig longer =
        new ProgramConfig(
            6_000_000,
            3_000_000,
            -1,
            300 * Units.MS,
            1000 * Units.MS,
            10_000 * Units.MS,
            new WindowConfig(60_000_000, 6, 60),
            false,
            false,
            0);
    ProgramCore core = new ProgramCore(longer, RESUME);
    core.start();
    connect(core);
    publish(core, 0, 8000);
    WindowSnapshot snapshot = Objects.requireNonNull(core.takeSnapshot());
    assertEquals(1, snapshot.shape().targetDurationS());
    assertEquals(40, snapshot.listed().getFirst().msn());
    assertTrue(snapshot.listed().stream().allMatch(one -> one.durationUs() < 1_500_000));
  }

  @Test
  void stop_whileEncodersGoOn_nothingFollows() {
    ProgramCore core = new ProgramCore(ProgramConfig.defaults(), null);
    core.start();
    connect(core);
    publish(core, 0, 8000);
    core.stop();
    assertTrue(Objects.requireNonNull(core.takeSnapshot()).ended());
    publish(core, 8000, 16_000);
    connect(core);
    publish(core, 16_000, 24_000);
    core.onEvent(Leg.PRIMARY, new SessionEvent.Ended("gone"), 0, 0);
    assertNull(core.takeSnapshot());
    assertEquals(ProgramState.ENDED, core.view().state());
    assertNotNull(core.resumePoint());
  }
}
