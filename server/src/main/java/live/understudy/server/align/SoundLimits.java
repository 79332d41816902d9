package live.understudy.server.align;

/**
 * What comparing sound may cost.
 *
 * @param memoryMb of the child process altogether, where the system can limit it
 * @param timeoutMs an answer that takes longer ends the child
 * @param startMs the first answer of a child may take so much longer: it starts, and unpacks the
 *     decoders, on a machine that has better things to do
 * @param maxWaiting windows that wait for their turn, of all programs together
 * @param idleMs without a question for so long the child is ended
 * @param minRestMs after a child died, before the next one is started; doubles each time
 * @param maxRestMs it doubles up to this
 */
public record SoundLimits(
    int memoryMb,
    long timeoutMs,
    long startMs,
    int maxWaiting,
    long idleMs,
    long minRestMs,
    long maxRestMs) {

  public static final SoundLimits DEFAULTS =
      new SoundLimits(256, 5_000, 15_000, 256, 120_000, 1_000, 60_000);

  /** The same for a configured memory and deadline. */
  public SoundLimits with(int newMemoryMb, long newTimeoutMs) {
    return new SoundLimits(
        newMemoryMb, newTimeoutMs, startMs, maxWaiting, idleMs, minRestMs, maxRestMs);
  }
}
