package live.understudy.failover.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SignalMeterTest {
  private final SignalMeter meter = new SignalMeter();

  private SignalMeterTest both() {
    meter.configured(Signals.BOTH);
    return this;
  }

  /** 25 pictures a second, each with 40 ms of sound that comes {@code soundLateMs} later. */
  private void deliver(long fromMs, long toMs, int gop, long soundLateMs) {
    for (long ms = fromMs; ms < toMs; ms += 40) {
      meter.add(Signals.picture(ms, 0, ms / 40 % gop == 0), ms * Signals.MS);
      if (ms >= fromMs + soundLateMs) {
        meter.add(Signals.sound(ms - soundLateMs), ms * Signals.MS);
      }
    }
  }

  private SignalFacts at(long ms) {
    return meter.facts(ms * Signals.MS);
  }

  @Test
  void facts_steadySignal_areThoseOfTheSignal() {
    both().deliver(0, 40_000, 50, 0);
    SignalFacts facts = at(40_000);
    assertEquals(25.0, facts.framesPerSecond(), 1);
    assertEquals(25.0, facts.steadyFramesPerSecond(), 0.5);
    assertEquals(Signals.PICTURE_BYTES * 25 * 8 / 1000, facts.videoKbps(), 90);
    assertEquals(Signals.PICTURE_BYTES * 25 * 8 / 1000, facts.videoKbps30s(), 10);
    assertEquals(Signals.SOUND_BYTES * 25 * 8 / 1000, facts.audioKbps30s(), 2);
    assertEquals(2_000, facts.keyframeIntervalMs());
    assertEquals(2_000, facts.longestKeyframeIntervalMs());
    assertEquals(2_000, facts.shortestKeyframeIntervalMs());
    assertFalse(facts.openGop());
    assertEquals(0L, facts.avOffsetMs());
    assertEquals(40, facts.lagMs());
    assertEquals(0, facts.timestampJumps());
    assertEquals(1_000L * (Signals.PICTURE_BYTES + Signals.SOUND_BYTES), facts.bytes());
  }

  @Test
  void facts_beforeAnything_areZero() {
    assertEquals(SignalFacts.NONE, at(1_000));
    meter.add(Signals.picture(0, 0, true), 0);
    assertEquals(SignalFacts.NONE, at(1_000), "no configuration yet");
  }

  @Test
  void avOffset_soundComesLate_isMeasured() {
    both().deliver(0, 20_000, 50, 800);
    assertEquals(800L, at(20_000).avOffsetMs());
    assertNull(new SignalMeter().facts(0).avOffsetMs());
  }

  @Test
  void lag_slowerThanRealTime_grows() {
    meter.configured(Signals.BOTH);
    for (long ms = 0; ms < 10_000; ms += 40) {
      meter.add(Signals.picture(ms, 0, ms % 2_000 == 0), ms * 5 / 4 * Signals.MS);
    }
    assertEquals(2_500, at(12_500).lagMs(), 100);
  }

  @Test
  void lag_burstAfterAStop_isGoneWhenItCaughtUp() {
    both().deliver(0, 10_000, 50, 0);
    assertEquals(4_000, at(14_000).lagMs(), 50);
    for (long ms = 10_000; ms < 14_000; ms += 40) {
      meter.add(Signals.picture(ms, 0, ms % 2_000 == 0), 14_000 * Signals.MS);
    }
    assertEquals(40, at(14_000).lagMs());
    assertEquals(0, at(14_000).timestampJumps(), "its timestamps went on");
  }

  @Test
  void jumps_forwardAndBack_areCountedAndLeaveNoLag() {
    both().deliver(0, 4_000, 50, 0);
    meter.add(Signals.picture(90_000, 0, true), 4_000 * Signals.MS);
    assertEquals(1, at(4_000).timestampJumps());
    assertEquals(0, at(4_000).lagMs());
    meter.add(Signals.picture(1_000, 0, true), 4_040 * Signals.MS);
    assertEquals(2, at(4_040).timestampJumps());
    assertEquals(0, at(4_040).lagMs());
    assertTrue(at(4_040).longestKeyframeIntervalMs() <= 2_000);
  }

  @Test
  void jumps_pauseOfTheSource_isNone() {
    both().deliver(0, 4_000, 50, 0);
    deliver(9_000, 12_000, 50, 0);
    assertEquals(0, at(12_000).timestampJumps());
  }

  @Test
  void openGop_leadingPictures_areSeenAndForgotten() {
    meter.configured(Signals.BOTH);
    meter.add(Signals.picture(0, 80, true), 0);
    meter.add(Signals.picture(40, 0, false), 40 * Signals.MS);
    assertTrue(at(40).openGop());
    for (long ms = 80; ms < 6_000; ms += 40) {
      meter.add(Signals.picture(ms, 80, ms % 2_000 == 0), ms * Signals.MS);
    }
    assertFalse(at(6_000).openGop());
  }

  @Test
  void keyframes_oneAlone_countsWhileItGoesOn() {
    both().deliver(0, 8_300, 100_000, 0);
    assertEquals(0, at(8_300).keyframeIntervalMs());
    assertEquals(8_280, at(8_300).longestKeyframeIntervalMs());
  }

  @Test
  void silence_ofOneTrack_isMeasured() {
    both().deliver(0, 4_000, 50, 0);
    for (long ms = 4_000; ms < 7_000; ms += 40) {
      meter.add(Signals.picture(ms, 0, false), ms * Signals.MS);
    }
    assertEquals(40L, at(7_000).videoSilentMs());
    assertEquals(3_040L, at(7_000).audioSilentMs());
    assertNull(new SignalMeter().facts(0).audioSilentMs());
  }
}
