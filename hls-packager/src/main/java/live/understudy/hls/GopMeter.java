package live.understudy.hls;

/** Measures the distance between keyframes: the longest of the last few. */
final class GopMeter {

  private static final int REMEMBERED = 8;

  private final long[] lengthsUs = new long[REMEMBERED];
  private int next;
  private long lastKeyframeUs = Long.MIN_VALUE;

  void onKeyframe(long dtsUs) {
    if (lastKeyframeUs != Long.MIN_VALUE) {
      expect(dtsUs - lastKeyframeUs);
    }
    lastKeyframeUs = dtsUs;
  }

  /** As if this distance had been measured just now. */
  void expect(long lengthUs) {
    lengthsUs[next] = lengthUs;
    next = (next + 1) % REMEMBERED;
  }

  /** The next keyframe begins another timeline: its distance to the last one means nothing. */
  void forgetLast() {
    lastKeyframeUs = Long.MIN_VALUE;
  }

  /** How long ago the last keyframe of this timeline was at {@code dtsUs}; 0 when there is none. */
  long sinceKeyframeUs(long dtsUs) {
    return lastKeyframeUs == Long.MIN_VALUE ? 0 : dtsUs - lastKeyframeUs;
  }

  /** Whether the last distance, repeated, ends here; {@code slackUs} of tolerance. */
  boolean expectsKeyframeAt(long dtsUs, long slackUs) {
    long lengthUs = lengthsUs[(next + REMEMBERED - 1) % REMEMBERED];
    return lengthUs > 0
        && lastKeyframeUs != Long.MIN_VALUE
        && Math.abs(lastKeyframeUs + lengthUs - dtsUs) <= slackUs;
  }

  long maxUs() {
    long max = 0;
    for (long length : lengthsUs) {
      max = Math.max(max, length);
    }
    return max;
  }
}
