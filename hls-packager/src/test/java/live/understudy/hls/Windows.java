package live.understudy.hls;

import java.util.ArrayList;
import java.util.List;

/** Segments made of nothing but numbers. */
final class Windows {

  static final InitSection INIT = InitSection.of(0, Streams.config(30_000, 1000));

  private Windows() {}

  static List<Part> parts(long msn, int count, long partUs) {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parts.add(new Part(i, partUs, i == 0, new byte[] {(byte) msn, (byte) i}));
    }
    return parts;
  }

  /** A segment whose timeline has all the segments before it, of the same length. */
  static Segment segment(long msn, int parts, long partUs) {
    return open(msn, parts, partUs).closed();
  }

  static OpenSegment open(long msn, int parts, long partUs) {
    return open(msn, msn * 4 * partUs, parts(msn, parts, partUs));
  }

  static OpenSegment open(long msn, long startUs, List<Part> parts) {
    return new OpenSegment(
        msn, INIT, false, 0, 1_700_000_000_000L + startUs / 1000, startUs, true, parts);
  }
}
