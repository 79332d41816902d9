package live.understudy.hls;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The sliding window of one live playlist: what is listed, what has left the list but is still
 * served, and which bytes are in memory: it holds these, and lets go of each once. Not thread-safe:
 * one owner; readers get {@link WindowSnapshot}s, which hold nothing.
 */
public final class SegmentWindow {

  private final PlaylistShape shape;
  private final WindowConfig config;
  private final MediaMemory memory;
  private final ArrayDeque<SegmentInfo> listed = new ArrayDeque<>();
  private final ArrayDeque<Segment> inMemory = new ArrayDeque<>();
  private final ArrayDeque<Retired> retired = new ArrayDeque<>();
  private final TreeMap<Integer, InitSection> inits = new TreeMap<>();

  /** Of those in memory, the ones that are on disk too. */
  private final Set<Long> stored = new HashSet<>();

  private @Nullable OpenSegment open;

  /** The latest snapshot, while nothing has changed since but the segment that grows. */
  private @Nullable WindowSnapshot latest;

  private long listedUs;
  private long longestListedUs;
  private long inMemoryUs;
  private long inMemoryBytes;
  private long addedUs;
  private boolean ended;

  /** What is stored leaves the memory, and is not kept for who asks for it next. */
  private boolean forgetsStored;

  /** A segment that left the list, and until how much has been added it is still served. */
  private record Retired(SegmentInfo segment, long untilAddedUs) {}

  public SegmentWindow(PlaylistShape shape, WindowConfig config) {
    this(shape, config, MediaMemory.HEAP);
  }

  /** A window of segments that lie in {@code memory}. */
  public SegmentWindow(PlaylistShape shape, WindowConfig config, MediaMemory memory) {
    this.shape = shape;
    this.config = config;
    this.memory = memory;
  }

  /**
   * Lists again what was listed before, when nothing else has been added yet.
   *
   * @param left what left the list before the first of {@code segments} and is still served
   * @param bytes those of the newest segments, at least as far as they are not on disk; whoever
   *     holds them goes on holding them
   */
  public void restore(
      List<SegmentInfo> left,
      List<SegmentInfo> segments,
      Map<Integer, InitSection> sections,
      List<Segment> bytes) {
    latest = null;
    inits.putAll(sections);
    left.forEach(this::list);
    segments.forEach(this::list);
    longestListedUs = listedUs;
    left.forEach(_ -> unlistFirst());
    bytes.stream().filter(Segment::retain).forEach(this::remember);
    // No bytes leave yet: which of them are on disk is told afterwards.
    trimList();
    forgetInits();
  }

  /** The segment that follows the listed ones has grown by a part; its packager holds it. */
  public void open(OpenSegment segment) {
    requireNext(segment.msn());
    if (inits.putIfAbsent(segment.init().number(), segment.init()) == null) {
      latest = null;
    }
    open = segment;
  }

  /** Appends a complete segment, which is held here from now on; lets the oldest ones go. */
  public void add(Segment segment) {
    requireNext(segment.msn());
    latest = null;
    inits.putIfAbsent(segment.init().number(), segment.init());
    open = null;
    list(segment.info());
    remember(segment);
    trim();
  }

  private void remember(Segment segment) {
    inMemory.addLast(segment);
    inMemoryUs += segment.durationUs();
    inMemoryBytes += segment.info().sizeBytes();
  }

  private void requireNext(long msn) {
    if (ended) {
      throw new IllegalStateException("nothing follows EXT-X-ENDLIST");
    }
    SegmentInfo last = listed.peekLast();
    if (last != null && msn != last.msn() + 1) {
      throw new IllegalStateException("MSN " + msn + " after " + last.msn());
    }
  }

  private void list(SegmentInfo segment) {
    listed.addLast(segment);
    addedUs += segment.durationUs();
    listedUs += segment.durationUs();
  }

  /** The segment is on disk: it may leave the memory and stay listed. */
  public void stored(long msn) {
    if (!inMemory.isEmpty() && msn >= inMemory.getFirst().msn()) {
      latest = null;
      stored.add(msn);
      if (forgetsStored) {
        forgetStored();
      } else {
        trim();
      }
    }
  }

  /** These are on disk, all of them: after {@link #restore}, before anything leaves. */
  public void stored(Set<Long> numbers) {
    latest = null;
    inMemory.stream().map(Segment::msn).filter(numbers::contains).forEach(stored::add);
    trim();
  }

  /** The last segment was the last: {@code EXT-X-ENDLIST}. Can't be undone. */
  public void end() {
    ended = true;
    open = null;
  }

  /** Nobody adds any more: what is stored leaves the memory, and what is stored later does so. */
  public void forgetStored() {
    latest = null;
    forgetsStored = true;
    inMemory.removeIf(segment -> {
      boolean leaves = stored.contains(segment.msn());
      if (leaves) {
        segment.release();
      }
      return leaves;
    });
    stored.clear();
  }

  /** Nobody reads from it any more: lets go of all bytes. */
  public void close() {
    latest = null;
    open = null;
    inMemory.forEach(Segment::release);
    inMemory.clear();
    stored.clear();
  }

  /** What readers see from now on. */
  public WindowSnapshot snapshot() {
    WindowSnapshot before = latest;
    WindowSnapshot now = before == null ? anew() : before.with(open, ended);
    latest = now;
    return now;
  }

  private WindowSnapshot anew() {
    Map<Long, Segment> bytes = HashMap.newHashMap(inMemory.size());
    for (Segment segment : inMemory) {
      bytes.put(segment.msn(), segment);
    }
    long servedFrom =
        !retired.isEmpty()
            ? retired.getFirst().segment().msn()
            : listed.isEmpty() ? 0 : listed.getFirst().msn();
    return new WindowSnapshot(
        shape,
        List.copyOf(new ArrayList<>(listed)),
        Map.copyOf(bytes),
        open,
        Map.copyOf(inits),
        servedFrom,
        ended);
  }

  private void trimList() {
    while (isTooLong()) {
      unlistFirst();
    }
    longestListedUs = Math.max(longestListedUs, listedUs);
  }

  private void trim() {
    trimList();
    forgetBytes();
    while (!retired.isEmpty() && retired.getFirst().untilAddedUs() < addedUs) {
      retired.removeFirst();
    }
    forgetInits();
  }

  private boolean isTooLong() {
    if (listed.size() <= config.listedSegmentsMin()) {
      return false;
    }
    long withoutFirstUs = listedUs - listed.getFirst().durationUs();
    return coversThreeTargets(withoutFirstUs)
        && (withoutFirstUs >= config.listedUs() || listed.size() > config.listedSegmentsMax());
  }

  private boolean coversThreeTargets(long us) {
    return us >= 3_000_000L * shape.targetDurationS();
  }

  /**
   * RFC 8216bis, 6.2.2: a removed segment stays available for "a period equal to the duration of
   * the segment plus the duration of the longest Playlist file distributed by the server containing
   * it". Two target durations more, because segments may come in bursts. A window for rewinding is
   * so long that nobody holds such an old playlist: there, what the memory holds is long enough.
   */
  private void unlistFirst() {
    SegmentInfo segment = listed.removeFirst();
    listedUs -= segment.durationUs();
    long spareUs = 2_000_000L * shape.targetDurationS();
    long longestUs = shape.rewindable() ? config.memoryUs() : longestListedUs;
    retired.addLast(new Retired(segment, addedUs + segment.durationUs() + longestUs + spareUs));
  }

  /** Drops bytes that are on disk; where they are not, the list gives way. */
  private void forgetBytes() {
    unlistWhatTheMemoryCannotHold();
    while (inMemory.size() > config.listedSegmentsMin()) {
      Segment oldest = inMemory.getFirst();
      // Where it left the list only now, players may still fetch it for a while.
      boolean needed =
          stored.contains(oldest.msn())
              ? !memory.isScarce() && !isTooMuch(oldest, inMemoryUs, inMemoryBytes)
              : isServed(oldest.msn());
      if (needed) {
        return;
      }
      forgetFirst();
    }
  }

  /** All at once: what leaves the list still stays in memory for as long as it is served. */
  private void unlistWhatTheMemoryCannotHold() {
    long us = inMemoryUs;
    long bytes = inMemoryBytes;
    int left = inMemory.size();
    long through = -1;
    for (Segment segment : inMemory) {
      if (left <= config.listedSegmentsMin() || !isTooMuch(segment, us, bytes)) {
        break;
      }
      if (!stored.contains(segment.msn())) {
        through = segment.msn();
      }
      us -= segment.durationUs();
      bytes -= segment.info().sizeBytes();
      left--;
    }
    if (through >= 0) {
      unlistThrough(through);
    }
  }

  private boolean isTooMuch(Segment oldest, long us, long bytes) {
    return us - oldest.durationUs() >= config.memoryUs() || bytes > config.memoryBytes();
  }

  private void forgetFirst() {
    Segment segment = inMemory.removeFirst();
    stored.remove(segment.msn());
    inMemoryUs -= segment.durationUs();
    inMemoryBytes -= segment.info().sizeBytes();
    segment.release();
  }

  private boolean isServed(long msn) {
    boolean isListed = !listed.isEmpty() && msn >= listed.getFirst().msn();
    for (Retired left : retired) {
      if (left.segment().msn() == msn) {
        return left.untilAddedUs() >= addedUs;
      }
    }
    return isListed;
  }

  private void unlistThrough(long msn) {
    while (listed.getFirst().msn() <= msn
        && listed.size() > config.listedSegmentsMin()
        && coversThreeTargets(listedUs - listed.getFirst().durationUs())) {
      unlistFirst();
    }
  }

  private void forgetInits() {
    SegmentInfo oldest = retired.isEmpty() ? listed.peekFirst() : retired.getFirst().segment();
    if (oldest != null) {
      inits.headMap(oldest.initNumber()).clear();
    }
  }
}
