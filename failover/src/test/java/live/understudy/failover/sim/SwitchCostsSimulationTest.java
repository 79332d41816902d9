package live.understudy.failover.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import live.understudy.failover.ProgramConfig;
import live.understudy.failover.SwitchRecord;
import live.understudy.failover.SwitchRecord.Splice;
import live.understudy.failover.SwitchRecord.Trigger;
import live.understudy.media.Leg;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the log says a switch cost is what a viewer really saw. Both encoders take as long, so that
 * the offset by arrival is exact: what it is uncertain by can't be in a computed cost.
 */
class SwitchCostsSimulationTest {

  private static final long MS = 1_000_000L;

  private static SimEncoder encoder(long seed, int phase, int sps, int bFrames) {
    return new SimEncoder(
        new SimEncoder.Setup(seed, 60, phase, bFrames, 40 * MS, 0, sps), new Random(seed));
  }

  private static ProgramConfig withoutHold() {
    ProgramConfig base = ProgramConfig.defaults();
    return new ProgramConfig(
        base.segmentTargetUs(),
        base.partTargetUs(),
        0,
        base.suspicionNs(),
        base.lagNs(),
        base.minSwitchIntervalNs(),
        base.window(),
        false,
        false,
        0);
  }

  private static Simulation live(ProgramConfig config, SimEncoder primary, SimEncoder backup) {
    Simulation simulation = new Simulation(config, primary, backup);
    simulation.connect(Leg.PRIMARY);
    simulation.run(700);
    simulation.connect(Leg.BACKUP);
    simulation.run(5000);
    simulation.start();
    simulation.run(10_000);
    return simulation;
  }

  private static SwitchRecord last(Simulation simulation) {
    return simulation.view().switches().getLast();
  }

  private static void assertCosts(Simulation simulation, String what) {
    List<SwitchRecord> switches = simulation.view().switches();
    long lost = switches.stream().mapToLong(entry -> entry.cost().framesLost()).sum();
    long repeated = switches.stream().mapToLong(entry -> entry.cost().framesRepeated()).sum();
    assertEquals(simulation.viewer.lost(), lost, what + " lost: " + switches);
    assertEquals(simulation.viewer.overwritten, repeated, what + " repeated: " + switches);
    assertEquals(0, simulation.viewer.repeated(), what);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void exactCut_costsNothing_andNothingIsMissing(int bFrames) {
    for (int afterMs = 0; afterMs < 2000; afterMs += 170) {
      Simulation simulation =
          live(ProgramConfig.defaults(), encoder(1, 0, 1, bFrames), encoder(2, 37, 1, bFrames));
      simulation.run(afterMs);
      simulation.disconnect(Leg.PRIMARY);
      simulation.run(8000);
      simulation.stop();
      assertEquals(Splice.EXACT_CUT, last(simulation).splice());
      assertCosts(simulation, "after " + afterMs);
      assertEquals(0, last(simulation).cost().framesLost());
    }
  }

  @Test
  void gap_asManyPicturesAreMissing() {
    for (int afterMs = 0; afterMs < 2000; afterMs += 90) {
      Simulation simulation = live(withoutHold(), encoder(1, 0, 1, 0), encoder(2, 37, 2, 0));
      simulation.run(afterMs);
      simulation.disconnect(Leg.PRIMARY);
      simulation.run(8000);
      simulation.stop();
      assertCosts(simulation, "after " + afterMs);
    }
  }

  @Test
  void overlap_asManyPicturesComeAgain() {
    boolean overlapped = false;
    for (int afterMs = 0; afterMs < 2000; afterMs += 90) {
      Simulation simulation = live(withoutHold(), encoder(1, 0, 1, 0), encoder(2, 37, 1, 0));
      simulation.run(afterMs);
      simulation.disconnect(Leg.PRIMARY);
      simulation.run(8000);
      simulation.stop();
      overlapped |= last(simulation).splice() == Splice.OVERLAP;
      assertCosts(simulation, "after " + afterMs);
    }
    assertTrue(overlapped);
  }

  @Test
  void slate_asManyPicturesAreMissingAsItLasted() {
    for (int downMs = 300; downMs < 9000; downMs += 710) {
      Simulation simulation =
          live(ProgramConfig.defaults(), encoder(1, 0, 1, 0), encoder(2, 37, 1, 0));
      simulation.disconnect(Leg.PRIMARY);
      simulation.disconnect(Leg.BACKUP);
      simulation.run(downMs);
      simulation.connect(Leg.PRIMARY);
      simulation.run(12_000);
      simulation.stop();
      assertEquals(Trigger.RETURN, last(simulation).trigger());
      assertEquals(Splice.EXACT_CUT, last(simulation).splice());
      assertCosts(simulation, "down " + downMs);
    }
  }

  @Test
  void restart_asManyPicturesAreMissing() {
    for (int downMs = 500; downMs < 5000; downMs += 900) {
      Simulation simulation =
          live(ProgramConfig.defaults(), encoder(1, 0, 1, 0), encoder(2, 37, 1, 0));
      simulation.restart(downMs);
      simulation.connect(Leg.PRIMARY);
      simulation.run(12_000);
      simulation.stop();
      assertEquals(Trigger.START, last(simulation).trigger());
      long lost = last(simulation).cost().framesLost();
      assertEquals(simulation.viewer.lost(), lost, "down " + downMs);
    }
  }

  @Test
  void audioGap_isWhatTheViewerHears() {
    for (int afterMs = 0; afterMs < 2000; afterMs += 90) {
      Simulation simulation = live(withoutHold(), encoder(1, 0, 1, 0), encoder(2, 37, 1, 0));
      simulation.run(afterMs);
      simulation.disconnect(Leg.PRIMARY);
      simulation.run(8000);
      simulation.stop();
      assertEquals(
          simulation.viewer.audioHoles > 0, last(simulation).cost().audioGapMs() > 0, afterMs + "");
    }
  }
}
