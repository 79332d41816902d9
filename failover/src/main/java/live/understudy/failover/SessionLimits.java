package live.understudy.failover;

/**
 * How much of a session is remembered for a splice.
 *
 * @param retainedNs nothing much older than this
 * @param maxUnits per track
 * @param maxBytes of both tracks together
 */
record SessionLimits(long retainedNs, int maxUnits, long maxBytes) {

  private static final int MAX_UNITS = 4096;
  private static final long MAX_BYTES = 96L << 20;

  /** Enough for a hold and the groups of pictures around it. */
  static SessionLimits forHold(long holdNs) {
    return new SessionLimits(3 * holdNs + 12 * Nanos.PER_SECOND, MAX_UNITS, MAX_BYTES);
  }
}
