package live.understudy.failover.align;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import live.understudy.failover.align.SoundAnswer.Match;
import live.understudy.failover.align.SoundAnswer.Reason;
import live.understudy.failover.align.SoundAnswer.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Same sounds are found to the millisecond, and nothing else is. */
class SoundComparisonTest {
  private static final double FROM_S = 12;
  private static final double WINDOW_S = 12;
  private static final long PRIMARY_NS = 3_600_000_000_000L;
  private static final long BACKUP_NS = -40_000_000L;
  private static final long ARRIVAL_NS = PRIMARY_NS - BACKUP_NS;

  private enum Source {
    SPEECH,
    MUSIC;

    float[] play(long seed) {
      return this == SPEECH ? TestSounds.speech(seed) : TestSounds.music(seed);
    }
  }

  /** Fails unless the answer is right within {@code toleranceMs} at the moment that it names. */
  private static Match requireRight(
      SoundAnswer answer, double skewS, double ppm, double toleranceMs) {
    Match match = assertInstanceOf(Match.class, answer, () -> "skew " + skewS + " ppm " + ppm);
    double momentS = FROM_S + (match.atPrimaryNs() - PRIMARY_NS) * 1e-9;
    double backupS = (momentS - FROM_S - skewS) * (1 + ppm * 1e-6);
    double expectedMs = (PRIMARY_NS - BACKUP_NS) * 1e-6 + (momentS - FROM_S - backupS) * 1e3;
    assertEquals(expectedMs, match.primaryMinusBackupNs() * 1e-6, toleranceMs);
    assertTrue(match.confidence() > 0 && match.confidence() <= 1, match::toString);
    return match;
  }

  private static SoundAnswer compare(float[] primary, float[] backup, double skewS, double ppm) {
    Sound left = TestSounds.recorded(primary, FROM_S, WINDOW_S, 48_000, 0, PRIMARY_NS);
    Sound right = TestSounds.recorded(backup, FROM_S + skewS, WINDOW_S, 44_100, ppm, BACKUP_NS);
    return SoundComparison.compare(left, right, ARRIVAL_NS);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "5,0", "-5,0", "0.0371,0", "2.5,100", "-4.2,-100", "-6,50"})
  void compare_sameSoundSkewedAndDrifting_offsetWithinAMillisecond(double skewS, double ppm) {
    for (Source source : Source.values()) {
      float[] sound = source.play(1);
      requireRight(compare(sound, sound, skewS, ppm), skewS, ppm, 0.3);
    }
  }

  @Test
  void compare_fiftyRandomSkewsAndDrifts_worstErrorIsBelowAMillisecond() {
    Random random = new Random(20261127);
    float[] speech = TestSounds.speech(31);
    float[] music = TestSounds.music(32);
    for (int trial = 0; trial < 50; trial++) {
      double skewS = random.nextDouble(-5, 5);
      double ppm = random.nextDouble(-100, 100);
      float[] sound = trial % 2 == 0 ? speech : music;
      requireRight(compare(sound, sound, skewS, ppm), skewS, ppm, 0.3);
    }
  }

  @ParameterizedTest
  @EnumSource(Source.class)
  void compare_otherGainTrebleAndNoise_offsetWithinAMillisecond(Source source) {
    float[] clean = source.play(2);
    float[] quiet = TestSounds.noisy(TestSounds.muffled(clean, -0.1, 1500), 0.0005, 3);
    // The low-pass delays by a tenth of a millisecond itself.
    requireRight(compare(clean, quiet, 1.234, 20), 1.234, 20, 0.5);
    requireRight(compare(quiet, clean, -1.234, -20), -1.234, -20, 0.5);
  }

  @Test
  void compare_manyDifferentSounds_neverAMatch() {
    for (int seed = 0; seed < 12; seed++) {
      Source source = Source.values()[seed % 2];
      Source other = Source.values()[seed / 2 % 2];
      SoundAnswer answer =
          compare(source.play(100 + seed), other.play(200 + seed), seed % 5 - 2, 0);
      assertInstanceOf(Refusal.class, answer, source + " and " + other + ", seed " + seed);
    }
  }

  @Test
  void compare_silenceOfOneOrBoth_silent() {
    float[] silence = TestSounds.noisy(new float[TestSounds.speech(1).length], 0.0001, 1);
    float[] sound = TestSounds.speech(1);
    assertEquals(new Refusal(Reason.SILENT), compare(silence, silence, 0, 0));
    assertEquals(new Refusal(Reason.SILENT), compare(sound, silence, 0, 0));
    assertEquals(new Refusal(Reason.SILENT), compare(silence, sound, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.25, 1, 1.7, 3, 6})
  void compare_loop_repeats(double periodS) {
    float[] loop = TestSounds.loop(TestSounds.speech(5), periodS);
    for (double skewS : new double[] {0.4, -3.1, 5}) {
      assertEquals(new Refusal(Reason.REPEATING), compare(loop, loop, skewS, 0));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {50, 440, 1000})
  void compare_tone_refused(double hertz) {
    float[] tone = TestSounds.of(s -> 0.3 * Math.sin(2 * Math.PI * hertz * s));
    float[] noisy = TestSounds.noisy(tone, 0.0003, 1);
    float[] otherNoise = TestSounds.noisy(tone, 0.0003, 2);
    assertInstanceOf(Refusal.class, compare(noisy, otherNoise, 0.4, 0));
  }

  @Test
  void compare_metronome_refused() {
    float[] ticks = TestSounds.of(s -> s % 0.5 < 0.01 ? Math.sin(2 * Math.PI * 1600 * s) : 0);
    assertInstanceOf(Refusal.class, compare(ticks, ticks, 0.1, 0));
  }

  @Test
  void compare_oneBangInDifferentNoise_refused() {
    Random random = new Random(9);
    float[] one = TestSounds.noisy(new float[TestSounds.speech(1).length], 0.002, 1);
    float[] other = TestSounds.noisy(new float[one.length], 0.002, 2);
    int at = (int) ((FROM_S + 6) * TestSounds.RATE);
    for (int i = 0; i < TestSounds.RATE / 20; i++) {
      float bang = (float) (0.5 * random.nextGaussian());
      one[at + i] += bang;
      other[at + i] += bang;
    }
    assertInstanceOf(Refusal.class, compare(one, other, 0, 0));
  }

  @Test
  void compare_beyondTheSkewThatCanBe_noMatch() {
    float[] sound = TestSounds.speech(7);
    assertInstanceOf(Refusal.class, compare(sound, sound, 7.5, 0));
  }

  @Test
  void compare_arrivalTellsOfAFarOffset_itIsSearchedThere() {
    float[] sound = TestSounds.speech(7);
    Sound left = TestSounds.recorded(sound, FROM_S, WINDOW_S, 48_000, 0, PRIMARY_NS);
    Sound right = TestSounds.recorded(sound, FROM_S + 8, WINDOW_S, 48_000, 0, BACKUP_NS);
    // The backup's window began eight seconds later, and so did its arrival.
    SoundAnswer answer = SoundComparison.compare(left, right, ARRIVAL_NS + 8_000_000_000L);
    requireRight(answer, 8, 0, 0.3);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "0.5,0.5", "1.5,12", "12,1.5"})
  void compare_tooShort_saysSo(double leftS, double rightS) {
    float[] sound = TestSounds.speech(8);
    Sound left = TestSounds.recorded(sound, FROM_S, leftS, 48_000, 0, PRIMARY_NS);
    Sound right = TestSounds.recorded(sound, FROM_S, rightS, 48_000, 0, BACKUP_NS);
    assertEquals(new Refusal(Reason.TOO_SHORT), SoundComparison.compare(left, right, ARRIVAL_NS));
  }

  @Test
  void compare_absurdExpectation_tooShortRatherThanAnError() {
    float[] sound = TestSounds.speech(8);
    Sound left = TestSounds.recorded(sound, FROM_S, 6, 48_000, 0, PRIMARY_NS);
    for (long expectedNs : new long[] {Long.MIN_VALUE / 2, Long.MAX_VALUE / 2}) {
      assertEquals(new Refusal(Reason.TOO_SHORT), SoundComparison.compare(left, left, expectedNs));
    }
  }
}
