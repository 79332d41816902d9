package live.understudy.hls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import live.understudy.media.AccessUnit;
import live.understudy.media.CodecConfig;
import live.understudy.media.StreamConfig;
import live.understudy.media.Timescale;
import live.understudy.media.VideoConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Any stream at all, published by its parts: every rule of a low-latency playlist holds. */
class LowLatencyPropertyTest {

  private static final int[][] RATES = {
    {30_000, 1000}, {30_000, 1001}, {25_000, 1000}, {60_000, 1001}, {24_000, 1001}, {50, 1}
  };

  private Random random = new Random(0);
  private boolean steady;
  private LowLatencyRules rules = new LowLatencyRules(true);
  private Map<String, MediaBytes> bytes = new HashMap<>();
  private String lastPart = "";

  @Test
  void steadyStreams_anySeed_keepEveryRule() {
    runs(true, 6_000_000L);
  }

  @Test
  void streamsWithHoles_anySeed_neverChangeWhatWasSaid() {
    runs(false, 7_000_000L);
  }

  private void runs(boolean withoutHoles, long usualBase) {
    int runs = Integer.getInteger("understudy.simulations", 150);
    long base = Long.getLong("understudy.seed", usualBase);
    steady = withoutHoles;
    for (int i = 0; i < runs; i++) {
      random = new Random(new SplittableRandom(base + i).nextLong());
      try {
        run();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + (base + i) + ": " + e.getMessage(), e);
      }
    }
  }

  private void run() {
    rules = new LowLatencyRules(steady);
    bytes = new HashMap<>();
    lastPart = "";
    int[] rate = RATES[random.nextInt(RATES.length)];
    int targetS = 1 + random.nextInt(4);
    StreamConfig config = config(rate);
    CodecConfig lead = config.lead();
    long partUs = PackagerConfig.partTargetUs(500_000, lead);
    PackagerConfig cuts = PackagerConfig.of(targetS, targetS * 1_000_000L, partUs).withEarlyParts();
    TinyBlocks memory = new TinyBlocks(500);
    Packager packager = new Packager(cuts, PackagerResume.FRESH, memory);
    SegmentWindow window =
        new SegmentWindow(
            new PlaylistShape(targetS, partUs, random.nextBoolean()),
            new WindowConfig(20_000_000, 4, 60),
            memory);
    for (int stream = random.nextInt(4); stream >= 0; stream--) {
      packager.configure(config);
      if (steady) {
        // It may be the same configuration again, and its times jump.
        packager.markDiscontinuity();
      }
      feed(packager, window, config);
      config = config(rate);
    }
    packager.flush();
    list(packager, window);
    assertTrue(rules.partsSeen() > 5, "parts " + rules.partsSeen());
    assertEquals(bytes.size(), rules.partsSeen());
    packager.close();
    window.close();
    assertEquals(0, memory.out(), "parts that nobody has");
  }

  private StreamConfig config(int[] rate) {
    VideoConfig video = Streams.avc(rate[0], rate[1], random.nextInt(3));
    return new StreamConfig(video, random.nextInt(5) == 0 ? null : Streams.AAC);
  }

  private void feed(Packager packager, SegmentWindow window, StreamConfig config) {
    VideoConfig video = Objects.requireNonNull(config.video());
    long dts = 1L + random.nextInt(1_000_000);
    int gop = 1 + random.nextInt(200);
    for (int i = 0; i < 400; i++) {
      boolean keyframe = i % gop == 0 || random.nextInt(60) == 0;
      AccessUnit unit = Streams.video(dts, random.nextInt(4) * 20, keyframe);
      if (random.nextInt(3) == 0) {
        packager.boundary(unit.dts(), keyframe);
      }
      packager.add(unit);
      long samples = Timescale.convert(dts, video.timescale(), Streams.AUDIO_RATE);
      packager.add(Streams.sound(samples - random.nextInt(2000)));
      list(packager, window);
      dts += video.frameTicks();
      dts = strike(packager, video, dts);
      list(packager, window);
    }
  }

  private long strike(Packager packager, VideoConfig video, long dts) {
    switch (random.nextInt(200)) {
      case 0 -> packager.markDiscontinuity();
      case 1 -> packager.flush();
      case 2 -> {
        return steady ? dts : dts + (long) (random.nextDouble() * 4 * video.timescale());
      }
      case 3 -> {
        return steady ? dts : random.nextLong(1L << 40);
      }
      case 4 -> {
        return steady ? dts : Math.max(0, dts - random.nextInt(1000));
      }
      default -> {}
    }
    return dts;
  }

  /** As a program's publisher does it. */
  private void list(Packager packager, SegmentWindow window) {
    for (Segment segment : packager.drainSegments()) {
      segment.parts().forEach(part -> remember(segment.msn(), part));
      window.add(segment);
      see(window);
    }
    OpenSegment open = packager.openSegment();
    if (open != null && isNew(open, window.snapshot().open())) {
      open.parts().forEach(part -> remember(open.msn(), part));
      window.open(open);
      see(window);
    }
  }

  private static boolean isNew(OpenSegment open, @Nullable OpenSegment before) {
    return before == null || before.parts().size() != open.parts().size();
  }

  private void remember(long msn, Part part) {
    String name = msn + "." + part.index() + ".m4s";
    MediaBytes before = bytes.putIfAbsent(name, part.bytes());
    if (before != null) {
      assertSame(before, part.bytes(), name + " changed");
      return;
    }
    boolean follows =
        lastPart.isEmpty()
            || name.equals(next(lastPart, false))
            || name.equals(next(lastPart, true));
    assertTrue(follows, name + " after " + lastPart);
    lastPart = name;
  }

  private static String next(String name, boolean ofNextSegment) {
    String[] pieces = name.split("\\.", -1);
    return ofNextSegment
        ? (Long.parseLong(pieces[0]) + 1) + ".0.m4s"
        : pieces[0] + "." + (Integer.parseInt(pieces[1]) + 1) + ".m4s";
  }

  private void see(SegmentWindow window) {
    WindowSnapshot snapshot = window.snapshot();
    if (!snapshot.isPlayable()) {
      return;
    }
    String text = MediaPlaylist.write(snapshot);
    rules.see(text);
    for (String line : text.lines().toList()) {
      if (line.startsWith("#EXT-X-PART:")) {
        String name = line.substring(line.indexOf('"') + 1, line.lastIndexOf('"'));
        List<MediaBytes> found = snapshot.find(Objects.requireNonNull(MediaName.parse(name)));
        assertEquals(1, found == null ? 0 : found.size(), name);
        assertSame(bytes.get(name), found == null ? null : found.getFirst(), name);
      }
    }
    checkSkip(snapshot, text);
  }

  /** A delta update and what it skips are the whole playlist. */
  private static void checkSkip(WindowSnapshot snapshot, String whole) {
    List<String> delta = MediaPlaylist.writeDelta(snapshot).lines().toList();
    String tag = "#EXT-X-SKIP:SKIPPED-SEGMENTS=";
    int at = -1;
    for (int i = 0; i < delta.size(); i++) {
      at = delta.get(i).startsWith(tag) ? i : at;
    }
    if (at < 0) {
      assertEquals(whole, String.join("\n", delta) + "\n");
      return;
    }
    int skipped = Integer.parseInt(delta.get(at).substring(tag.length()));
    long keptUs = 0;
    for (SegmentInfo kept : snapshot.listed().subList(skipped, snapshot.listed().size())) {
      keptUs += kept.durationUs();
    }
    OpenSegment open = snapshot.open();
    keptUs += open == null ? 0 : open.parts().stream().mapToLong(Part::durationUs).sum();
    assertTrue(keptUs >= 6_000_000L * snapshot.shape().targetDurationS(), "skips too much");
    long listed = delta.stream().filter(line -> line.startsWith("#EXTINF")).count();
    assertEquals(snapshot.listed().size(), skipped + listed);
    String rest = String.join("\n", delta.subList(at + 1, delta.size())) + "\n";
    int map = rest.indexOf("#EXT-X-MAP:");
    String first = rest.substring(rest.indexOf('\n', Math.max(0, map)) + 1);
    assertTrue(whole.endsWith(first), "a delta update says something else");
  }
}
