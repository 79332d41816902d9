package live.understudy.hls;

/**
 * A Partial Segment (RFC 8216bis, 3.2): one {@code moof} and {@code mdat}, and before them event
 * messages if there are any.
 *
 * @param index its place in its segment, from 0
 * @param durationUs its video's duration, microseconds
 * @param independent whether it begins with a keyframe
 * @param bytes the fragment; gone when no window has it in memory any more
 */
public record Part(int index, long durationUs, boolean independent, MediaBytes bytes) {

  /** A part in the heap; nobody modifies {@code bytes} any more. */
  public Part(int index, long durationUs, boolean independent, byte[] bytes) {
    this(index, durationUs, independent, MediaBytes.of(bytes));
  }
}
