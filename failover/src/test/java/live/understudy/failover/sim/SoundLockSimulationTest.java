package live.understudy.failover.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import live.understudy.failover.Alignment;
import live.understudy.failover.ProgramConfig;
import live.understudy.failover.SwitchRecord;
import live.understudy.failover.align.OffsetMeasurement;
import live.understudy.failover.align.SoundWindow;
import live.understudy.media.Leg;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Legs whose sound has told how far apart they are, which may be seconds. */
class SoundLockSimulationTest {

  private static final long MS = 1_000_000L;
  private static final int NEAR_MS = 40;
  private static final int FAR_MS = 3040;

  private static SimEncoder encoder(long seed, int phase, long latencyMs) {
    return new SimEncoder(
        new SimEncoder.Setup(seed, 60, phase, 0, latencyMs * MS, 10 * MS, 1), new Random(seed));
  }

  /** Connected, measured before the event, and live. */
  private static Simulation live(Simulation simulation) {
    simulation.connect(Leg.PRIMARY);
    simulation.run(700);
    simulation.connect(Leg.BACKUP);
    simulation.run(8000);
    assertEquals(Alignment.ARRIVAL_TIME, simulation.view().alignment());
    measure(simulation);
    assertEquals(Alignment.SOUND, simulation.view().alignment(), "before the event");
    simulation.core.start();
    simulation.run(12_000);
    assertEquals(Alignment.SOUND, simulation.view().alignment(), "known stays known");
    assertEquals(Leg.PRIMARY, simulation.view().onAir());
    return simulation;
  }

  /** What three windows of perfect sound tell: when the camera took what. */
  private static void measure(Simulation simulation) {
    long p = simulation.encoder(Leg.PRIMARY).sessionZeroNs();
    long b = simulation.encoder(Leg.BACKUP).sessionZeroNs();
    for (int window = 0; window < 3; window++) {
      SoundWindow sound = simulation.core.soundWindow();
      assertNotNull(sound);
      assertTrue(sound.primary().durationNs() <= SoundWindow.LONGEST_NS + 100 * MS);
      simulation.core.soundMeasured(
          new OffsetMeasurement(
              sound.primary().session(), sound.backup().session(), b - p, 0.9, window * MS));
    }
  }

  private static void assertSwitchedBySound(Simulation simulation, Leg to) {
    assertEquals(to, simulation.view().onAir());
    SwitchRecord last = simulation.view().switches().getLast();
    assertEquals(Alignment.SOUND, last.offset().alignment());
    assertEquals(0.9, last.offset().confidence(), 1e-9);
  }

  @ParameterizedTest
  @ValueSource(ints = {NEAR_MS + 900, FAR_MS})
  void classic_backupFarBehind_nothingLostOrRepeated(int backupMs) {
    Simulation simulation =
        live(
            new Simulation(
                ProgramConfig.defaults(), encoder(1, 0, NEAR_MS), encoder(2, 37, backupMs)));
    assertFarBehind(simulation, backupMs - NEAR_MS);
    simulation.disconnect(Leg.PRIMARY);
    simulation.run(10_000);
    assertSwitchedBySound(simulation, Leg.BACKUP);
    simulation.stop();
    assertEquals(0, simulation.viewer.lost(), "lost");
    assertEquals(0, simulation.viewer.repeated(), "repeated");
    assertEquals(0, simulation.viewer.discontinuities);
    assertEquals(0, simulation.viewer.audioHoles);
  }

  private static void assertFarBehind(Simulation simulation, int wantedMs) {
    Double behindMs = simulation.view().backupBehindMs();
    assertNotNull(behindMs);
    assertEquals(wantedMs, behindMs, 12);
  }

  @ParameterizedTest
  @ValueSource(ints = {NEAR_MS + 900, FAR_MS})
  void classic_backupFarAhead_nothingLostOrRepeatedAndBackAgain(int primaryMs) {
    Simulation simulation =
        live(
            new Simulation(
                ProgramConfig.defaults(), encoder(1, 0, primaryMs), encoder(2, 37, NEAR_MS)));
    assertFarBehind(simulation, NEAR_MS - primaryMs);
    simulation.disconnect(Leg.PRIMARY);
    simulation.run(10_000);
    assertSwitchedBySound(simulation, Leg.BACKUP);
    simulation.connect(Leg.PRIMARY);
    simulation.run(8000);
    assertEquals(Alignment.ARRIVAL_TIME, simulation.view().alignment(), "another session");
    measure(simulation);
    simulation.core.operatorSwitch(Leg.PRIMARY, simulation.nowNs(), 0);
    simulation.run(10_000);
    assertEquals(Leg.PRIMARY, simulation.view().onAir());
    simulation.stop();
    assertEquals(0, simulation.viewer.lost(), "lost");
    assertEquals(0, simulation.viewer.repeated(), "repeated");
    assertEquals(0, simulation.viewer.audioHoles);
  }

  @Test
  void lowLatency_backupFarAhead_overlapsWithItsTrueTimes() {
    PartViewer parts = PartViewer.ofPictures();
    Simulation simulation =
        live(
            new Simulation(
                    ProgramConfig.defaults().withLowLatency(),
                    encoder(1, 0, FAR_MS),
                    encoder(2, 37, NEAR_MS))
                .watchedBy(parts));
    simulation.disconnect(Leg.PRIMARY);
    simulation.run(10_000);
    assertSwitchedBySound(simulation, Leg.BACKUP);
    simulation.stop();
    // A gap of a tenth of a second at most is preferred to an overlap.
    assertTrue(parts.lost() <= 3, "lost " + parts.lost());
    assertEquals(0, parts.repeated(), "repeated");
  }

  @Test
  void lowLatency_backupALittleBehind_overlapsWithItsTrueTimes() {
    PartViewer parts = PartViewer.ofPictures();
    Simulation simulation =
        live(
            new Simulation(
                    ProgramConfig.defaults().withLowLatency(),
                    encoder(1, 0, NEAR_MS),
                    encoder(2, 37, NEAR_MS + 400))
                .watchedBy(parts));
    simulation.disconnect(Leg.PRIMARY);
    simulation.run(10_000);
    assertSwitchedBySound(simulation, Leg.BACKUP);
    simulation.stop();
    assertEquals(0, parts.lost(), "lost");
    assertEquals(0, parts.repeated(), "repeated");
  }

  @Test
  void lowLatency_backupFarBehind_repeatsRatherThanLetPlayersWait() {
    PartViewer parts = PartViewer.ofPictures();
    Simulation simulation =
        live(
            new Simulation(
                    ProgramConfig.defaults().withLowLatency(),
                    encoder(1, 0, NEAR_MS),
                    encoder(2, 37, FAR_MS))
                .watchedBy(parts));
    parts.forgetRhythm();
    simulation.disconnect(Leg.PRIMARY);
    simulation.run(10_000);
    assertEquals(Leg.BACKUP, simulation.view().onAir());
    assertEquals(
        Alignment.ARRIVAL_TIME,
        simulation.view().switches().getLast().offset().alignment(),
        "the record says what it went by");
    simulation.stop();
    assertEquals(0, parts.lost(), "lost");
    assertTrue(parts.longestWithoutPartNs < 1000 * MS, "a new part within a second");
  }

  @Test
  void soundWindow_oneLegOrIdenticalEncodes_none() {
    Simulation simulation =
        new Simulation(ProgramConfig.defaults(), encoder(1, 0, NEAR_MS), encoder(1, 0, NEAR_MS));
    assertNull(simulation.core.soundWindow());
    simulation.connect(Leg.PRIMARY);
    simulation.run(3000);
    assertNull(simulation.core.soundWindow());
    simulation.connect(Leg.BACKUP);
    simulation.run(8000);
    assertEquals(Alignment.IDENTICAL, simulation.view().alignment());
    assertNull(simulation.core.soundWindow(), "nothing to find out");
  }

  @Test
  void soundWindow_expectation_isThatOfTheArrival() {
    Simulation simulation =
        new Simulation(
            ProgramConfig.defaults(), encoder(1, 0, NEAR_MS), encoder(2, 37, NEAR_MS + 500));
    simulation.connect(Leg.PRIMARY);
    simulation.run(2000);
    simulation.connect(Leg.BACKUP);
    simulation.run(6000);
    SoundWindow window = simulation.core.soundWindow();
    assertNotNull(window);
    long p = simulation.encoder(Leg.PRIMARY).sessionZeroNs();
    long b = simulation.encoder(Leg.BACKUP).sessionZeroNs();
    // What arrives together was taken half a second apart.
    assertEquals(b - p + 500 * MS, window.expectedNs(), 15 * MS);
  }
}
