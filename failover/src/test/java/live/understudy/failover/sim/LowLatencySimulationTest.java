package live.understudy.failover.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.SplittableRandom;
import live.understudy.failover.Alignment;
import live.understudy.failover.ProgramConfig;
import live.understudy.failover.SwitchOutcome;
import live.understudy.failover.SwitchRecord;
import live.understudy.failover.SwitchRecord.Trigger;
import live.understudy.media.Leg;
import org.junit.jupiter.api.Test;

/**
 * Programs with parts, without a hold: after the death of the leg on air they go on from the other
 * one's last keyframe, in the place of what players have.
 */
class LowLatencySimulationTest {

  private static final long MS = 1_000_000L;
  private static final long GOP_MS = 2_000;
  private static final long PART_MS = 500;
  private static final long LAG_MS = 300;

  private final PartViewer viewer = PartViewer.ofPictures();

  private static SimEncoder encoder(
      long seed, int phase, int bFrames, int latencyMs, int jitterMs) {
    return new SimEncoder(
        new SimEncoder.Setup(seed, 60, phase, bFrames, latencyMs * MS, jitterMs * MS, 1),
        new Random(seed));
  }

  private Simulation live(SimEncoder primary, SimEncoder backup) {
    Simulation simulation =
        new Simulation(ProgramConfig.defaults().withLowLatency(), primary, backup)
            .watchedBy(viewer);
    simulation.connect(Leg.PRIMARY);
    simulation.run(700);
    simulation.connect(Leg.BACKUP);
    simulation.run(5000);
    simulation.core.start();
    simulation.run(10_000);
    assertEquals(Leg.PRIMARY, simulation.view().onAir());
    assertEquals(0, simulation.view().holdMs());
    viewer.forgetRhythm();
    return simulation;
  }

  private void assertNewPartWithin(long ms) {
    assertTrue(
        viewer.longestWithoutPartNs <= ms * MS,
        "no new part for " + viewer.longestWithoutPartNs / MS + " ms");
  }

  @Test
  void steady_partsComeInTimeAndKeepTheRules() {
    Simulation simulation = live(encoder(1, 0, 0, 40, 20), encoder(2, 37, 0, 40, 20));
    simulation.run(60_000);
    assertNewPartWithin(PART_MS + 60);
    assertEquals(0, viewer.lost());
    assertEquals(0, viewer.repeated());
    assertEquals(0, viewer.tooLong);
    assertEquals(0, viewer.tooShort);
    assertEquals(0, viewer.discontinuities);
    assertTrue(viewer.segments() >= 33, "segments " + viewer.segments());
  }

  @Test
  void steadyWithBFrames_partsComeInTimeAndKeepTheRules() {
    Simulation simulation = live(encoder(1, 0, 2, 40, 20), encoder(2, 37, 2, 40, 20));
    simulation.run(30_000);
    assertNewPartWithin(PART_MS + 160);
    assertEquals(0, viewer.tooLong);
    assertEquals(0, viewer.tooShort);
    assertEquals(0, viewer.repeated());
  }

  @Test
  void disconnect_unlikeEncodes_goesOnFromTheLastKeyframe() {
    Simulation simulation = live(encoder(1, 0, 0, 40, 0), encoder(2, 37, 0, 40, 0));
    simulation.disconnect(Leg.PRIMARY);
    simulation.run(8000);
    assertEquals(Leg.BACKUP, simulation.view().onAir());
    simulation.connect(Leg.PRIMARY);
    simulation.run(10_000);
    assertEquals(Leg.BACKUP, simulation.view().onAir(), "sticky");
    simulation.disconnect(Leg.BACKUP);
    simulation.run(10_000);
    assertEquals(Leg.PRIMARY, simulation.view().onAir());
    assertNewPartWithin(PART_MS + 100);
    assertTrue(viewer.lost() <= 2, "lost " + viewer.lost());
    assertTrue(viewer.repeated() <= 2, "repeated " + viewer.repeated());
    assertEquals(2, viewer.overlaps);
    assertEquals(0, viewer.discontinuities);
    simulation.stop();
  }

  @Test
  void blackHole_unlikeEncodes_isLeftForLag() {
    Simulation simulation = live(encoder(1, 0, 0, 40, 5), encoder(2, 22, 0, 90, 5));
    simulation.pause(Leg.PRIMARY, true);
    simulation.run(8000);
    assertEquals(Leg.BACKUP, simulation.view().onAir());
    assertNewPartWithin(LAG_MS + 2 * PART_MS);
    simulation.pause(Leg.PRIMARY, false);
    simulation.run(8000);
    assertNewPartWithin(GOP_MS + LAG_MS + 2 * PART_MS);
  }

  @Test
  void disconnect_identicalEncodes_noPartIsLate() {
    Simulation simulation = live(encoder(5, 0, 0, 40, 10), encoder(5, 0, 0, 60, 10));
    assertEquals(Alignment.IDENTICAL, simulation.view().alignment());
    simulation.disconnect(Leg.PRIMARY);
    simulation.run(10_000);
    assertEquals(Leg.BACKUP, simulation.view().onAir());
    assertNewPartWithin(PART_MS + 120);
    assertEquals(0, viewer.lost());
    assertEquals(0, viewer.repeated());
    assertEquals(0, viewer.tooLong + viewer.tooShort);
    assertEquals(0, viewer.discontinuities);
  }

  /** Until the late one brings something new players would stand for three seconds. */
  @Test
  void disconnect_identicalAndThreeSecondsLate_repeatsRatherThanLetsPlayersWait() {
    Simulation simulation = live(encoder(5, 0, 0, 40, 10), encoder(5, 0, 0, 3040, 10));
    assertEquals(Alignment.IDENTICAL, simulation.view().alignment());
    simulation.disconnect(Leg.PRIMARY);
    simulation.run(10_000);
    assertRepeatedOnce(simulation);
    simulation.connect(Leg.PRIMARY);
    simulation.run(10_000);
    assertEquals(Alignment.IDENTICAL, simulation.view().alignment());
    assertEquals(0, viewer.lost());
    simulation.disconnect(Leg.BACKUP);
    simulation.run(10_000);
    assertRepeatedOnce(simulation);
  }

  @Test
  void blackHole_identicalAndThreeSecondsLate_repeatsAndIsMendedByWhatComes() {
    Simulation simulation = live(encoder(5, 0, 0, 40, 10), encoder(5, 0, 0, 3040, 10));
    simulation.pause(Leg.PRIMARY, true);
    simulation.run(5000);
    assertEquals(Leg.BACKUP, simulation.view().onAir());
    simulation.pause(Leg.PRIMARY, false);
    simulation.run(10_000);
    assertEquals(0, viewer.lost());
    assertNewPartWithin(1000 + 2 * PART_MS);
  }

  @Test
  void operatorTakesTheLateOne_thenTheOtherIsGone_repeatsRatherThanLetsPlayersWait() {
    Simulation simulation = live(encoder(5, 0, 0, 40, 10), encoder(5, 0, 0, 3040, 10));
    simulation.operatorSwitch(Leg.BACKUP);
    simulation.run(5000);
    assertEquals(Leg.BACKUP, simulation.view().onAir());
    assertEquals(0, viewer.repeated() + viewer.overlaps, "it costs nothing while both are there");
    simulation.disconnect(Leg.PRIMARY);
    simulation.run(10_000);
    assertRepeatedOnce(simulation);
    SwitchRecord last = simulation.view().switches().getLast();
    assertEquals(Leg.PRIMARY, last.from());
    assertEquals(Leg.BACKUP, last.to());
    assertEquals(Trigger.DISCONNECT, last.trigger());
  }

  private void assertRepeatedOnce(Simulation simulation) {
    assertNewPartWithin(PART_MS + 120);
    assertEquals(0, viewer.lost());
    assertEquals(1, viewer.overlaps, "overlaps: " + simulation.view().switches());
    assertTrue(viewer.repeated() <= 92, "repeated " + viewer.repeated());
    assertEquals(0, viewer.tooLong + viewer.tooShort);
    assertEquals(0, viewer.discontinuities);
  }

  @Test
  void operator_otherConfiguration_isToldUntilItsKeyframeComes() {
    SimEncoder other =
        new SimEncoder(new SimEncoder.Setup(2, 60, 37, 0, 40 * MS, 0, 2), new Random(2));
    Simulation simulation = live(encoder(1, 0, 0, 40, 0), other);
    assertNull(simulation.view().switchingTo());
    assertEquals(SwitchOutcome.PENDING, simulation.operatorSwitch(Leg.BACKUP));
    assertEquals(Leg.BACKUP, simulation.view().switchingTo());
    assertEquals(Leg.PRIMARY, simulation.view().onAir());
    simulation.run(GOP_MS + PART_MS);
    assertEquals(Leg.BACKUP, simulation.view().onAir());
    assertNull(simulation.view().switchingTo());
    simulation.operatorSwitch(Leg.PRIMARY);
    simulation.disconnect(Leg.BACKUP);
    simulation.disconnect(Leg.PRIMARY);
    simulation.run(2000);
    assertNull(simulation.view().switchingTo(), "nothing is on air");
  }

  @Test
  void operator_asksForWhatIsOnAir_nothingWaitsAnyMore() {
    SimEncoder other =
        new SimEncoder(new SimEncoder.Setup(2, 60, 37, 0, 40 * MS, 0, 2), new Random(2));
    Simulation simulation = live(encoder(1, 0, 0, 40, 0), other);
    assertEquals(SwitchOutcome.PENDING, simulation.operatorSwitch(Leg.BACKUP));
    assertEquals(SwitchOutcome.ALREADY, simulation.operatorSwitch(Leg.PRIMARY));
    assertNull(simulation.view().switchingTo());
    simulation.run(GOP_MS + PART_MS);
    assertEquals(Leg.PRIMARY, simulation.view().onAir());
  }

  @Test
  void bothGoneAndBack_whatCameIsShownAndPartsGoOn() {
    Simulation simulation = live(encoder(1, 0, 0, 40, 0), encoder(2, 37, 0, 40, 0));
    long before = viewer.shown();
    simulation.disconnect(Leg.BACKUP);
    simulation.run(730);
    simulation.disconnect(Leg.PRIMARY);
    simulation.run(100);
    assertTrue(viewer.shown() >= before + 20, "the last, incomplete part is kept back");
    simulation.run(9000);
    assertNewPartWithin(2 * PART_MS);
    viewer.forgetRhythm();
    simulation.connect(Leg.BACKUP);
    simulation.run(10_000);
    assertEquals(Leg.BACKUP, simulation.view().onAir());
    assertNewPartWithin(GOP_MS + PART_MS);
    simulation.stop();
  }

  @Test
  void restart_withAPartOfASegmentPublished_nothingChangesAndItGoesOn() {
    Simulation simulation = live(encoder(1, 0, 0, 40, 0), encoder(2, 37, 0, 40, 0));
    for (int i = 0; i < 6; i++) {
      simulation.run(730);
      simulation.restart(300);
      simulation.connect(Leg.PRIMARY);
      viewer.forgetRhythm();
      simulation.run(6000);
      assertNewPartWithin(GOP_MS + PART_MS);
    }
    assertEquals(6, viewer.discontinuities);
  }

  /** Whatever happens to the legs, what was listed stays, and parts come while one delivers. */
  @Test
  void chaos_anySeed_neverChangesWhatWasListedAndGoesOn() {
    int runs = Integer.getInteger("understudy.simulations", 40);
    long base = Long.getLong("understudy.seed", 8_000_000L);
    for (int i = 0; i < runs; i++) {
      try {
        chaos(new Random(new SplittableRandom(base + i).nextLong()));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + (base + i) + ": " + e.getMessage(), e);
      }
    }
  }

  private static SimEncoder any(Random random, long seed) {
    SimEncoder.Setup setup =
        new SimEncoder.Setup(
            seed,
            15 + random.nextInt(60),
            random.nextInt(15),
            random.nextInt(3),
            random.nextInt(150) * MS,
            (1 + random.nextInt(60)) * MS,
            random.nextInt(2));
    return new SimEncoder(setup, random);
  }

  private static void chaos(Random random) {
    PartViewer watching = PartViewer.ofPictures();
    ProgramConfig config = ProgramConfig.defaults().withLowLatency();
    Simulation simulation =
        new Simulation(
                random.nextBoolean() ? config : config.rewindable(120_000_000, 100),
                any(random, 1),
                any(random, random.nextBoolean() ? 1 : 2))
            .watchedBy(watching);
    simulation.connect(Leg.PRIMARY);
    simulation.core.start();
    simulation.run(8000);
    for (int i = 0; i < 25; i++) {
      strike(simulation, random);
      simulation.run(random.nextInt(4000));
    }
    for (Leg leg : Leg.values()) {
      simulation.disconnect(leg);
    }
    simulation.run(1000);
    simulation.connect(random.nextBoolean() ? Leg.PRIMARY : Leg.BACKUP);
    simulation.run(6000);
    watching.forgetRhythm();
    long shown = watching.shown();
    simulation.run(10_000);
    assertTrue(watching.shown() > shown + 8 * SimEncoder.FPS, "it does not go on");
    assertTrue(
        watching.longestWithoutPartNs <= (PART_MS + 400) * MS,
        "no new part for " + watching.longestWithoutPartNs / MS + " ms");
    simulation.stop();
  }

  private static void strike(Simulation simulation, Random random) {
    Leg leg = random.nextBoolean() ? Leg.PRIMARY : Leg.BACKUP;
    switch (random.nextInt(7)) {
      case 0 -> simulation.disconnect(leg);
      case 1, 2 -> simulation.connect(leg);
      case 3 -> simulation.pause(leg, random.nextBoolean());
      case 4 -> simulation.delayLink(leg, random.nextInt(1500));
      case 5 -> simulation.encoder(leg).jumpTimestamps(random.nextInt(9000) - 3000);
      default -> {
        if (random.nextInt(3) == 0) {
          simulation.restart(random.nextInt(2000));
        }
      }
    }
  }
}
