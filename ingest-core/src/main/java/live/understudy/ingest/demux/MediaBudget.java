package live.understudy.ingest.demux;

import live.understudy.ingest.BadInputException;
import live.understudy.ingest.IngestLimits;

/**
 * Bounds the bytes of one track by the time that they last. Everything behind the ingest keeps so
 * many seconds of media, so a track whose timestamps stand still would grow it for ever.
 */
final class MediaBudget {
  private static final long MS_PER_SECOND = 1_000;

  /** A step back by more is the encoder's restart of its clock, see {@link Monotonic}. */
  private static final long RESTART_MS = 10_000;

  private final String track;
  private final IngestLimits.Media limits;
  private long leftBytes;
  private long newestMs;
  private boolean begun;

  MediaBudget(String track, IngestLimits.Media limits) {
    this.track = track;
    this.limits = limits;
    this.leftBytes = limits.burstBytes();
  }

  /**
   * Accounts for a frame of {@code bytes} at decode time {@code ms}; throws when it is too much.
   */
  void spend(int bytes, long ms) throws BadInputException {
    if (!begun || ms < newestMs - RESTART_MS) {
      newestMs = ms;
      begun = true;
    }
    long passedMs = Math.max(0, ms - newestMs);
    newestMs = Math.max(newestMs, ms);
    long earnedBytes = passedMs * limits.maxBytesPerSecond() / MS_PER_SECOND;
    leftBytes = Math.min(limits.burstBytes(), leftBytes + earnedBytes);
    spendBeside(bytes);
  }

  /** The same for what comes between frames, in which no time passes. */
  void spendBeside(int bytes) throws BadInputException {
    leftBytes -= bytes + limits.frameBytes();
    if (leftBytes < 0) {
      throw new BadInputException(
          track
              + " of more than "
              + limits.maxBytesPerSecond() * 8 / 1_000_000
              + " Mbit/s by its timestamps");
    }
  }
}
