package live.understudy.media;

/**
 * What an encoder wrote into a picture about when it was taken.
 *
 * @param ns nanoseconds on the encoder's clock: since 1970 in UTC, or of the day
 * @param periodNs after so many nanoseconds the count begins at zero again: a day of timecodes as
 *     SMPTE ST 12-1 counts them; or 0 for UTC, which never does. Two timecodes can be compared only
 *     where theirs are equal.
 */
public record Timecode(long ns, long periodNs) {
  public Timecode {
    if (ns < 0 || periodNs < 0 || periodNs > 0 && ns >= periodNs) {
      throw new IllegalArgumentException("a timecode lies within its period");
    }
  }

  /** UTC. */
  public static Timecode utc(long nsSince1970) {
    return new Timecode(nsSince1970, 0);
  }

  /** A moment before or after the count's beginning, where one follows the other without a step. */
  public static Timecode wrapped(long ns, long periodNs) {
    return new Timecode(Math.floorMod(ns, periodNs), periodNs);
  }
}
