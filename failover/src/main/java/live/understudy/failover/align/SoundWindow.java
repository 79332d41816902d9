package live.understudy.failover.align;

/**
 * What both legs sound like lately, for a comparison.
 *
 * @param expectedNs session time of a moment on the primary minus that on the backup, as their
 *     arrival suggests, nanoseconds
 */
public record SoundWindow(CodedSound primary, CodedSound backup, long expectedNs) {

  /** Longer sound than this is not compared, nanoseconds. */
  public static final long LONGEST_NS = 12_000_000_000L;
}
