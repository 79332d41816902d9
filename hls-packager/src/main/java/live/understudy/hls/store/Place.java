package live.understudy.hls.store;

/**
 * Where a segment's bytes begin.
 *
 * @param volume number of the volume
 * @param offset its first byte in the volume
 */
public record Place(int volume, long offset) {

  public Place {
    if (volume < 0 || offset < 0) {
      throw new IllegalArgumentException("a place is not negative");
    }
  }
}
