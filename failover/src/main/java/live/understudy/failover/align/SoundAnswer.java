package live.understudy.failover.align;

/** What one comparison of two legs' sound says. */
public sealed interface SoundAnswer {

  /**
   * Both are the same sound.
   *
   * @param primaryMinusBackupNs session time of a moment on the primary minus that on the backup,
   *     nanoseconds
   * @param confidence 0 to 1: how much the second best answer is worse
   * @param atPrimaryNs session time on the primary in the middle of what was compared
   */
  record Match(long primaryMinusBackupNs, double confidence, long atPrimaryNs)
      implements SoundAnswer {}

  /** Nothing can be said, or not yet. */
  record Refusal(Reason reason) implements SoundAnswer {}

  /** Why nothing can be said. */
  enum Reason {
    /** A leg has no sound that is loud enough. */
    SILENT,
    /** It fits at several places: a loop, a tone, a metronome. */
    REPEATING,
    /** The legs' sounds have nothing in common, or too little. */
    UNLIKE,
    /** Not enough sound has come of both for the same moments. */
    TOO_SHORT,
    /** A leg's sound can't be decoded. */
    UNDECODABLE
  }
}
