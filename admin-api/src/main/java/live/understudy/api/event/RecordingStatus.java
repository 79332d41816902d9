package live.understudy.api.event;

import org.jspecify.annotations.Nullable;

/**
 * What the recording of one program does at one moment; immutable. Live goes on whatever it does.
 *
 * @param reason why it lags or has stopped, a stable code: {@code disk-slow}, {@code disk-full}
 *     (less than the free space that must be left), {@code quota} (the installation's limit for
 *     recordings is reached) or {@code disk-error}; null when there is nothing to say
 * @param bytes what is stored of this program
 * @param sinceMs wall clock when the state began
 */
public record RecordingStatus(State state, @Nullable String reason, long bytes, long sinceMs) {

  /** A program that nothing is recorded of. */
  public static RecordingStatus off(long sinceMs) {
    return new RecordingStatus(State.OFF, null, 0, sinceMs);
  }

  /** What a recording does. */
  public enum State {
    /** Nothing is recorded. */
    OFF,
    /** All that is published is stored. */
    RECORDING,
    /** The disk is too slow; what it does not take in time is left out until it has caught up. */
    LAGGING,
    /** Nothing more is stored, and there is a hole from here on. */
    STOPPED
  }
}
