package live.understudy.server.store;

import org.jspecify.annotations.Nullable;

/**
 * How a recording fares.
 *
 * @param state what it does
 * @param reason for operators: why it does not record, and what to do; null where it does
 * @param bytes on disk
 * @param sinceMs when it came to be so, milliseconds since 1970 UTC
 */
public record RecordingStatus(State state, @Nullable String reason, long bytes, long sinceMs) {

  /** What a recording does. */
  public enum State {
    /** What is given is written. */
    RECORDING,
    /** The disk is too slow; what is given is left out until it has caught up. */
    LAGGING,
    /** The disk does not take it, or is not allowed to; tried again every few seconds. */
    STOPPED,
    /** The program ended, and all of it is written. */
    ENDED
  }
}
