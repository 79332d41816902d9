package live.understudy.ingest.demux;

import live.understudy.media.AudioConfig;

/**
 * Puts audio times that an encoder rounded to milliseconds back onto a run of whole frames. A time
 * that is more than a few milliseconds from the run's next frame is a real gap, and begins a run.
 */
final class AudioRun {
  private static final int TOLERANCE_MS = 5;

  private final AudioConfig config;
  private final long tolerance;
  private boolean begun;
  private long next;

  AudioRun(AudioConfig config) {
    this.config = config;
    this.tolerance = (long) TOLERANCE_MS * config.sampleRate() / 1000;
  }

  /**
   * The time in samples of a frame of {@code samples} whose time in milliseconds is {@code ms}, and
   * {@code offsetNs} more.
   */
  long dts(long ms, int offsetNs, int samples) {
    long thousandths = ms * config.sampleRate() + (long) offsetNs * config.sampleRate() / 1_000_000;
    long raw = Math.floorDiv(thousandths + 500, 1000L);
    long dts = begun && Math.abs(raw - next) <= tolerance ? next : raw;
    begun = true;
    next = dts + samples;
    return dts;
  }
}
