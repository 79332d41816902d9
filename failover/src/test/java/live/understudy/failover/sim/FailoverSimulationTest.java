package live.understudy.failover.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.SplittableRandom;
import live.understudy.failover.Alignment;
import live.understudy.failover.ProgramConfig;
import live.understudy.failover.ProgramState;
import live.understudy.failover.ProgramView;
import live.understudy.media.Leg;
import org.junit.jupiter.api.Test;

class FailoverSimulationTest {

  private static final long MS = 1_000_000L;
  private static final double PROMISED_TARGET_DURATIONS = 1.5;

  private static SimEncoder encoder(
      long seed, int phase, int bFrames, int latencyMs, int jitterMs) {
    return new SimEncoder(
        new SimEncoder.Setup(seed, 60, phase, bFrames, latencyMs * MS, jitterMs * MS, 1),
        new Random(seed));
  }

  private static Simulation live(SimEncoder primary, SimEncoder backup) {
    Simulation simulation = new Simulation(ProgramConfig.defaults(), primary, backup);
    simulation.connect(Leg.PRIMARY);
    simulation.run(700);
    simulation.connect(Leg.BACKUP);
    simulation.run(5000);
    simulation.core.start();
    simulation.run(10_000);
    assertEquals(Leg.PRIMARY, simulation.view().onAir());
    return simulation;
  }

  private static void assertPromisesKept(Simulation simulation, long uncertainFrames) {
    SimViewer viewer = simulation.viewer;
    assertTrue(viewer.worstLipSyncS() < 0.013, "lips off " + viewer.worstLipSyncS());
    long expected =
        viewer.shown() * SimEncoder.AUDIO_RATE / SimEncoder.FPS / SimEncoder.AUDIO_FRAME;
    assertEquals(expected, viewer.sounds, 12 + expected / 500.0, "sounds");
    assertEquals(0, viewer.forcedCuts, "segments without a keyframe");
    assertEquals(0, viewer.discontinuities, "discontinuities");
    assertEquals(0, viewer.audioHoles, "holes in the sound");
    assertEquals(0, viewer.soundBehindPictureS(), 0.4, "sound ends with the picture");
    assertEquals(0, viewer.shortFrames, "frames of next to no duration");
    assertEquals(0, viewer.steps().size(), "steps in the timeline " + viewer.steps());
    assertTrue(viewer.lost() <= uncertainFrames, "lost " + viewer.lost());
    assertTrue(viewer.repeated() <= uncertainFrames, "repeated " + viewer.repeated());
    double longest = viewer.longestWithoutSegmentNs / 1e9;
    int target = simulation.view().targetDurationS();
    assertTrue(longest <= PROMISED_TARGET_DURATIONS * target, "no new segment for " + longest);
  }

  @Test
  void disconnect_unlikeEncodes_cutsWithoutATrace() {
    Simulation simulation = live(encoder(1, 0, 0, 40, 0), encoder(2, 37, 0, 40, 0));
    simulation.disconnect(Leg.PRIMARY);
    simulation.run(8000);
    assertEquals(Leg.BACKUP, simulation.view().onAir());
    simulation.connect(Leg.PRIMARY);
    simulation.run(10_000);
    assertEquals(Leg.BACKUP, simulation.view().onAir(), "sticky");
    simulation.disconnect(Leg.BACKUP);
    simulation.run(10_000);
    simulation.stop();
    assertEquals(ProgramState.ENDED, simulation.view().state());
    assertTrue(simulation.viewer.ended());
    assertPromisesKept(simulation, 0);
  }

  @Test
  void blackHole_unlikeEncodes_leavesByRelativeLag() {
    Simulation simulation = live(encoder(1, 0, 0, 40, 5), encoder(2, 22, 0, 90, 5));
    simulation.pause(Leg.PRIMARY, true);
    simulation.run(8000);
    assertEquals(Leg.BACKUP, simulation.view().onAir());
    simulation.stop();
    // 50 ms of skew between the encoders is all that arrival time can't see.
    assertPromisesKept(simulation, 3);
  }

  @Test
  void disconnect_identicalEncodes_losesAndRepeatsNothing() {
    for (int bFrames : new int[] {0, 2}) {
      Simulation simulation = live(encoder(7, 0, bFrames, 40, 30), encoder(7, 0, bFrames, 400, 30));
      assertEquals(Alignment.IDENTICAL, simulation.view().alignment());
      simulation.disconnect(Leg.PRIMARY);
      simulation.run(6000);
      simulation.connect(Leg.PRIMARY);
      simulation.run(12_000);
      simulation.pause(Leg.BACKUP, true);
      simulation.run(8000);
      assertEquals(Leg.PRIMARY, simulation.view().onAir());
      simulation.stop();
      assertPromisesKept(simulation, 0);
    }
  }

  @Test
  void bothGone_goesOnWhenOneReturns() {
    Simulation simulation = live(encoder(1, 0, 0, 40, 0), encoder(2, 37, 0, 40, 0));
    simulation.disconnect(Leg.PRIMARY);
    simulation.run(300);
    simulation.disconnect(Leg.BACKUP);
    simulation.run(10_000);
    assertEquals(ProgramState.INTERRUPTED, simulation.view().state());
    long before = simulation.viewer.newestFrame();
    simulation.connect(Leg.BACKUP);
    simulation.run(12_000);
    ProgramView view = simulation.view();
    assertEquals(ProgramState.ON_AIR, view.state());
    simulation.stop();
    assertEquals(0, simulation.viewer.discontinuities);
    assertTrue(simulation.viewer.newestFrame() > before);
    assertEquals(0, simulation.viewer.repeated());
    assertEquals(0, simulation.viewer.audioHoles);
    assertEquals(20, simulation.viewer.slates, 5);
  }

  @Test
  void sourcePause_stallsBothLegs_isNoReasonToSwitch() {
    Simulation simulation = live(encoder(1, 0, 0, 40, 0), encoder(2, 37, 0, 40, 0));
    int before = simulation.view().switches().size();
    simulation.pause(Leg.PRIMARY, true);
    simulation.pause(Leg.BACKUP, true);
    simulation.run(1500);
    simulation.pause(Leg.PRIMARY, false);
    simulation.pause(Leg.BACKUP, false);
    simulation.run(5000);
    assertEquals(before, simulation.view().switches().size());
  }

  @Test
  void anySeed_keepsThePromises() {
    int runs = Integer.getInteger("understudy.simulations", 300);
    long base = Long.getLong("understudy.seed", 20_261_122L);
    for (int i = 0; i < runs; i++) {
      long seed = base + i;
      try {
        // Neighbouring seeds of java.util.Random begin alike; mixed ones do not.
        randomRun(new Random(new SplittableRandom(seed).nextLong()));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  /**
   * Steps where legs with other reorder delays were cut right behind a published segment (187,
   * 1827); identical legs whose sound lay on other whole frames (20261156, 20261368).
   */
  @Test
  void seedsThatOnceFailed_keepThePromises() {
    for (long seed : new long[] {187, 1827, 20_261_156, 20_261_368}) {
      randomRun(new Random(new SplittableRandom(seed).nextLong()));
    }
  }

  /** What befalls one leg. */
  private enum Fault {
    DISCONNECT {
      @Override
      void strike(Simulation simulation, Leg victim, Random random) {
        simulation.disconnect(victim);
        simulation.run(random.nextInt(6000));
        simulation.connect(victim);
      }
    },
    BLACK_HOLE {
      @Override
      void strike(Simulation simulation, Leg victim, Random random) {
        simulation.pause(victim, true);
        simulation.run(4000 + random.nextInt(3000));
        simulation.disconnect(victim);
        simulation.connect(victim);
      }
    },
    TAKEOVER {
      @Override
      void strike(Simulation simulation, Leg victim, Random random) {
        for (int i = random.nextInt(3); i >= 0; i--) {
          simulation.connect(victim);
          simulation.run(random.nextInt(1000));
        }
      }
    },
    TIMESTAMP_JUMP {
      @Override
      void strike(Simulation simulation, Leg victim, Random random) {
        long ms = 3000L + random.nextInt(1_000_000);
        simulation.encoder(victim).jumpTimestamps(random.nextBoolean() ? ms : -ms - 9000);
      }
    },
    JITTER_BURSTS {
      @Override
      void strike(Simulation simulation, Leg victim, Random random) {
        for (int i = random.nextInt(5); i >= 0; i--) {
          simulation.delayLink(victim, random.nextInt(700));
          simulation.run(random.nextInt(3000));
        }
      }
    };

    abstract void strike(Simulation simulation, Leg victim, Random random);
  }

  /** Single-leg faults of every kind at random times; one leg always delivers. */
  private static void randomRun(Random random) {
    boolean identical = random.nextBoolean();
    int bFrames = random.nextInt(4);
    int latency = 20 + random.nextInt(60);
    int jitter = random.nextInt(60);
    SimEncoder primary = encoder(1, 0, bFrames, latency, jitter);
    SimEncoder backup =
        identical
            ? encoder(1, 0, bFrames, 20 + random.nextInt(300), jitter)
            : encoder(2, random.nextInt(60), random.nextInt(4), latency, jitter);
    Simulation simulation = live(primary, backup);
    int faults = 1 + random.nextInt(4);
    for (int i = 0; i < faults; i++) {
      Leg victim = random.nextBoolean() ? Leg.PRIMARY : Leg.BACKUP;
      Fault.values()[random.nextInt(Fault.values().length)].strike(simulation, victim, random);
      // Long enough for a keyframe and for the survivor's turn to end.
      simulation.run(12_000 + random.nextInt(3000));
    }
    simulation.stop();
    // Unlike encodes: arrival time is uncertain by reordering and jitter, once a switch.
    long uncertain = identical ? 0 : faults * (8L + 2L * jitter * SimEncoder.FPS / 1000);
    assertPromisesKept(simulation, uncertain);
  }
}
