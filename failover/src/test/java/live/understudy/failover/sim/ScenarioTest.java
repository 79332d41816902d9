package live.understudy.failover.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import live.understudy.failover.Alignment;
import live.understudy.failover.ProgramConfig;
import live.understudy.failover.ProgramState;
import live.understudy.failover.SwitchRecord;
import live.understudy.media.Leg;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One story each: what encoders and links do to a program, and what its viewers must not notice.
 */
class ScenarioTest {

  private static final long MS = 1_000_000L;

  private static SimEncoder encoder(long seed, int gop, int phase, int bFrames, int sps) {
    return new SimEncoder(
        new SimEncoder.Setup(seed, gop, phase, bFrames, 40 * MS, 0, sps), new Random(seed));
  }

  private static SimEncoder late(long seed, int phase, int latencyMs) {
    return new SimEncoder(
        new SimEncoder.Setup(seed, 60, phase, 0, latencyMs * MS, 0, 1), new Random(seed));
  }

  private static SimEncoder plain(long seed, int phase) {
    return encoder(seed, 60, phase, 0, 1);
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

  private static SwitchRecord lastSwitch(Simulation simulation) {
    return simulation.view().switches().getLast();
  }

  private static void assertRhythm(Simulation simulation) {
    double longestS = simulation.viewer.longestWithoutSegmentNs / 1e9;
    assertTrue(
        longestS <= 1.5 * simulation.view().targetDurationS(), "no new segment for " + longestS);
    assertEquals(0, simulation.viewer.stalledNs / MS, "a player three segments behind stood still");
  }

  private static void assertNoTrace(Simulation simulation) {
    assertRhythm(simulation);
    assertSmooth(simulation);
    assertEquals(0, simulation.viewer.lost(), "lost");
    assertEquals(0, simulation.viewer.repeated(), "repeated");
  }

  private static void assertSmooth(Simulation simulation) {
    assertEquals(0, simulation.viewer.discontinuities, "discontinuities");
    assertEquals(0, simulation.viewer.audioHoles, "holes in the sound");
    assertEquals(
        simulation.encoder(Leg.PRIMARY).config().audio() != null,
        simulation.viewer.sounds > simulation.viewer.shown(),
        "sound");
    assertEquals(0, simulation.viewer.steps().size(), "steps " + simulation.viewer.steps());
    assertLipSync(simulation);
  }

  /** Half an audio frame is what joining at a whole frame can cost; a little for rounding. */
  private static void assertLipSync(Simulation simulation) {
    assertTrue(
        simulation.viewer.worstLipSyncS() < 0.013, "lips off " + simulation.viewer.worstLipSyncS());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void disconnect_otherConfiguration_newInitAndTagAndNoStall(int bFrames) {
    Simulation simulation = live(encoder(1, 60, 0, bFrames, 1), encoder(2, 60, 23, 3 - bFrames, 2));
    simulation.disconnect(Leg.PRIMARY);
    simulation.run(8000);
    assertEquals(Leg.BACKUP, simulation.view().onAir());
    assertEquals(1, simulation.viewer.discontinuities);
    simulation.connect(Leg.PRIMARY);
    simulation.run(12_000);
    simulation.disconnect(Leg.BACKUP);
    simulation.run(8000);
    simulation.stop();
    assertEquals(2, simulation.viewer.discontinuities);
    assertEquals(0, simulation.viewer.forcedCuts);
    assertRhythm(simulation);
    assertLipSync(simulation);
    assertTrue(simulation.viewer.lost() <= 10, "lost " + simulation.viewer.lost());
    assertTrue(simulation.viewer.repeated() <= 10, "repeated " + simulation.viewer.repeated());
  }

  @Test
  void stop_rightAfterACutToAnotherConfiguration_endsCleanly() {
    for (int afterMs = 0; afterMs < 5000; afterMs += 135) {
      Simulation simulation = live(encoder(1, 60, 0, 0, 1), encoder(2, 60, 23, 2, 2));
      simulation.disconnect(Leg.PRIMARY);
      simulation.run(afterMs);
      simulation.stop();
      assertTrue(simulation.viewer.ended());
      assertTrue(simulation.viewer.discontinuities <= 1, "more than one configuration change");
      assertTrue(simulation.viewer.lost() <= 10, "lost " + simulation.viewer.lost());
    }
  }

  @Test
  void disconnect_backupWithLongGop_keepsTheRhythmOfSegments() {
    Simulation simulation = live(plain(1, 0), encoder(2, 240, 17, 0, 1));
    // The program began with the long group already known: its target allows for it.
    assertTrue(simulation.view().targetDurationS() >= 2);
    simulation.disconnect(Leg.PRIMARY);
    simulation.run(40_000);
    assertEquals(Leg.BACKUP, simulation.view().onAir());
    simulation.stop();
    assertTrue(simulation.viewer.longestWithoutSegmentNs < 12_000 * MS);
  }

  @Test
  void longGop_onAirUnderAShortTarget_isCutByForceInRhythm() {
    Simulation simulation =
        new Simulation(ProgramConfig.defaults(), plain(1, 0), encoder(2, 240, 17, 0, 1));
    simulation.connect(Leg.PRIMARY);
    simulation.run(5000);
    simulation.core.start();
    simulation.run(10_000);
    assertEquals(2, simulation.view().targetDurationS());
    simulation.connect(Leg.BACKUP);
    simulation.run(20_000);
    simulation.disconnect(Leg.PRIMARY);
    simulation.run(12_000);
    // Until the first keyframe of the long group there may be nothing to show.
    simulation.viewer.forgetRhythm();
    simulation.run(60_000);
    assertEquals(Leg.BACKUP, simulation.view().onAir());
    assertTrue(simulation.viewer.forcedCuts > 0);
    assertRhythm(simulation);
  }

  @Test
  void standby_reconnectsWithNewTimestamps_isTakenAsReadily() {
    Simulation simulation = live(plain(7, 0), late(7, 0, 300));
    assertEquals(Alignment.IDENTICAL, simulation.view().alignment());
    for (int i = 0; i < 3; i++) {
      simulation.connect(Leg.BACKUP);
      simulation.run(4000);
      assertEquals(Alignment.IDENTICAL, simulation.view().alignment());
    }
    simulation.disconnect(Leg.PRIMARY);
    simulation.run(8000);
    assertEquals(Leg.BACKUP, simulation.view().onAir());
    simulation.stop();
    assertNoTrace(simulation);
  }

  @ParameterizedTest
  @ValueSource(longs = {-100, 100})
  void drift_betweenEncoders_overAnHour_staysUnnoticed(long ppm) {
    Simulation simulation = live(plain(1, 0), plain(2, 37).drifting(ppm));
    for (int i = 0; i < 6; i++) {
      simulation.run(600_000);
      simulation.disconnect(i % 2 == 0 ? Leg.PRIMARY : Leg.BACKUP);
      simulation.run(3000);
      simulation.connect(i % 2 == 0 ? Leg.PRIMARY : Leg.BACKUP);
      simulation.run(12_000);
    }
    simulation.stop();
    assertSmooth(simulation);
    assertRhythm(simulation);
  }

  @Test
  void throttledLink_onAir_isLeftBeforePlayersStand() {
    Simulation simulation = live(plain(1, 0), plain(2, 37));
    simulation.encoder(Leg.PRIMARY).throttle(0.3, simulation.nowNs());
    simulation.run(40_000);
    assertEquals(Leg.BACKUP, simulation.view().onAir());
    simulation.stop();
    assertSmooth(simulation);
    assertRhythm(simulation);
  }

  @Test
  void throttledLink_onStandby_isNotTaken() {
    Simulation simulation = live(plain(1, 0), plain(2, 37));
    simulation.encoder(Leg.BACKUP).throttle(0.1, simulation.nowNs());
    simulation.run(60_000);
    assertEquals(Leg.PRIMARY, simulation.view().onAir());
    simulation.stop();
    assertNoTrace(simulation);
  }

  @Test
  void flapping_everyTwoSecondsForAMinute_neverStalls() {
    for (int seed = 0; seed < 2; seed++) {
      Simulation simulation = live(plain(1, 0), plain(seed == 0 ? 2 : 1, seed == 0 ? 37 : 0));
      for (int i = 0; i < 15; i++) {
        simulation.disconnect(Leg.PRIMARY);
        simulation.run(2000);
        simulation.connect(Leg.PRIMARY);
        simulation.run(2000);
      }
      simulation.run(5000);
      assertEquals(Leg.BACKUP, simulation.view().onAir());
      assertEquals(2, simulation.view().switches().size(), "sticky");
      simulation.stop();
      assertNoTrace(simulation);
    }
  }

  @Test
  void bothDead_forAMinute_goesOnWithTheSlateAndTrueDates() {
    Simulation simulation = live(plain(1, 0), plain(2, 37));
    simulation.disconnect(Leg.PRIMARY);
    simulation.disconnect(Leg.BACKUP);
    simulation.run(60_000);
    assertEquals(ProgramState.INTERRUPTED, simulation.view().state());
    assertNull(simulation.view().onAir());
    assertTrue(simulation.view().slate());
    assertEquals(SwitchRecord.Trigger.SLATE, lastSwitch(simulation).trigger());
    simulation.connect(Leg.PRIMARY);
    simulation.connect(Leg.BACKUP);
    simulation.run(20_500);
    assertEquals(ProgramState.ON_AIR, simulation.view().state());
    assertEquals(SwitchRecord.Trigger.RETURN, lastSwitch(simulation).trigger());
    assertEquals(60_000, lastSwitch(simulation).gapMs(), 2100);
    assertEquals(0, simulation.viewer.discontinuities);
    assertEquals(0, simulation.viewer.audioHoles);
    assertEquals(120, simulation.viewer.slates, 5);
    assertEquals(60_000, lastSwitch(simulation).cost().framesLost() * 1000 / SimEncoder.FPS, 2100);
    assertEquals(0, simulation.viewer.repeated());
    assertRhythm(simulation);
    assertLipSync(simulation);
    simulation.disconnect(java.util.Objects.requireNonNull(lastSwitch(simulation).to()));
    simulation.run(8000);
    assertEquals(0, simulation.viewer.discontinuities);
    assertRhythm(simulation);
  }

  @Test
  void restart_continuesNumbersDatesAndDiscontinuities() {
    Simulation simulation = live(plain(1, 0), plain(2, 37));
    for (int i = 0; i < 3; i++) {
      simulation.restart(3000);
      simulation.connect(Leg.PRIMARY);
      simulation.connect(Leg.BACKUP);
      simulation.run(15_000);
      assertEquals(ProgramState.ON_AIR, simulation.view().state());
      assertEquals(2, simulation.view().targetDurationS());
      assertEquals(i + 1, simulation.viewer.discontinuities);
    }
    assertEquals(0, simulation.viewer.repeated());
    assertEquals(0, simulation.viewer.backwardSteps);
    assertLipSync(simulation);
  }

  @Test
  void restart_whileATaggedSegmentIsOpen_keepsDiscontinuityNumbers() {
    for (int afterMs = 0; afterMs < 6000; afterMs += 100) {
      Simulation simulation = live(encoder(1, 60, 0, 0, 1), encoder(2, 60, 23, 0, 2));
      simulation.disconnect(Leg.PRIMARY);
      simulation.run(afterMs);
      simulation.restart(1000);
      simulation.connect(Leg.PRIMARY);
      simulation.run(10_000);
      assertEquals(ProgramState.ON_AIR, simulation.view().state());
    }
  }

  @Test
  void takeover_twoSessionsInARow_goesOn() {
    Simulation simulation = live(plain(1, 0), plain(2, 37));
    simulation.connect(Leg.PRIMARY);
    simulation.connect(Leg.PRIMARY);
    simulation.run(10_000);
    assertEquals(Leg.BACKUP, simulation.view().onAir());
    simulation.stop();
    assertNoTrace(simulation);
  }

  @Test
  void takeover_ofTheOnlyLeg_losesOnlyWhatWasNotSent() {
    Simulation simulation = new Simulation(ProgramConfig.defaults(), plain(1, 0), plain(2, 37));
    simulation.connect(Leg.PRIMARY);
    simulation.run(5000);
    simulation.core.start();
    simulation.run(10_300);
    simulation.connect(Leg.PRIMARY);
    simulation.run(10_000);
    assertEquals(Leg.PRIMARY, simulation.view().onAir());
    simulation.stop();
    assertEquals(0, simulation.viewer.repeated());
    assertEquals(0, simulation.viewer.backwardSteps);
    assertTrue(simulation.viewer.lost() <= 61, "lost " + simulation.viewer.lost());
    assertLipSync(simulation);
    assertRhythm(simulation);
  }

  @ParameterizedTest
  @ValueSource(
      longs = {-3_600_000, -10_000, -4000, -1500, -300, 300, 1500, 4000, 10_000, 86_400_000})
  void timestampJump_onAir_isSurvived(long jumpMs) {
    Simulation simulation = live(plain(1, 0), plain(2, 37));
    simulation.encoder(Leg.PRIMARY).jumpTimestamps(jumpMs);
    simulation.run(20_000);
    simulation.stop();
    assertEquals(0, simulation.viewer.repeated(), "repeated");
    assertEquals(0, simulation.viewer.backwardSteps, "backward");
    assertRhythm(simulation);
    assertLipSync(simulation);
  }

  @ParameterizedTest
  @ValueSource(longs = {-10_000, 10_000})
  void timestampJump_ofTheOnlyLeg_goesOnAtTheNextKeyframe(long jumpMs) {
    Simulation simulation = new Simulation(ProgramConfig.defaults(), plain(1, 0), plain(2, 37));
    simulation.connect(Leg.PRIMARY);
    simulation.run(5000);
    simulation.core.start();
    simulation.run(10_700);
    simulation.encoder(Leg.PRIMARY).jumpTimestamps(jumpMs);
    simulation.run(10_000);
    assertEquals(ProgramState.ON_AIR, simulation.view().state());
    simulation.stop();
    assertEquals(0, simulation.viewer.repeated());
    assertTrue(simulation.viewer.lost() <= 61, "lost " + simulation.viewer.lost());
    assertRhythm(simulation);
    assertLipSync(simulation);
  }

  @Test
  void standby_threeSecondsLateAndIdentical_losesAndRepeatsNothing() {
    Simulation simulation = live(plain(7, 0), late(7, 0, 3000));
    assertEquals(Alignment.IDENTICAL, simulation.view().alignment());
    simulation.disconnect(Leg.PRIMARY);
    simulation.run(10_000);
    simulation.connect(Leg.PRIMARY);
    simulation.run(12_000);
    simulation.disconnect(Leg.BACKUP);
    simulation.run(10_000);
    assertEquals(Leg.PRIMARY, simulation.view().onAir());
    simulation.stop();
    assertSmooth(simulation);
    assertEquals(0, simulation.viewer.lost(), "lost");
    assertEquals(0, simulation.viewer.repeated(), "repeated");
    double longestS = simulation.viewer.longestWithoutSegmentNs / 1e9;
    assertTrue(longestS <= 3.0, "no new segment for " + longestS);
  }

  @Test
  void standby_threeSecondsLateAndUnlike_repeatsItsDelayAtMost() {
    Simulation simulation = live(plain(1, 0), late(2, 37, 3000));
    simulation.disconnect(Leg.PRIMARY);
    simulation.run(10_000);
    simulation.stop();
    assertSmooth(simulation);
    assertRhythm(simulation);
    assertEquals(0, simulation.viewer.lost(), "lost");
    assertTrue(simulation.viewer.repeated() <= 92, "repeated " + simulation.viewer.repeated());
  }

  @Test
  void videoOnlyLegs_cutWithoutATrace() {
    Simulation simulation = live(plain(1, 0).videoOnly(), plain(2, 37).videoOnly());
    simulation.disconnect(Leg.PRIMARY);
    simulation.run(8000);
    simulation.stop();
    assertNoTrace(simulation);
  }

  @Test
  void videoOnlyBackup_thereAndBack_changesTheConfigurationTwice() {
    Simulation simulation = live(plain(1, 0), plain(2, 37).videoOnly());
    simulation.disconnect(Leg.PRIMARY);
    simulation.run(5000);
    simulation.connect(Leg.PRIMARY);
    simulation.run(15_000);
    simulation.disconnect(Leg.BACKUP);
    simulation.run(8000);
    simulation.stop();
    assertEquals(2, simulation.viewer.discontinuities);
    assertEquals(0, simulation.viewer.lost(), "lost");
    assertEquals(0, simulation.viewer.repeated(), "repeated");
    assertRhythm(simulation);
    assertLipSync(simulation);
  }

  @Test
  void delayedLink_underASecond_costsNothing() {
    for (long ms : new long[] {100, 400, 900}) {
      Simulation simulation = live(plain(1, 0), plain(2, 37));
      for (int i = 0; i < 10; i++) {
        simulation.delayLink(i % 2 == 0 ? Leg.PRIMARY : Leg.BACKUP, ms);
        simulation.run(2700);
      }
      simulation.stop();
      assertNoTrace(simulation);
    }
  }

  @Test
  void sourcePause_ofAnyLength_neverBreaksAPlaylistRule() {
    for (int phase = 0; phase < 60; phase += 7) {
      for (int ms : new int[] {200, 700, 1200, 1600, 2200, 2900, 3500, 4500, 7000}) {
        Simulation simulation = live(plain(1, 0), plain(2, 37));
        simulation.run(phase * 33L);
        simulation.pause(Leg.PRIMARY, true);
        simulation.pause(Leg.BACKUP, true);
        simulation.run(ms);
        simulation.pause(Leg.PRIMARY, false);
        simulation.pause(Leg.BACKUP, false);
        simulation.run(8000);
        assertEquals(ProgramState.ON_AIR, simulation.view().state());
        simulation.stop();
        assertEquals(0, simulation.viewer.repeated());
        assertEquals(0, simulation.viewer.backwardSteps);
        assertLipSync(simulation);
      }
    }
  }

  @Test
  void stop_inEveryState_isFinal() {
    for (int state = 0; state < 4; state++) {
      Simulation simulation = new Simulation(ProgramConfig.defaults(), plain(1, 0), plain(2, 37));
      if (state > 0) {
        simulation.core.start();
        simulation.run(1000);
      }
      if (state > 1) {
        simulation.connect(Leg.PRIMARY);
        simulation.run(12_000);
      }
      if (state > 2) {
        simulation.disconnect(Leg.PRIMARY);
        simulation.run(100);
        assertEquals(ProgramState.INTERRUPTED, simulation.view().state());
      }
      simulation.stop();
      assertEquals(ProgramState.ENDED, simulation.view().state());
      assertEquals(state > 1, simulation.viewer.ended());
      long segments = simulation.viewer.refreshes();
      simulation.stop();
      simulation.connect(Leg.PRIMARY);
      simulation.connect(Leg.BACKUP);
      simulation.run(10_000);
      simulation.disconnect(Leg.PRIMARY);
      simulation.run(1000);
      assertEquals(ProgramState.ENDED, simulation.view().state());
      assertEquals(segments, simulation.viewer.refreshes());
      assertEquals(state == 0 || state == 1, simulation.core.resumePoint() == null);
      assertNull(simulation.view().onAir());
    }
  }

  @Test
  void start_withTheBackupAlone_beginsWithIt() {
    Simulation simulation = new Simulation(ProgramConfig.defaults(), plain(1, 0), plain(2, 37));
    simulation.connect(Leg.BACKUP);
    simulation.run(3000);
    simulation.core.start();
    assertEquals(ProgramState.WAITING, simulation.view().state());
    assertFalse(simulation.viewer.ended());
    simulation.run(10_000);
    assertEquals(Leg.BACKUP, simulation.view().onAir());
    assertNotNull(simulation.core.resumePoint());
    assertEquals(SwitchRecord.Trigger.START, lastSwitch(simulation).trigger());
    simulation.stop();
    assertNoTrace(simulation);
  }
}
