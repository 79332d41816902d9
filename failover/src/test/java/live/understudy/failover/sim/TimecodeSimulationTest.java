package live.understudy.failover.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import live.understudy.failover.Alignment;
import live.understudy.failover.ProgramConfig;
import live.understudy.failover.SwitchRecord;
import live.understudy.failover.align.OffsetMeasurement;
import live.understudy.media.Leg;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Encoders that delay one camera differently, and say in their pictures when they took them. */
class TimecodeSimulationTest {

  private static final long MS = 1_000_000L;

  private static SimEncoder encoder(long seed, int phase, long latencyMs, int bFrames) {
    return new SimEncoder(
        new SimEncoder.Setup(seed, 60, phase, bFrames, latencyMs * MS, 20 * MS, 1),
        new Random(seed));
  }

  private static Simulation live(SimEncoder primary, SimEncoder backup) {
    Simulation simulation = new Simulation(ProgramConfig.defaults(), primary, backup);
    simulation.connect(Leg.PRIMARY);
    simulation.run(700);
    simulation.connect(Leg.BACKUP);
    simulation.run(8000);
    simulation.core.start();
    simulation.run(10_000);
    assertEquals(Leg.PRIMARY, simulation.view().onAir());
    return simulation;
  }

  @ParameterizedTest
  @CsvSource({"40, 940, 0", "940, 40, 0", "40, 600, 2", "1500, 300, 1", "40, 41, 0"})
  void disconnects_skewedEncoders_nothingLostAndNothingRepeated(
      long primaryMs, long backupMs, int bFrames) {
    Simulation simulation =
        live(
            encoder(1, 0, primaryMs, 0).withTimecodes(0),
            encoder(2, 37, backupMs, bFrames).withTimecodes(0));
    assertEquals(Alignment.TIMECODE, simulation.view().alignment());
    Double behindMs = simulation.view().backupBehindMs();
    assertNotNull(behindMs);
    // Reordering delays what is sent by as many pictures.
    assertEquals(backupMs - primaryMs, behindMs, 10 + bFrames * 34);
    for (Leg leg : Leg.values()) {
      simulation.disconnect(leg);
      simulation.run(4000);
      assertEquals(leg.other(), simulation.view().onAir());
      SwitchRecord last = simulation.view().switches().getLast();
      assertEquals(Alignment.TIMECODE, last.offset().alignment());
      simulation.connect(leg);
      simulation.run(12_000);
      assertEquals(Alignment.TIMECODE, simulation.view().alignment());
    }
    simulation.stop();
    assertEquals(0, simulation.viewer.lost(), "lost");
    assertEquals(0, simulation.viewer.repeated(), "repeated");
    assertEquals(0, simulation.viewer.discontinuities);
    assertEquals(0, simulation.viewer.audioHoles);
    assertTrue(simulation.viewer.worstLipSyncS() < 0.013);
  }

  @Test
  void sameSkew_withoutTimecodes_losesOrRepeats() {
    Simulation simulation = live(encoder(1, 0, 40, 0), encoder(2, 37, 940, 0));
    assertEquals(Alignment.ARRIVAL_TIME, simulation.view().alignment());
    simulation.disconnect(Leg.PRIMARY);
    simulation.run(8000);
    simulation.stop();
    assertTrue(simulation.viewer.lost() + simulation.viewer.repeated() > 20);
  }

  @Test
  void onlyOneLegWithTimecodes_goesByArrival() {
    Simulation simulation = live(encoder(1, 0, 40, 0).withTimecodes(0), encoder(2, 37, 40, 0));
    assertEquals(Alignment.ARRIVAL_TIME, simulation.view().alignment());
  }

  @Test
  void clockThatIsOff_soundContradicts_soundWins() {
    Simulation simulation =
        live(encoder(1, 0, 40, 0).withTimecodes(0), encoder(2, 37, 640, 0).withTimecodes(2000));
    assertEquals(Alignment.TIMECODE, simulation.view().alignment());
    Double byClock = simulation.view().backupBehindMs();
    assertNotNull(byClock);
    assertEquals(-1400, byClock, 10);
    measureSound(simulation, 10);
    assertEquals(Alignment.TIMECODE, simulation.view().alignment(), "one window is none");
    measureSound(simulation, 11);
    measureSound(simulation, 12);
    assertEquals(Alignment.SOUND, simulation.view().alignment());
    Double bySound = simulation.view().backupBehindMs();
    assertNotNull(bySound);
    assertEquals(600, bySound, 10);
  }

  /** The sound tells what is true: when the camera took what. */
  private static void measureSound(Simulation simulation, long atS) {
    long p = simulation.encoder(Leg.PRIMARY).sessionZeroNs();
    long b = simulation.encoder(Leg.BACKUP).sessionZeroNs();
    simulation.core.soundMeasured(
        new OffsetMeasurement(
            simulation.core.sessionSerial(Leg.PRIMARY),
            simulation.core.sessionSerial(Leg.BACKUP),
            b - p,
            0.8,
            atS * 1000 * MS));
  }
}
