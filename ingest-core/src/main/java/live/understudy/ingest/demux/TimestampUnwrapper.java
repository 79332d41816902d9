package live.understudy.ingest.demux;

/**
 * Makes 64-bit milliseconds of RTMP's 32-bit ones, which wrap after 49.7 days. A step of less than
 * half the range, forwards or backwards, is a step and not a wrap.
 */
final class TimestampUnwrapper {
  private boolean begun;
  private int last;
  private long unwrapped;

  long unwrap(long timestampMs) {
    int now = (int) timestampMs;
    if (begun) {
      unwrapped += now - last;
    } else {
      unwrapped = Integer.toUnsignedLong(now);
      begun = true;
    }
    last = now;
    return unwrapped;
  }
}
