package live.understudy.hls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import live.understudy.hls.FragmentReader.ReadSample;
import live.understudy.media.AccessUnit;
import live.understudy.media.StreamConfig;
import live.understudy.media.Timescale;
import live.understudy.media.TrackType;
import live.understudy.media.VideoConfig;
import org.junit.jupiter.api.Test;

/** Any stream at all: every rule of a playlist holds for what is made of it. */
class PackagerPropertyTest {

  private static final int[][] RATES = {
    {30_000, 1000}, {30_000, 1001}, {25_000, 1000}, {60_000, 1001}, {90_000, 0}
  };

  private Random random = new Random(0);
  private long videoDts;
  private long audioDts;

  @Test
  void anySeed_keepsEveryRule() {
    int runs = Integer.getInteger("understudy.simulations", 300);
    long base = Long.getLong("understudy.seed", 5_000_000L);
    for (int i = 0; i < runs; i++) {
      random = new Random(new SplittableRandom(base + i).nextLong());
      try {
        run();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + (base + i) + ": " + e.getMessage(), e);
      }
    }
  }

  private StreamConfig config() {
    int[] rate = RATES[random.nextInt(RATES.length)];
    VideoConfig video = Streams.avc(rate[0], rate[1], random.nextInt(3));
    return new StreamConfig(video, random.nextInt(5) == 0 ? null : Streams.AAC);
  }

  private void run() {
    int targetS = 1 + random.nextInt(6);
    Packager packager =
        new Packager(
            PackagerConfig.of(targetS, 500_000L + random.nextInt(targetS * 1_000_000), 400_000),
            PackagerResume.FRESH);
    videoDts = 0;
    audioDts = 0;
    List<Segment> segments = new ArrayList<>();
    for (int stream = random.nextInt(4); stream >= 0; stream--) {
      StreamConfig config = config();
      packager.configure(config);
      feed(packager, config);
      if (random.nextBoolean()) {
        packager.flush();
      }
      segments.addAll(packager.drainSegments());
    }
    packager.flush();
    segments.addAll(packager.drainSegments());
    check(segments, targetS);
    check(segments, packager.resumePoint());
  }

  private void feed(Packager packager, StreamConfig config) {
    VideoConfig video = config.video();
    if (video == null) {
      throw new IllegalStateException("no video");
    }
    // Every configuration has a timescale of its own: times begin anew, as far on as before.
    videoDts = 1L + random.nextInt(1_000_000);
    int gop = 1 + random.nextInt(200);
    for (int i = 0; i < 400; i++) {
      boolean keyframe = i % gop == 0 || random.nextInt(50) == 0;
      int offset = random.nextInt(4) * 2000 - 2000;
      AccessUnit unit = Streams.video(videoDts, offset, keyframe);
      if (random.nextInt(3) == 0) {
        packager.boundary(unit.dts(), keyframe);
      }
      packager.add(unit);
      audioDts = Timescale.convert(videoDts, video.timescale(), Streams.AUDIO_RATE);
      packager.add(Streams.sound(audioDts - random.nextInt(2000)));
      videoDts += frameTicks(video);
      strike(packager, video);
    }
  }

  private int frameTicks(VideoConfig video) {
    return video.frameTicks() > 0 ? video.frameTicks() : 1 + random.nextInt(9000);
  }

  private void strike(Packager packager, VideoConfig video) {
    switch (random.nextInt(200)) {
      case 0 -> packager.markDiscontinuity();
      case 1 -> packager.flush();
      case 2 -> videoDts += (long) (random.nextDouble() * 4 * video.timescale());
      case 3 -> {
        videoDts = random.nextLong(1L << 40);
      }
      case 4 -> videoDts = Math.max(0, videoDts - random.nextInt(1000));
      default -> {}
    }
  }

  private void check(List<Segment> segments, PackagerResume resume) {
    assertEquals(segments.size(), resume.nextMsn());
    assertEquals(
        segments.isEmpty() ? 0 : segments.getLast().info().discontinuitySequence(),
        resume.discontinuitySequence());
  }

  private void check(List<Segment> segments, int targetS) {
    long discontinuities = 0;
    Segment before = null;
    for (int i = 0; i < segments.size(); i++) {
      Segment segment = segments.get(i);
      assertEquals(i, segment.msn());
      discontinuities += segment.info().discontinuity() ? 1 : 0;
      assertEquals(discontinuities, segment.info().discontinuitySequence());
      assertTrue(Math.round(segment.durationUs() / 1e6) <= targetS, "of " + segment.durationUs());
      assertTrue(segment.durationUs() > 0, "empty segment");
      if (before != null && before.init().number() != segment.init().number()) {
        assertTrue(segment.info().discontinuity(), "a new init without a tag");
      }
      checkSamples(segment);
      before = segment;
    }
  }

  private void checkSamples(Segment segment) {
    int timescale = FragmentReader.timescales(segment.init())[0];
    long end = -1;
    long audioEnd = -1;
    long total = 0;
    for (Part part : segment.parts()) {
      for (ReadSample sample : FragmentReader.samples(part.bytes().toArray())) {
        if (sample.track() == TrackIds.of(TrackType.AUDIO)) {
          assertTrue(sample.dts() >= audioEnd, "sound overlaps");
          audioEnd = sample.dts() + sample.duration();
          continue;
        }
        assertTrue(sample.duration() > 0, "a frame without a duration");
        if (end < 0) {
          assertEquals(Timescale.toMicros(sample.dts(), timescale), segment.info().startUs());
          assertEquals(segment.info().independent(), sample.sync());
        } else {
          assertEquals(end, sample.dts(), "a step inside a segment");
        }
        end = sample.dts() + sample.duration();
        total += sample.duration();
      }
    }
    assertEquals(segment.durationUs(), Timescale.toMicros(total, timescale), 1.0);
    assertEquals(segment.durationUs(), segment.parts().stream().mapToLong(Part::durationUs).sum());
  }
}
