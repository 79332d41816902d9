package live.understudy.failover;

/**
 * When a group of pictures is published: a constant hold after it arrived, so that a keyframe of
 * the other leg always lies in what is not yet published.
 *
 * <p>Where the new leg of a splice arrives later than the old one, the hold gives way and the
 * rhythm stays; it grows back by {@link #RECOVERY_PER_MILLE} of the time, too slowly for a player
 * to notice.
 */
final class Cadence {

  static final long RECOVERY_PER_MILLE = 5;

  private final long holdNs;
  private long lastDueNs;
  private long lastMediaNs = Long.MIN_VALUE;

  Cadence(long holdNs) {
    this.holdNs = holdNs;
  }

  long holdNs() {
    return holdNs;
  }

  /** When what ends at program time {@code mediaNs}, complete since {@code arrivedNs}, is due. */
  long dueNs(long arrivedNs, long mediaNs) {
    long heldNs = arrivedNs + holdNs;
    if (lastMediaNs == Long.MIN_VALUE) {
      return heldNs;
    }
    long mediaPassedNs = mediaNs - lastMediaNs;
    long rhythmNs = lastDueNs + mediaPassedNs + mediaPassedNs * RECOVERY_PER_MILLE / 1000;
    return Math.max(arrivedNs, Math.min(heldNs, rhythmNs));
  }

  /** It was published as due. */
  void published(long dueNs, long mediaNs) {
    lastDueNs = dueNs;
    lastMediaNs = mediaNs;
  }

  /** The rhythm was broken by an interruption: the next one is held in full. */
  void reset() {
    lastMediaNs = Long.MIN_VALUE;
  }
}
