package live.understudy.failover.sim.fault;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import live.understudy.hls.MediaBytes;
import live.understudy.hls.MediaName;
import live.understudy.hls.MediaPlaylist;
import live.understudy.hls.OpenSegment;
import live.understudy.hls.Part;
import live.understudy.hls.PlaylistShape;
import live.understudy.hls.Segment;
import live.understudy.hls.SegmentInfo;
import live.understudy.hls.WindowSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * What every state of a playlist must keep, and what must never change from one to the next; also
 * across restarts. Gives each new part to the reel, once.
 */
final class PlaylistPromises {

  /** A segment as it was first seen. */
  private static final class Known {
    final long discontinuitySequence;
    final boolean discontinuity;
    final int init;
    final long dateMs;
    final long startUs;
    final boolean independent;
    final List<Part> parts = new ArrayList<>(8);
    int[] hashes = new int[8];
    @Nullable SegmentInfo complete;

    Known(OpenSegment open) {
      discontinuitySequence = open.discontinuitySequence();
      discontinuity = open.discontinuity();
      init = open.init().number();
      dateMs = open.programDateTimeMs();
      startUs = open.startUs();
      independent = open.independent();
    }

    Known(SegmentInfo info) {
      discontinuitySequence = info.discontinuitySequence();
      discontinuity = info.discontinuity();
      init = info.initNumber();
      dateMs = info.programDateTimeMs();
      startUs = info.startUs();
      independent = info.independent();
    }

    boolean isSame(SegmentInfo info) {
      return discontinuitySequence == info.discontinuitySequence()
          && discontinuity == info.discontinuity()
          && init == info.initNumber()
          && dateMs == info.programDateTimeMs()
          && startUs == info.startUs()
          && independent == info.independent();
    }

    void add(Part part) {
      if (size() == hashes.length) {
        hashes = Arrays.copyOf(hashes, 2 * size());
      }
      hashes[size()] = Arrays.hashCode(part.bytes().toArray());
      parts.add(part);
    }

    int size() {
      return parts.size();
    }
  }

  private final Reel reel;
  private final boolean readsTexts;
  private final Map<Long, Known> known = new HashMap<>();
  private final Set<Long> stored = new HashSet<>();
  private @Nullable PlaylistShape shape;
  private @Nullable String targetLines;
  private long firstMsn = -1;
  private long nextMsn;
  private long lastDateMs = Long.MIN_VALUE;
  private boolean ended;
  long listedUs;

  /** The same with the parts of what grows. */
  long partsUs;

  long newestPartNs = -1;
  long newestSegmentNs = -1;

  PlaylistPromises(Reel reel, boolean readsTexts) {
    this.reel = reel;
    this.readsTexts = readsTexts;
  }

  /** The segment is on disk. */
  void stored(long msn) {
    stored.add(msn);
  }

  boolean isComplete(long msn) {
    Known segment = known.get(msn);
    return segment != null && segment.complete != null;
  }

  long nextMsn() {
    return nextMsn;
  }

  Set<Long> stored() {
    return stored;
  }

  boolean ended() {
    return ended;
  }

  void look(WindowSnapshot window, long nowNs) {
    if (!window.isPlayable()) {
      // Nobody is given a list without a segment.
      return;
    }
    require(!ended || window.ended(), "the end was taken back");
    PlaylistShape first = shape;
    shape = window.shape();
    require(first == null || first.equals(shape), "the target duration changed");
    List<SegmentInfo> listed = window.listed();
    if (listed.isEmpty()) {
      require(firstMsn < 0, "the list became empty");
    } else {
      lookAtList(window, listed, nowNs);
    }
    OpenSegment open = window.open();
    if (open != null) {
      lookAtOpen(window, open, nowNs);
    }
    ended = window.ended();
    if (readsTexts && window.isPlayable()) {
      readText(window);
    }
  }

  private void lookAtList(WindowSnapshot window, List<SegmentInfo> listed, long nowNs) {
    long first = listed.getFirst().msn();
    require(first >= firstMsn, "the media sequence went back");
    require(first <= nextMsn, "segments were left out");
    require(firstMsn >= 0 || first == 0, "the first number is not 0");
    boolean shortened = first > firstMsn && firstMsn >= 0;
    firstMsn = first;
    long msn = first;
    long us = 0;
    SegmentInfo before = null;
    for (int i = 0; i < listed.size(); i++) {
      SegmentInfo info = listed.get(i);
      require(info.msn() == msn++, "a number was left out");
      require(before == null || follows(before, info), "the discontinuity number is wrong");
      before = info;
      us += info.durationUs();
      lookAtSegment(window, info, nowNs);
    }
    require(msn >= nextMsn, "the newest segment vanished");
    require(
        !shortened || us >= 3_000_000L * window.shape().targetDurationS(), "the list is too short");
    nextMsn = msn;
  }

  private static boolean follows(SegmentInfo before, SegmentInfo info) {
    long step = info.discontinuity() ? 1 : 0;
    return info.discontinuitySequence() == before.discontinuitySequence() + step;
  }

  private void lookAtSegment(WindowSnapshot window, SegmentInfo info, long nowNs) {
    long msn = info.msn();
    Segment bytes = window.inMemory().get(msn);
    require(bytes != null || stored.contains(msn), "listed and not served", msn);
    require(window.inits().containsKey(info.initNumber()), "its init section is gone", msn);
    Known segment = known.get(msn);
    if (segment == null) {
      require(!ended, "a segment after the end", msn);
      segment = new Known(info);
      known.put(msn, segment);
      begins(segment);
    }
    SegmentInfo complete = segment.complete;
    if (complete == null) {
      require(segment.isSame(info), "what was said of the segment changed", msn);
      require(bytes != null, "a new segment is not in memory", msn);
      segment.complete = info;
      completes(window, segment, info, bytes, nowNs);
    } else {
      require(complete.equals(info), "what is said of it changed", msn);
      require(bytes == null || isSameParts(segment, bytes.parts()), "its bytes changed", msn);
    }
  }

  private void begins(Known segment) {
    require(segment.dateMs >= lastDateMs, "the date went back");
    lastDateMs = segment.dateMs;
  }

  private void completes(
      WindowSnapshot window, Known segment, SegmentInfo info, @Nullable Segment bytes, long nowNs) {
    if (bytes == null) {
      return;
    }
    long seconds = Math.round(info.durationUs() / 1e6);
    require(seconds <= window.shape().targetDurationS(), "longer than the target", info.msn());
    require(info.durationUs() > 0, "without a duration", info.msn());
    List<Part> parts = bytes.parts();
    require(isSameParts(segment, parts), "a part changed", info.msn());
    takeParts(segment, parts, bytes.init().number(), bytes, nowNs);
    long us = 0;
    long size = 0;
    for (int i = 0; i < parts.size(); i++) {
      us += parts.get(i).durationUs();
      size += parts.get(i).bytes().length();
    }
    boolean sum =
        us == info.durationUs() || (window.shape().lowLatency() && us < info.durationUs());
    require(sum && size == info.sizeBytes(), "EXTINF or size is wrong", info.msn());
    listedUs += us;
    newestSegmentNs = nowNs;
    if (window.shape().lowLatency()) {
      lookAtDurations(parts, window.shape().partTargetUs());
    }
  }

  /** RFC 8216bis, 4.4.4.9, whatever is missing. */
  private static void lookAtDurations(List<Part> parts, long targetUs) {
    for (Part part : parts) {
      require(
          part.durationUs() <= targetUs, "a part is longer than its target: " + part.durationUs());
      boolean exempt = part.independent() || part.index() + 1 == parts.size();
      require(
          exempt || part.durationUs() * 100 >= targetUs * 85,
          "a part is under 85 % of its target: " + part.durationUs());
    }
  }

  private static boolean isSameParts(Known segment, List<Part> parts) {
    if (parts.size() < segment.size()) {
      return false;
    }
    for (int i = 0; i < segment.size(); i++) {
      MediaBytes now = parts.get(i).bytes();
      MediaBytes before = segment.parts.get(i).bytes();
      boolean same = now.identity().equals(before.identity());
      if (!isThere(now) || !(same || Arrays.equals(now.toArray(), before.toArray()))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isThere(MediaBytes bytes) {
    try (MediaBytes.Lease lease = bytes.lease()) {
      return lease != null;
    }
  }

  private void lookAtOpen(WindowSnapshot window, OpenSegment open, long nowNs) {
    long msn = open.msn();
    require(window.shape().lowLatency(), "parts in a classic playlist");
    require(msn == nextMsn, "it does not grow behind the last one", msn);
    Known segment = known.get(msn);
    if (segment == null) {
      segment = new Known(open);
      known.put(msn, segment);
      begins(segment);
      Known before = known.get(msn - 1);
      long step = open.discontinuity() ? 1 : 0;
      require(
          before == null || open.discontinuitySequence() == before.discontinuitySequence + step,
          "the discontinuity number of what grows is wrong");
    }
    require(window.inits().containsKey(segment.init), "its init section is gone", msn);
    require(isSameParts(segment, open.parts()), "a part changed", msn);
    takeParts(segment, open.parts(), open.init().number(), null, nowNs);
  }

  private void takeParts(
      Known segment, List<Part> parts, int init, @Nullable Segment whole, long nowNs) {
    for (int i = segment.size(); i < parts.size(); i++) {
      Part part = parts.get(i);
      require(part.index() == i, "a part's index is wrong");
      boolean firstOfSegment = i == 0;
      require(!firstOfSegment || part.independent() == segment.independent, "INDEPENDENT is wrong");
      segment.add(part);
      newestPartNs = nowNs;
      partsUs += part.durationUs();
      reel.take(part, init, firstOfSegment && segment.discontinuity, whole == null, nowNs);
    }
  }

  /** What was listed and is in memory is still what it was; nobody wrote into it. */
  void lookAgain() {
    for (Known segment : known.values()) {
      for (int i = 0; i < segment.size(); i++) {
        MediaBytes bytes = segment.parts.get(i).bytes();
        boolean same = !isThere(bytes) || Arrays.hashCode(bytes.toArray()) == segment.hashes[i];
        require(same, "bytes were written into");
      }
    }
  }

  /** What is written says what the snapshot says. */
  private void readText(WindowSnapshot window) {
    String text = MediaPlaylist.write(window);
    StringBuilder targets = new StringBuilder();
    int dates = 0;
    int segments = 0;
    int sequences = 0;
    for (String line : text.lines().toList()) {
      if (line.startsWith("#EXT-X-TARGETDURATION") || line.startsWith("#EXT-X-PART-INF")) {
        targets.append(line);
      }
      dates += line.startsWith("#EXT-X-PROGRAM-DATE-TIME") ? 1 : 0;
      sequences += line.startsWith("#EXT-X-DISCONTINUITY-SEQUENCE") ? 1 : 0;
      segments += line.startsWith("#EXTINF") ? 1 : 0;
      MediaName name = line.startsWith("#") || line.isEmpty() ? null : MediaName.parse(line);
      if (name instanceof MediaName.OfSegment of) {
        require(window.find(name) != null || stored.contains(of.msn()), "a name leads nowhere");
      }
    }
    String lines = targets.toString();
    require(targetLines == null || window.ended() || targetLines.equals(lines), "target changed");
    targetLines = lines;
    require(sequences == 1, "no discontinuity sequence");
    require(segments == window.listed().size() && dates >= segments, "a segment has no date");
    require(text.contains("#EXT-X-ENDLIST") == window.ended(), "the end is not what it is");
  }

  private static void require(boolean kept, String promise) {
    if (!kept) {
      throw new BrokenPromise(promise);
    }
  }

  private static void require(boolean kept, String promise, long msn) {
    if (!kept) {
      throw new BrokenPromise(promise + ": " + msn);
    }
  }
}
