package live.understudy.failover;

/**
 * When to leave the leg on air for the other one, by their relative lag: a source that pauses
 * pauses both legs and is no reason. Sticky: nothing here ever wants back to a leg that was left.
 */
final class SwitchPolicy {

  /**
   * A leg this many limits behind is as good as dead: rate limits and niceties end. Not three: a
   * segment has to come after one and a half target durations at most, which may be three limits.
   */
  private static final double DEAD_FACTOR = 2.8;

  private final ProgramConfig config;
  private long lastSwitchNs = Long.MIN_VALUE;

  SwitchPolicy(ProgramConfig config) {
    this.config = config;
  }

  void switched(long nowNs) {
    lastSwitchNs = nowNs;
  }

  /** Whether the leg on air is left for being {@code lagNs} behind. */
  boolean leavesForLag(long lagNs, long nowNs) {
    return isDead(lagNs) || (lagNs >= config.lagNs() && isRested(nowNs));
  }

  /** Whether it is late enough to take the last safe cut rather than to publish it away. */
  boolean suspects(long lagNs, long nowNs) {
    return lagNs >= config.suspicionNs() && isRested(nowNs);
  }

  boolean isDead(long lagNs) {
    return lagNs >= DEAD_FACTOR * config.lagNs();
  }

  /** Whether the last switch is long enough ago for another one. */
  boolean isRested(long nowNs) {
    return lastSwitchNs == Long.MIN_VALUE || nowNs - lastSwitchNs >= config.minSwitchIntervalNs();
  }
}
