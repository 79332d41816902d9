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
  private final ArrayDeque<Segment> retired = new ArrayDeque<>();
  private long listedUs;
  private long retiredUs;
  private boolean ended;

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
    listedUs += segment.durationUs();
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
    for (ArrayDeque<Segment> segments : List.of(retired, listed)) {
      for (Segment segment : segments) {
        served.put(segment.msn(), segment);
        inits.put(segment.init().number(), segment.init());
      }
    }
    List<Segment> list = List.copyOf(listed);
    return new WindowSnapshot(list, Map.copyOf(served), Map.copyOf(inits), ended, targetDurationS);
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
   * it".
   */
  private void retire(Segment segment) {
    listedUs -= segment.durationUs();
    retired.addLast(segment);
    retiredUs += segment.durationUs();
    while (retiredUs - retired.getFirst().durationUs() > listedUs + 2_000_000L * targetDurationS) {
      retiredUs -= retired.removeFirst().durationUs();
    }
  }
}
