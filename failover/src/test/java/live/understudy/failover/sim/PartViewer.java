package live.understudy.failover.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import live.understudy.hls.FragmentReader;
import live.understudy.hls.FragmentReader.ReadSample;
import live.understudy.hls.MediaPlaylist;
import live.understudy.hls.OpenSegment;
import live.understudy.hls.Part;
import live.understudy.hls.Segment;
import live.understudy.hls.SegmentInfo;
import live.understudy.hls.WindowSnapshot;

/**
 * A client that takes parts as they come, of pictures or of sound alone: what was listed once never
 * changes, numbers go on without a hole, and of each frame it remembers that it was there.
 */
final class PartViewer {

  private final Map<Long, SegmentInfo> infos = new HashMap<>();
  private final Map<Long, List<Part>> parts = new HashMap<>();
  private final Map<Long, List<Object>> beginnings = new HashMap<>();
  private final Set<Long> stored = new HashSet<>();
  private final List<Long> content = new ArrayList<>();
  private final long contentStep;
  private long lastMsn = -1;
  private long lastNewNs = -1;
  private long listedFrom;
  private String fixed = "";
  long longestWithoutPartNs;
  int tooLong;
  int tooShort;
  int discontinuities;

  private PartViewer(long contentStep) {
    this.contentStep = contentStep;
  }

  static PartViewer ofPictures() {
    return new PartViewer(1);
  }

  static PartViewer ofSound() {
    return new PartViewer(SimEncoder.AUDIO_FRAME);
  }

  /** This segment need not be in memory any more. */
  void stored(long msn) {
    stored.add(msn);
  }

  private final List<Long> contentPts = new ArrayList<>();

  /** How often a leg took over before the end of what was published. */
  int overlaps;

  void refresh(WindowSnapshot window, long nowNs) {
    String text = MediaPlaylist.write(window);
    String now =
        text.lines().filter(line -> line.contains("TARGET")).reduce("", (a, b) -> a + b + " ");
    assertTrue(fixed.isEmpty() || window.ended() || fixed.equals(now), () -> fixed + " now " + now);
    fixed = now;
    assertTrue(window.listed().getFirst().msn() >= listedFrom, "the first number went back");
    listedFrom = window.listed().getFirst().msn();
    SegmentInfo before = null;
    for (SegmentInfo info : window.listed()) {
      assertTrue(before == null || info.msn() == before.msn() + 1, "a number was left out");
      before = info;
      complete(info, window, nowNs);
    }
    OpenSegment open = window.open();
    if (open != null) {
      assertEquals(lastMsn + 1, open.msn(), "grows behind the last one");
      begins(
          open.msn(),
          List.of(
              open.discontinuity(),
              open.discontinuitySequence(),
              open.init().number(),
              open.programDateTimeMs(),
              open.startUs(),
              open.independent()));
      take(open.msn(), open.parts(), false, window, nowNs);
    }
  }

  private void begins(long msn, List<Object> as) {
    List<Object> before = beginnings.putIfAbsent(msn, as);
    assertTrue(before == null || before.equals(as), () -> msn + " was " + before + ", is " + as);
  }

  private void complete(SegmentInfo info, WindowSnapshot window, long nowNs) {
    SegmentInfo before = infos.putIfAbsent(info.msn(), info);
    assertTrue(before == null || before.equals(info), () -> info + " was " + before);
    Segment segment = window.inMemory().get(info.msn());
    assertTrue(segment != null || stored.contains(info.msn()), info.msn() + " is nowhere");
    if (before != null) {
      assertTrue(
          segment == null || parts.getOrDefault(info.msn(), List.of()).equals(segment.parts()),
          "the parts of a complete segment changed");
      return;
    }
    assertTrue(Math.round(info.durationUs() / 1e6) <= window.shape().targetDurationS(), "long");
    assertTrue(lastMsn < 0 || info.msn() == lastMsn + 1, info.msn() + " after " + lastMsn);
    SegmentInfo previous = infos.get(info.msn() - 1);
    assertTrue(
        previous == null
            || info.discontinuitySequence()
                == previous.discontinuitySequence() + (info.discontinuity() ? 1 : 0),
        "wrong discontinuity number");
    begins(
        info.msn(),
        List.of(
            info.discontinuity(),
            info.discontinuitySequence(),
            info.initNumber(),
            info.programDateTimeMs(),
            info.startUs(),
            info.independent()));
    discontinuities += info.discontinuity() ? 1 : 0;
    lastMsn = info.msn();
    if (segment != null) {
      take(info.msn(), segment.parts(), true, window, nowNs);
      assertEquals(
          info.durationUs(), segment.parts().stream().mapToLong(Part::durationUs).sum(), "EXTINF");
    }
  }

  private void take(long msn, List<Part> now, boolean complete, WindowSnapshot window, long atNs) {
    List<Part> before = parts.getOrDefault(msn, List.of());
    assertTrue(now.size() >= before.size(), "a part was taken back");
    assertEquals(before, now.subList(0, before.size()), "a part changed");
    for (int i = before.size(); i < now.size(); i++) {
      assertEquals(i, now.get(i).index());
      if (lastNewNs >= 0) {
        longestWithoutPartNs = Math.max(longestWithoutPartNs, atNs - lastNewNs);
      }
      lastNewNs = atNs;
      remember(now.get(i));
    }
    if (complete && window.shape().lowLatency()) {
      count(now, window.shape().partTargetUs());
    }
    parts.put(msn, List.copyOf(now));
  }

  private void count(List<Part> all, long targetUs) {
    for (Part part : all) {
      boolean exempt = part.independent() || part.index() == all.size() - 1;
      tooLong += part.durationUs() > targetUs ? 1 : 0;
      tooShort += !exempt && part.durationUs() * 100 < targetUs * 85 ? 1 : 0;
    }
  }

  private void remember(Part part) {
    for (ReadSample sample : FragmentReader.samples(part.bytes().toArray())) {
      if (sample.data().length == (contentStep == 1 ? 64 : SimEncoder.SOUND_BYTES)) {
        overwrite(part, sample);
        content.add(ByteBuffer.wrap(sample.data()).getLong(0) / contentStep);
        contentPts.add(sample.pts());
      }
    }
  }

  /** Media Source replaces what it has by what comes later for the same time. */
  private void overwrite(Part part, ReadSample sample) {
    if (contentStep != 1 || !part.independent() || !sample.sync()) {
      return;
    }
    int keep = content.size();
    while (keep > 0 && contentPts.get(keep - 1) >= sample.pts()) {
      keep--;
    }
    overlaps += keep < content.size() ? 1 : 0;
    content.subList(keep, content.size()).clear();
    contentPts.subList(keep, contentPts.size()).clear();
  }

  /** Measures from now on. */
  void forgetRhythm() {
    lastNewNs = -1;
    longestWithoutPartNs = 0;
  }

  long shown() {
    return content.size();
  }

  long repeated() {
    return content.size() - content.stream().distinct().count();
  }

  long lost() {
    long first = content.stream().mapToLong(Long::longValue).min().orElse(0);
    long last = content.stream().mapToLong(Long::longValue).max().orElse(-1);
    return last - first + 1 - content.stream().distinct().count();
  }

  long segments() {
    return infos.size();
  }
}
