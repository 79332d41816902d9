package live.understudy.hls;

/**
 * What never changes in one playlist.
 *
 * @param targetDurationS {@code EXT-X-TARGETDURATION}
 * @param partTargetUs {@code PART-TARGET}, microseconds; 0 for a classic playlist, which lists no
 *     parts
 * @param rewindable whether the window is longer than live viewers need, so that {@code
 *     EXT-X-START} says where to begin
 */
public record PlaylistShape(int targetDurationS, long partTargetUs, boolean rewindable) {

  /** RFC 8216bis, 4.4.3.8: "PART-HOLD-BACK ... SHOULD be at least three times" the part target. */
  private static final int PART_HOLD_BACK_PARTS = 3;

  /**
   * However short parts are, players stay so far behind the end: it takes that long to notice that
   * an encoder is gone and to go on with the other one.
   */
  private static final long MIN_PART_HOLD_BACK_US = 1_500_000;

  /** RFC 8216bis, 4.4.3.8: "CAN-SKIP-UNTIL ... MUST be at least six times the Target Duration." */
  private static final int SKIP_BOUNDARY_TARGETS = 6;

  /** RFC 8216bis, 6.3.3: a client starts no nearer to the end than three target durations. */
  private static final int HOLD_BACK_TARGETS = 3;

  public PlaylistShape {
    if (targetDurationS < 1 || partTargetUs < 0 || partTargetUs > targetDurationS * 1_000_000L) {
      throw new IllegalArgumentException("a part's target lies within the target duration");
    }
  }

  /** A classic playlist without rewinding. */
  public static PlaylistShape classic(int targetDurationS) {
    return new PlaylistShape(targetDurationS, 0, false);
  }

  /** Whether parts are listed and requests may wait for them. */
  public boolean lowLatency() {
    return partTargetUs > 0;
  }

  /** {@code PART-HOLD-BACK}: players play what is so far from the end, microseconds. */
  public long partHoldBackUs() {
    return Math.max(PART_HOLD_BACK_PARTS * partTargetUs, MIN_PART_HOLD_BACK_US);
  }

  long skipBoundaryUs() {
    return SKIP_BOUNDARY_TARGETS * targetDurationS * 1_000_000L;
  }

  int holdBackS() {
    return HOLD_BACK_TARGETS * targetDurationS;
  }

  /** Whether delta updates are offered: where whole playlists are long, or often reloaded. */
  public boolean canSkip() {
    return lowLatency() || rewindable;
  }

  /**
   * How long a request may wait, microseconds. RFC 8216bis, 6.2.5.2: "If the client requests ...
   * that ... the Server ... blocked ... for more than three times the target duration ... SHOULD
   * return ... 503".
   */
  public long maxBlockUs() {
    return 3_000_000L * targetDurationS;
  }
}
