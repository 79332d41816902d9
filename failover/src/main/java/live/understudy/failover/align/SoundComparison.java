package live.understudy.failover.align;

import live.understudy.failover.align.SoundAnswer.Match;
import live.understudy.failover.align.SoundAnswer.Reason;
import live.understudy.failover.align.SoundAnswer.Refusal;
import live.understudy.media.Timescale;

/**
 * Finds how far one leg's sound is from the other's.
 *
 * <p>The cross-correlation of both sounds, each made nearly white so that what encoders do to
 * loudness and treble counts little (generalised cross-correlation with phase transform: Knapp and
 * Carter 1976), tells the distance to within the clocks' drift. It counts only when no other
 * distance fits nearly as well. Then each second of the sound is asked on its own: most must agree,
 * so one bang that both have proves nothing, and their mean is finer than a sample.
 */
public final class SoundComparison {

  /** The furthest that legs may be from where their arrival puts them. */
  public static final long MAX_SKEW_NS = 6_500_000_000L;

  private static final int RATE = Sound.COMPARED_RATE;

  /** A shorter common stretch says too little. */
  private static final int MIN_OVERLAP = 2 * RATE;

  /** Amplitudes below −66 dB of full scale are what converters make of silence. */
  private static final double SILENT_RMS = 0.0005;

  /** The second best place may have at most so much of the best one's correlation. */
  private static final double MAX_RIVAL = 0.6;

  /** Places with so much of it are looked at: at less, sound that repeats would stand out more. */
  private static final double MIN_RIVAL = 0.15;

  private static final int MAX_RIVALS = 8;

  /** A place where seconds are so much as alike as at the best one is as good. */
  private static final double AS_ALIKE = 0.5;

  private SoundComparison() {}

  /**
   * Compares two sounds that came at about the same time.
   *
   * @param expectedNs session time of a moment on the primary minus that on the backup, as their
   *     arrival suggests
   */
  public static SoundAnswer compare(Sound primary, Sound backup, long expectedNs) {
    Sound left = primary.atComparedRate();
    Sound right = backup.atComparedRate();
    int lengths = left.samples().length + right.samples().length;
    long startsNs = left.startNs() - right.startNs();
    int center = samples(expectedNs - startsNs);
    int from = Math.max(center - samples(MAX_SKEW_NS), MIN_OVERLAP - right.samples().length);
    int to = Math.min(center + samples(MAX_SKEW_NS), left.samples().length - MIN_OVERLAP);
    if (from > to || Math.min(left.samples().length, right.samples().length) < MIN_OVERLAP) {
      return new Refusal(Reason.TOO_SHORT);
    }
    if (isSilent(left.samples()) || isSilent(right.samples())) {
      return new Refusal(Reason.SILENT);
    }
    Fft fft = new Fft(Math.max(2, Integer.highestOneBit(lengths) * 2));
    Whitened white = Whitened.of(fft, left.samples(), right.samples());
    CorrelationPeaks peaks = new CorrelationPeaks(white.correlation(fft), from, to);
    CorrelationPeaks.Peak best = peaks.take();
    SoundBlocks.Agreement agreed = SoundBlocks.agree(white, best.lag());
    if (agreed == null) {
      return new Refusal(Reason.UNLIKE);
    }
    double share = 0;
    for (int i = 0; i < MAX_RIVALS; i++) {
      CorrelationPeaks.Peak rival = peaks.take();
      share = Math.max(share, rival.strength() / best.strength());
      if (rival.strength() < MIN_RIVAL * best.strength()) {
        break;
      }
      SoundBlocks.Agreement other = SoundBlocks.agree(white, rival.lag());
      if (other != null && other.likeness() > AS_ALIKE * agreed.likeness()) {
        return new Refusal(Reason.REPEATING);
      }
    }
    if (share > MAX_RIVAL) {
      return new Refusal(Reason.UNLIKE);
    }
    long offsetNs = startsNs + nanos(agreed.lagSamples());
    long atNs = left.startNs() + nanos(agreed.atLeftSamples());
    return new Match(offsetNs, (1 - share) * agreed.share(), atNs);
  }

  private static boolean isSilent(float[] samples) {
    double mean = 0;
    double squares = 0;
    for (float sample : samples) {
      mean += (double) sample / samples.length;
      squares += (double) sample * sample / samples.length;
    }
    return squares - mean * mean < SILENT_RMS * SILENT_RMS;
  }

  private static int samples(long ns) {
    long samples = Timescale.convert(ns, Timescale.NANOS_PER_SECOND, RATE);
    return (int) Math.clamp(samples, -(1L << 30), 1L << 30);
  }

  private static long nanos(double samples) {
    return Math.round(samples * Timescale.NANOS_PER_SECOND / RATE);
  }
}
