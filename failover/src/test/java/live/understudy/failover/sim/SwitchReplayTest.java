package live.understudy.failover.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.UnaryOperator;
import live.understudy.failover.ProgramConfig;
import live.understudy.failover.SwitchOutcome;
import live.understudy.failover.SwitchPlace;
import live.understudy.failover.SwitchRecord;
import live.understudy.failover.SwitchRecord.Trigger;
import live.understudy.media.Leg;
import org.junit.jupiter.api.Test;

/** A program is a function of what its legs sent and of its switch log. */
class SwitchReplayTest {

  private static final long MS = 1_000_000L;

  private static SimEncoder encoder(long seed, int phase, int sps) {
    return new SimEncoder(
        new SimEncoder.Setup(seed, 60, phase, 0, 40 * MS, 0, sps), new Random(seed));
  }

  private static Simulation live(ProgramConfig config, SimEncoder primary, SimEncoder backup) {
    Simulation simulation = new Simulation(config, primary, backup).recorded();
    simulation.connect(Leg.PRIMARY);
    simulation.run(700);
    simulation.connect(Leg.BACKUP);
    simulation.run(5000);
    simulation.start();
    simulation.run(10_000);
    return simulation;
  }

  private static Simulation switched() {
    Simulation simulation = live(ProgramConfig.defaults(), encoder(1, 0, 1), encoder(2, 37, 1));
    simulation.disconnect(Leg.PRIMARY);
    simulation.run(8000);
    simulation.stop();
    return simulation;
  }

  private static SwitchRecord placed(SwitchRecord entry, SwitchPlace place) {
    return new SwitchRecord(
        entry.epoch(),
        entry.atMs(),
        entry.inputs(),
        entry.from(),
        entry.to(),
        entry.trigger(),
        entry.fault(),
        entry.detectionMs(),
        entry.cost(),
        entry.offset(),
        place);
  }

  private static SwitchPlace moved(SwitchPlace place, long byNs) {
    return new SwitchPlace(
        place.msn(),
        place.part(),
        place.session(),
        place.keyframeTicks(),
        place.leadOffsetTicks(),
        place.audioOffsetTicks(),
        place.reorderTicks(),
        place.atNs() + byNs,
        place.cutNs(),
        place.gapNs(),
        place.overlapNs(),
        place.slateUntilNs(),
        place.discontinuity());
  }

  private static UnaryOperator<SwitchRecord> onDisconnect(UnaryOperator<SwitchRecord> change) {
    return entry -> entry.trigger() == Trigger.DISCONNECT ? change.apply(entry) : entry;
  }

  @Test
  void replay_everyKindOfSwitch_isTheSameProgram() {
    Simulation simulation = live(ProgramConfig.defaults(), encoder(1, 0, 1), encoder(2, 37, 2));
    assertEquals(SwitchOutcome.DONE, simulation.operatorSwitch(Leg.BACKUP));
    simulation.run(15_000);
    simulation.disconnect(Leg.BACKUP);
    simulation.run(5000);
    simulation.connect(Leg.BACKUP);
    simulation.run(12_000);
    simulation.pause(Leg.PRIMARY, true);
    simulation.run(9000);
    simulation.disconnect(Leg.BACKUP);
    simulation.run(4000);
    simulation.connect(Leg.BACKUP);
    simulation.run(8000);
    simulation.restart(1500);
    simulation.connect(Leg.PRIMARY);
    simulation.run(12_000);
    simulation.stop();
    simulation.checkReplay();
    assertTrue(simulation.tape().segments() > 30);
  }

  @Test
  void replay_identicalLegs_takeWhatTheOtherOneLacks() {
    Simulation simulation = live(ProgramConfig.defaults(), encoder(7, 0, 1), encoder(7, 0, 1));
    for (int i = 0; i < 4; i++) {
      simulation.delayLink(i % 2 == 0 ? Leg.PRIMARY : Leg.BACKUP, 900);
      simulation.run(3000);
    }
    simulation.disconnect(Leg.PRIMARY);
    simulation.run(5000);
    simulation.stop();
    simulation.checkReplay();
  }

  @Test
  void replay_ofTheLog_isTheSame_andOfAForgedOneIsNot() {
    switched().checkReplay();
    Tape shifted =
        switched().tape().forged(onDisconnect(e -> placed(e, moved(e.place(), 33_333_333))));
    assertThrows(AssertionError.class, shifted::check);
    Tape unknown =
        switched()
            .tape()
            .forged(
                onDisconnect(e ->
                    placed(
                        e,
                        new SwitchPlace(
                            0,
                            0,
                            99,
                            0,
                            0,
                            0,
                            0,
                            0,
                            SwitchPlace.NOTHING_CUT,
                            0,
                            0,
                            SwitchPlace.NO_SLATE,
                            false))));
    assertThrows(AssertionError.class, unknown::check);
  }
}
