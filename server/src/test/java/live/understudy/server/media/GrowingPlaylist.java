package live.understudy.server.media;

import java.util.ArrayList;
import java.util.List;
import live.understudy.hls.InitSection;
import live.understudy.hls.OpenSegment;
import live.understudy.hls.Part;
import live.understudy.hls.PlaylistShape;
import live.understudy.hls.Segment;
import live.understudy.hls.SegmentInfo;
import live.understudy.hls.SegmentWindow;
import live.understudy.hls.WindowConfig;
import live.understudy.hls.WindowSnapshot;

/** A low-latency playlist that grows by what a test says, without pictures and clocks. */
final class GrowingPlaylist {
  static final PlaylistShape LOW = new PlaylistShape(2, 500_000, false);
  static final long PART_US = 500_000;
  static final InitSection INIT = InitSection.of(0, Fixtures.pictures());

  private final SegmentWindow window;
  private final List<Part> parts = new ArrayList<>();
  private InitSection init = INIT;
  private long msn;
  private long startUs;

  GrowingPlaylist(PlaylistShape shape, WindowConfig config, long firstMsn) {
    window = new SegmentWindow(shape, config);
    msn = firstMsn;
  }

  /** Half a minute of parts of half a second. */
  static GrowingPlaylist from(long firstMsn) {
    return new GrowingPlaylist(LOW, new WindowConfig(30_000_000, 6, 60), firstMsn);
  }

  static byte[] bytes(long msn, int part) {
    return new byte[] {(byte) msn, (byte) part};
  }

  /** One more part. */
  GrowingPlaylist part() {
    int index = parts.size();
    parts.add(new Part(index, PART_US, index == 0, bytes(msn, index)));
    window.open(new OpenSegment(msn, init, false, 0, startUs / 1000, startUs, true, parts));
    return this;
  }

  /** The segment that grows is complete. */
  GrowingPlaylist close() {
    long durationUs = PART_US * parts.size();
    SegmentInfo info =
        new SegmentInfo(
            msn,
            init.number(),
            false,
            0,
            startUs / 1000,
            startUs,
            durationUs,
            true,
            false,
            2L * parts.size());
    window.add(new Segment(info, init, parts));
    msn++;
    startUs += durationUs;
    parts.clear();
    return this;
  }

  /** What follows needs another init section. */
  GrowingPlaylist reconfigured() {
    init = InitSection.of(init.number() + 1, Fixtures.pictures());
    return this;
  }

  /** So many complete segments of four parts. */
  GrowingPlaylist segments(int count) {
    for (int i = 0; i < count; i++) {
      part().part().part().part().close();
    }
    return this;
  }

  void stored(long number) {
    window.stored(number);
  }

  GrowingPlaylist end() {
    window.end();
    return this;
  }

  WindowSnapshot snapshot() {
    return window.snapshot();
  }
}
