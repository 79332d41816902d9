package live.understudy.failover.signal;

/** Measures the distances of keyframes, and whether pictures reach over them. */
final class KeyframeMeter {
  /** So many intervals count. */
  private static final int REMEMBERED = 8;

  /** A picture shown further before its keyframe than this is a jump of timestamps. */
  private static final long LEADING_NS = 1_000_000_000;

  private final long[] intervalsNs = new long[REMEMBERED];
  private int count;
  private boolean begun;
  private long keyframePtsNs;
  private long sinceNs;
  private boolean leading;
  private boolean ledBefore;

  void add(long ptsNs, boolean keyframe) {
    if (keyframe) {
      long intervalNs = ptsNs - keyframePtsNs;
      if (begun && intervalNs > 0) {
        intervalsNs[count++ % REMEMBERED] = intervalNs;
      }
      begun = true;
      keyframePtsNs = ptsNs;
      sinceNs = 0;
      ledBefore = leading;
      leading = false;
    } else if (begun) {
      sinceNs = Math.max(sinceNs, ptsNs - keyframePtsNs);
      leading |= ptsNs < keyframePtsNs && keyframePtsNs - ptsNs < LEADING_NS;
    }
  }

  /** The timestamps began anew. */
  void jumped() {
    begun = false;
    sinceNs = 0;
    leading = false;
  }

  int intervals() {
    return count;
  }

  /** Between the last two; 0 before there were two. */
  long lastNs() {
    return count == 0 ? 0 : intervalsNs[(count - 1) % REMEMBERED];
  }

  /** The longest lately, the one that still goes on included. */
  long longestNs() {
    return Math.max(sinceNs, longestCompleteNs());
  }

  /** The longest of the last eight; 0 before there were two keyframes. */
  long longestCompleteNs() {
    long longest = 0;
    for (int i = 0; i < Math.min(count, REMEMBERED); i++) {
      longest = Math.max(longest, intervalsNs[i]);
    }
    return longest;
  }

  /** The shortest lately; MAX_VALUE before there were two keyframes. */
  long shortestNs() {
    long shortest = Long.MAX_VALUE;
    for (int i = 0; i < Math.min(count, REMEMBERED); i++) {
      shortest = Math.min(shortest, intervalsNs[i]);
    }
    return shortest;
  }

  /** Whether pictures that are decoded after a keyframe are shown before it. */
  boolean openGop() {
    return leading || ledBefore;
  }
}
