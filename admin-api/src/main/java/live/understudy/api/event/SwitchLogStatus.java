package live.understudy.api.event;

/**
 * What is known of how a program's switches are kept; immutable. The program never waits for it.
 *
 * @param state what it does
 * @param storedEpoch the last entry that is stored
 * @param pending entries that are not stored yet
 * @param conflicts how often somebody else had written under a number that was to be used
 * @param dropped entries that were never stored, because too many waited
 */
public record SwitchLogStatus(
    State state, long storedEpoch, int pending, long conflicts, long dropped) {

  /** Nothing was switched yet. */
  public static final SwitchLogStatus EMPTY = new SwitchLogStatus(State.STORED, 0, 0, 0, 0);

  /** What the log does. */
  public enum State {
    /** Everything is stored. */
    STORED,
    /** The newest entries are on their way. */
    PENDING,
    /** The store has not answered in time: this server decides alone, and tells it later. */
    ALONE
  }
}
