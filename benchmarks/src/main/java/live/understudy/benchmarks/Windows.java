package live.understudy.benchmarks;

import java.util.ArrayList;
import java.util.List;
import live.understudy.hls.InitSection;
import live.understudy.hls.OpenSegment;
import live.understudy.hls.Part;
import live.understudy.hls.PlaylistShape;
import live.understudy.hls.Segment;
import live.understudy.hls.SegmentInfo;
import live.understudy.hls.SegmentWindow;
import live.understudy.hls.Variant;
import live.understudy.hls.WindowConfig;

/** Low-latency windows of two-second segments in half-second parts, in the midst of a segment. */
final class Windows {
  private static final int PARTS = 4;
  private static final int PARTS_OF_OPEN = 2;
  private static final long SEGMENT_US = 2_000_000;
  private static final long PART_US = SEGMENT_US / PARTS;
  private static final long MEMORY_US = 30_000_000;
  private static final int LISTED_MIN = 6;
  private static final int LIVE_SEGMENTS = 15;
  private static final long FIRST_WALL_MS = 1_700_000_000_000L;

  private static final InitSection INIT =
      new InitSection(0, new Variant("avc1.64001f,mp4a.40.2", 1280, 720, 30, "SDR"), new byte[700]);

  private Windows() {}

  /** A window that lists so many segments; those behind the last half minute are on disk. */
  static SegmentWindow listing(int segments) {
    PlaylistShape shape = new PlaylistShape(2, PART_US, segments > LIVE_SEGMENTS);
    WindowConfig config =
        new WindowConfig(
            segments * SEGMENT_US, LISTED_MIN, 2 * segments, MEMORY_US, Long.MAX_VALUE);
    SegmentWindow window = new SegmentWindow(shape, config);
    for (int msn = 0; msn < segments; msn++) {
      window.add(segment(msn));
      window.stored(msn);
    }
    window.open(open(segments));
    int listed = window.snapshot().listed().size();
    if (listed != segments) {
      throw new IllegalStateException(listed + " segments are listed");
    }
    return window;
  }

  /** The segment that follows, with its first parts. */
  static OpenSegment open(long msn) {
    return new OpenSegment(
        msn, INIT, false, 0, wallMs(msn), msn * SEGMENT_US, true, parts(PARTS_OF_OPEN));
  }

  private static Segment segment(long msn) {
    SegmentInfo info =
        new SegmentInfo(
            msn, 0, false, 0, wallMs(msn), msn * SEGMENT_US, SEGMENT_US, true, false, PARTS);
    return new Segment(info, INIT, parts(PARTS));
  }

  private static List<Part> parts(int count) {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      // What a playlist costs does not depend on the bytes that it lists.
      parts.add(new Part(i, PART_US, i == 0, new byte[1]));
    }
    return parts;
  }

  private static long wallMs(long msn) {
    return FIRST_WALL_MS + msn * SEGMENT_US / 1_000;
  }
}
