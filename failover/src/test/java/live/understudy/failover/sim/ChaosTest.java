package live.understudy.failover.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.SplittableRandom;
import live.understudy.failover.ProgramConfig;
import live.understudy.failover.ProgramState;
import live.understudy.media.Leg;
import org.junit.jupiter.api.Test;

/**
 * Anything may happen to both legs at any time, of any configuration. Safety: no playlist rule is
 * ever broken, nothing goes back. Liveness: once both legs are well again, so is the program.
 */
class ChaosTest {

  private static final long MS = 1_000_000L;

  private Random random = new Random(0);

  @Test
  void anySeed_breaksNoRuleAndRecovers() {
    int runs = Integer.getInteger("understudy.simulations", 300);
    forSeeds(runs, () -> run(new Simulation(ProgramConfig.defaults(), encoder(1), encoder(2))));
  }

  @Test
  void anySeed_replayedFromItsLog_isTheSameProgram() {
    forSeeds(
        Integer.getInteger("understudy.replays", 60),
        () -> {
          ProgramConfig config = ProgramConfig.defaults();
          Simulation simulation = new Simulation(config, encoder(1), encoder(2)).recorded();
          run(simulation);
          simulation.checkReplay();
        });
  }

  @Test
  void anySeed_lowLatencyReplayedFromItsLog_isTheSameProgram() {
    forSeeds(
        Integer.getInteger("understudy.replays", 60),
        () -> {
          ProgramConfig config = ProgramConfig.defaults().withLowLatency();
          // One encode from both, so that what either lacks comes from the other one.
          int seed = 1 + random.nextInt(2);
          Simulation simulation =
              new Simulation(config, encoder(1), encoder(seed)).watchedBy(PartViewer.ofPictures());
          live(simulation.recorded());
          simulation.stop();
          simulation.checkReplay();
        });
  }

  private void forSeeds(int runs, Runnable run) {
    long base = Long.getLong("understudy.seed", 7_000_000L);
    for (int i = 0; i < runs; i++) {
      long seed = base + i;
      random = new Random(new SplittableRandom(seed).nextLong());
      try {
        run.run();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  private SimEncoder encoder(long encodeSeed) {
    int gop = random.nextInt(4) == 0 ? 30 + random.nextInt(250) : 60;
    SimEncoder encoder =
        new SimEncoder(
            new SimEncoder.Setup(
                encodeSeed,
                gop,
                random.nextInt(gop),
                random.nextInt(4),
                (20 + random.nextInt(400)) * MS,
                random.nextInt(60) * MS,
                1 + random.nextInt(2)),
            new Random(random.nextLong()));
    if (random.nextInt(6) == 0) {
      encoder.videoOnly();
    }
    return encoder.drifting(random.nextInt(201) - 100L);
  }

  private void live(Simulation simulation) {
    if (random.nextBoolean()) {
      simulation.start();
    }
    simulation.connect(Leg.PRIMARY);
    simulation.run(random.nextInt(9000));
    simulation.connect(Leg.BACKUP);
    simulation.run(random.nextInt(9000));
    if (simulation.view().state() == ProgramState.OFF) {
      simulation.start();
    }
    for (int i = 4 + random.nextInt(8); i >= 0; i--) {
      strike(simulation);
      simulation.run(random.nextInt(7000));
    }
    for (Leg leg : Leg.values()) {
      simulation.disconnect(leg);
      simulation.connect(leg);
    }
    simulation.run(45_000);
  }

  private void run(Simulation simulation) {
    live(simulation);
    assertEquals(ProgramState.ON_AIR, simulation.view().state());
    simulation.viewer.forgetRhythm();
    simulation.run(40_000);
    int target = simulation.view().targetDurationS();
    assertTrue(
        simulation.viewer.longestWithoutSegmentNs / 1e9 <= 1.5 * target,
        "no new segment for " + simulation.viewer.longestWithoutSegmentNs / 1e9);
    simulation.stop();
    assertTrue(simulation.viewer.ended());
  }

  private void strike(Simulation simulation) {
    Leg victim = random.nextBoolean() ? Leg.PRIMARY : Leg.BACKUP;
    switch (random.nextInt(8)) {
      case 0 -> simulation.disconnect(victim);
      case 1 -> simulation.connect(victim);
      case 2 -> simulation.pause(victim, true);
      case 3 -> simulation.pause(victim, false);
      case 4 -> simulation.delayLink(victim, random.nextInt(4000));
      case 5 -> simulation.encoder(victim).throttle(0.3 * random.nextDouble(), simulation.nowNs());
      case 6 -> simulation.encoder(victim).jumpTimestamps(300L + random.nextInt(20_000));
      default -> {
        if (simulation.core.resumePoint() != null) {
          simulation.restart(random.nextInt(5000));
          simulation.connect(Leg.PRIMARY);
          simulation.connect(Leg.BACKUP);
        }
      }
    }
  }
}
