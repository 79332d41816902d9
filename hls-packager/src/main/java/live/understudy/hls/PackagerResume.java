package live.understudy.hls;

/**
 * Where a playlist stands, so that another packager, perhaps of another process, can continue it.
 *
 * @param nextMsn the next segment's Media Sequence Number
 * @param nextInitNumber the next init section's number
 * @param discontinuitySequence the last segment's Discontinuity Sequence Number
 * @param discontinuityFirst whether the next segment carries {@code EXT-X-DISCONTINUITY}
 */
public record PackagerResume(
    long nextMsn, int nextInitNumber, long discontinuitySequence, boolean discontinuityFirst) {

  /** The beginning of a playlist. */
  public static final PackagerResume FRESH = new PackagerResume(0, 0, 0, false);

  public PackagerResume {
    if (nextMsn < 0 || nextInitNumber < 0 || discontinuitySequence < 0) {
      throw new IllegalArgumentException("numbers of a playlist are not negative");
    }
  }
}
