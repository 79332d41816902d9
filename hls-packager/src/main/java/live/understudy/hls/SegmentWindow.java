package live.understudy.hls;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sliding window of one live playlist: what is listed, and what has left the list but is still
 * served. Not thread-safe: one owner; readers get {@link WindowSnapshot}s.
 */
public final class SegmentWindow {

  private final int targetDurationS;
  private final WindowConfig config;
  private final ArrayDeque<Segment> listed = new ArrayDeque<>();
  private final ArrayDeque<Retired> retired = new ArrayDeque<>();
  private long listedUs;
  private long longestListedUs;
  private long addedUs;
  private boolean ended;

  /** A segment that left the list, and until how much has been added it is still served. */
  private record Retired(Segment segment, long untilAddedUs) {}

  public SegmentWindow(int targetDurationS, WindowConfig config) {
    this.targetDurationS = targetDurationS;
    this.config = config;
  }

  /** Appends a segment and lets the oldest ones go. */
  public void add(Segment segment) {
    if (ended) {
      throw new IllegalStateException("nothing follows EXT-X-ENDLIST");
    }
    Segment last = listed.peekLast();
    if (last != null && segment.msn() != last.msn() + 1) {
      throw new IllegalStateException("MSN " + segment.msn() + " after " + last.msn());
    }
    listed.addLast(segment);
    addedUs += segment.durationUs();
    listedUs += segment.durationUs();
    longestListedUs = Math.max(longestListedUs, listedUs);
    while (isTooLong()) {
      retire(listed.removeFirst());
    }
  }

  /** The last segment was the last: {@code EXT-X-ENDLIST}. Can't be undone. */
  public void end() {
    ended = true;
  }

  public boolean isEnded() {
    return ended;
  }

  /** The newest segment, or null while there is none. */
  public @Nullable Segment newest() {
    return listed.peekLast();
  }

  /** What readers see from now on. */
  public WindowSnapshot snapshot() {
    Map<Long, Segment> served = HashMap.newHashMap(listed.size() + retired.size());
    Map<Integer, InitSection> inits = new HashMap<>();
    for (Retired left : retired) {
      serve(left.segment(), served, inits);
    }
    for (Segment segment : listed) {
      serve(segment, served, inits);
    }
    List<Segment> list = List.copyOf(listed);
    return new WindowSnapshot(list, Map.copyOf(served), Map.copyOf(inits), ended, targetDurationS);
  }

  private static void serve(
      Segment segment, Map<Long, Segment> served, Map<Integer, InitSection> inits) {
    served.put(segment.msn(), segment);
    inits.put(segment.init().number(), segment.init());
  }

  private boolean isTooLong() {
    if (listed.size() <= config.listedSegmentsMin()) {
      return false;
    }
    long withoutFirstUs = listedUs - listed.getFirst().durationUs();
    boolean longEnough = withoutFirstUs >= 3_000_000L * targetDurationS;
    return longEnough
        && (withoutFirstUs >= config.listedUs() || listed.size() > config.listedSegmentsMax());
  }

  /**
   * RFC 8216bis, 6.2.2: a removed segment stays available for "a period equal to the duration of
   * the segment plus the duration of the longest Playlist file distributed by the server containing
   * it". Two target durations more, because segments may come in bursts.
   */
  private void retire(Segment segment) {
    listedUs -= segment.durationUs();
    long spareUs = 2_000_000L * targetDurationS;
    retired.addLast(
        new Retired(segment, addedUs + segment.durationUs() + longestListedUs + spareUs));
    while (retired.getFirst().untilAddedUs() < addedUs) {
      retired.removeFirst();
    }
  }
}
