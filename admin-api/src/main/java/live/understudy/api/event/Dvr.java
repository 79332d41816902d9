package live.understudy.api.event;

import org.jspecify.annotations.Nullable;

/**
 * How far back viewers can go while the event is live; immutable.
 *
 * @param minutes the length of the window; null unless the mode is {@code WINDOW}
 */
public record Dvr(Mode mode, @Nullable Integer minutes) {
  public static final int MIN_MINUTES = 1;
  public static final int MAX_MINUTES = 1440;

  /** Viewers see the live edge only. */
  public static final Dvr OFF = new Dvr(Mode.OFF, null);

  /** Throws {@link IllegalArgumentException} with {@link #error} when the two contradict. */
  public Dvr {
    String error = error(mode, minutes);
    if (error != null) {
      throw new IllegalArgumentException("minutes " + error);
    }
  }

  /** Why {@code minutes} does not go with {@code mode}, or null when it does. */
  public static @Nullable String error(Mode mode, @Nullable Integer minutes) {
    if (mode != Mode.WINDOW) {
      return minutes == null ? null : "is for the mode WINDOW only";
    }
    if (minutes == null) {
      return "is missing";
    }
    return minutes >= MIN_MINUTES && minutes <= MAX_MINUTES
        ? null
        : "must be " + MIN_MINUTES + " to " + MAX_MINUTES;
  }

  /** What viewers can go back to. */
  public enum Mode {
    /** Nothing but the playlist's usual length. */
    OFF,
    /** The last minutes. */
    WINDOW,
    /** The event's beginning; all of it stays playable after the end. */
    EVENT
  }
}
