package live.understudy.failover.health;

/**
 * When to go back to the primary: after it was clean for a while, twice as long each time it failed
 * again soon after.
 */
public final class RevertPolicy {

  private static final int MAX_DOUBLINGS = 6;

  private final long cleanNs;
  private int doublings;
  private long cleanSinceNs = Long.MIN_VALUE;
  private long revertedNs = Long.MIN_VALUE;

  /** {@code cleanNs}: how long it must have been clean the first time; 0 for never. */
  public RevertPolicy(long cleanNs) {
    this.cleanNs = cleanNs;
  }

  /** Whether it is time; asked again and again while the program is on air. */
  public boolean wantsPrimary(boolean backupOnAir, boolean primaryClean, long nowNs) {
    if (!backupOnAir || !primaryClean) {
      cleanSinceNs = Long.MIN_VALUE;
      return false;
    }
    if (cleanSinceNs == Long.MIN_VALUE) {
      cleanSinceNs = nowNs;
    }
    return cleanNs > 0 && nowNs - cleanSinceNs >= cleanNs << doublings;
  }

  /** Another leg is on air: what was clean before, nobody has watched meanwhile. */
  public void switched() {
    cleanSinceNs = Long.MIN_VALUE;
  }

  /** The primary is on air again. */
  public void reverted(long nowNs) {
    revertedNs = nowNs;
    cleanSinceNs = Long.MIN_VALUE;
  }

  /** The primary failed while it was on air. */
  public void leftPrimary(long nowNs) {
    cleanSinceNs = Long.MIN_VALUE;
    boolean soon = revertedNs != Long.MIN_VALUE && nowNs - revertedNs < 2 * cleanNs << doublings;
    doublings = soon ? Math.min(doublings + 1, MAX_DOUBLINGS) : 0;
  }
}
