package live.understudy.failover.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import live.understudy.failover.ProgramConfig;
import live.understudy.media.Leg;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs without pictures: sound leads, and every frame of it can be cut at. */
class SoundAloneSimulationTest {

  private static final long MS = 1_000_000L;

  private final PartViewer viewer = PartViewer.ofSound();

  private static SimEncoder encoder(long seed, int latencyMs) {
    return new SimEncoder(
            new SimEncoder.Setup(seed, 30, 0, 0, latencyMs * MS, 5 * MS, 1), new Random(seed))
        .soundAlone();
  }

  private Simulation live(boolean low) {
    ProgramConfig config = ProgramConfig.defaults();
    Simulation simulation =
        new Simulation(low ? config.withLowLatency() : config, encoder(1, 40), encoder(2, 60))
            .watchedBy(viewer);
    simulation.connect(Leg.PRIMARY);
    simulation.run(700);
    simulation.connect(Leg.BACKUP);
    simulation.run(5000);
    simulation.core.start();
    simulation.run(12_000);
    assertEquals(Leg.PRIMARY, simulation.view().onAir());
    viewer.forgetRhythm();
    return simulation;
  }

  private void assertNewWithin(long ms) {
    assertTrue(
        viewer.longestWithoutPartNs <= ms * MS,
        "nothing new for " + viewer.longestWithoutPartNs / MS + " ms");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void steady_everySoundIsThereOnce(boolean low) {
    Simulation simulation = live(low);
    simulation.run(30_000);
    assertNewWithin(low ? 600 : 2500);
    assertEquals(0, viewer.lost());
    assertEquals(0, viewer.repeated());
    assertEquals(0, viewer.tooLong);
    assertEquals(0, viewer.tooShort);
    assertEquals(0, viewer.discontinuities);
    assertTrue(viewer.shown() > 1600, "sounds " + viewer.shown());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void disconnect_goesOnWithTheOtherLeg(boolean low) {
    Simulation simulation = live(low);
    simulation.disconnect(Leg.PRIMARY);
    simulation.run(10_000);
    assertEquals(Leg.BACKUP, simulation.view().onAir());
    simulation.connect(Leg.PRIMARY);
    simulation.run(10_000);
    simulation.disconnect(Leg.BACKUP);
    simulation.run(10_000);
    assertEquals(Leg.PRIMARY, simulation.view().onAir());
    assertNewWithin(low ? 1100 : 3000);
    assertTrue(viewer.lost() <= 10, "lost " + viewer.lost());
    assertTrue(viewer.repeated() <= 10, "repeated " + viewer.repeated());
    simulation.stop();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void blackHole_goesOnWithTheOtherLeg(boolean low) {
    Simulation simulation = live(low);
    simulation.pause(Leg.PRIMARY, true);
    simulation.run(10_000);
    assertEquals(Leg.BACKUP, simulation.view().onAir());
    assertNewWithin(low ? 1400 : 3000);
    assertTrue(viewer.lost() <= 40, "lost " + viewer.lost());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void bothGoneAndBack_goesOn(boolean low) {
    Simulation simulation = live(low);
    simulation.disconnect(Leg.BACKUP);
    simulation.run(500);
    simulation.disconnect(Leg.PRIMARY);
    simulation.run(8000);
    viewer.forgetRhythm();
    long before = viewer.shown();
    simulation.connect(Leg.BACKUP);
    simulation.run(15_000);
    assertEquals(Leg.BACKUP, simulation.view().onAir());
    assertTrue(viewer.shown() > before + 11 * 46, "shown " + (viewer.shown() - before));
    assertNewWithin(low ? 600 : 3000);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void restart_goesOnBehindWhatWasListed(boolean low) {
    Simulation simulation = live(low);
    for (int i = 0; i < 4; i++) {
      simulation.run(777);
      simulation.restart(200);
      simulation.connect(Leg.PRIMARY);
      simulation.run(9000);
    }
    assertEquals(4, viewer.discontinuities);
    assertTrue(viewer.shown() > 30 * 46, "sounds " + viewer.shown());
  }
}
