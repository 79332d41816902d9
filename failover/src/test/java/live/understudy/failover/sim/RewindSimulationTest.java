package live.understudy.failover.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import live.understudy.failover.ProgramConfig;
import live.understudy.failover.ProgramResume;
import live.understudy.media.Leg;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs whose viewers can go back, with a store that keeps up, and one that does not. */
class RewindSimulationTest {

  private final PartViewer viewer = PartViewer.ofPictures();

  private static SimEncoder encoder(long seed, int phase) {
    return new SimEncoder(
        new SimEncoder.Setup(seed, 60, phase, 0, 40_000_000, 5_000_000, 1), new Random(seed));
  }

  private Simulation live(boolean low) {
    ProgramConfig config = ProgramConfig.defaults().rewindable(Long.MAX_VALUE, 10_000);
    Simulation simulation =
        new Simulation(low ? config.withLowLatency() : config, encoder(1, 0), encoder(2, 37))
            .watchedBy(viewer);
    simulation.connect(Leg.PRIMARY);
    simulation.connect(Leg.BACKUP);
    simulation.run(3000);
    simulation.core.start();
    return simulation;
  }

  private static ProgramResume resume(Simulation simulation) {
    ProgramResume resume = simulation.core.resumePoint();
    if (resume == null) {
      throw new AssertionError("nothing was published");
    }
    return resume;
  }

  private void store(Simulation simulation, long from) {
    long next = resume(simulation).playlist().nextMsn();
    for (long msn = from; msn < next; msn++) {
      viewer.stored(msn);
      simulation.core.stored(msn);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void stored_everythingStaysListedAndTheMemoryDoesNotGrow(boolean low) {
    Simulation simulation = live(low);
    for (int i = 0; i < 12; i++) {
      simulation.run(20_000);
      store(simulation, 0);
      simulation.run(3000);
      if (i % 4 == 1) {
        simulation.disconnect(i % 8 == 1 ? Leg.PRIMARY : Leg.BACKUP);
      } else if (i % 4 == 3) {
        simulation.connect(i % 8 == 3 ? Leg.PRIMARY : Leg.BACKUP);
      }
    }
    ProgramResume resume = resume(simulation);
    assertEquals(0, resume.listed().getFirst().msn());
    assertTrue(resume.listed().size() > 120, "lists " + resume.listed().size());
    assertTrue(resume.inMemory().size() < 32, "in memory " + resume.inMemory().size());
    Set<Long> kept = new HashSet<>();
    for (long msn = 0; msn < resume.playlist().nextMsn(); msn++) {
      viewer.stored(msn);
      kept.add(msn);
    }
    simulation.restart(500);
    simulation.core.stored(kept);
    simulation.connect(Leg.PRIMARY);
    simulation.run(10_000);
    assertEquals(0, resume(simulation).listed().getFirst().msn(), "listed again");
    simulation.stop();
  }

  /** A full disk: half a minute can be gone back, and no byte more is kept. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void notStored_theListGivesWayAndTheMemoryDoesNotGrow(boolean low) {
    Simulation simulation = live(low);
    for (int i = 0; i < 10; i++) {
      simulation.run(30_000);
      ProgramResume resume = resume(simulation);
      assertTrue(resume.listed().size() <= 18, "lists " + resume.listed().size());
      assertTrue(resume.left().size() <= 20, "left lately " + resume.left().size());
      assertTrue(resume.inMemory().size() <= 38, "in memory " + resume.inMemory().size());
    }
    assertTrue(viewer.segments() > 140, "segments " + viewer.segments());
  }
}
