package live.understudy.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import live.understudy.hls.Packager;
import live.understudy.hls.PackagerConfig;
import live.understudy.hls.PackagerResume;
import live.understudy.hls.Segment;
import live.understudy.media.AccessUnit;
import live.understudy.media.AudioConfig;
import live.understudy.media.ByteSlice;
import live.understudy.media.StreamConfig;
import live.understudy.media.TrackType;
import live.understudy.media.VideoConfig;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Four seconds of a 6 Mbit/s stream with a keyframe every two, from access units to segments. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PackagingBenchmark {
  private static final int SECONDS = 4;
  private static final int FRAMES_PER_SECOND = 30;
  private static final int KEYFRAME_FRAMES = 60;
  private static final int AUDIO_SAMPLES = 1024;
  private static final int SAMPLE_RATE = 48_000;

  /** Baseline 3.0 parameter sets; the packager copies them and looks no deeper. */
  private static final ByteSlice AVC_CONFIG =
      ByteSlice.of(
          new byte[] {
            1,
            0x42,
            (byte) 0xc0,
            0x1e,
            (byte) 0xff,
            (byte) 0xe1,
            0,
            4,
            0x67,
            0x42,
            (byte) 0xc0,
            0x1e,
            1,
            0,
            4,
            0x68,
            (byte) 0xce,
            0x3c,
            (byte) 0x80
          });

  private static final StreamConfig STREAM =
      new StreamConfig(
          new VideoConfig("avc1", AVC_CONFIG, "avc1.42c01e", 1280, 720, FRAMES_PER_SECOND, 1),
          new AudioConfig(
              "mp4a",
              ByteSlice.of(new byte[] {0x11, (byte) 0x90}),
              "mp4a.40.2",
              SAMPLE_RATE,
              2,
              AUDIO_SAMPLES));

  private final ByteSlice picture = ByteSlice.of(new byte[25_000]);
  private final ByteSlice sound = ByteSlice.of(new byte[350]);

  /** The score is seconds of stream per second of one core. */
  @Benchmark
  @OperationsPerInvocation(SECONDS)
  public List<Segment> secondsOfStream() {
    Packager packager =
        new Packager(PackagerConfig.of(2, 2_000_000, 500_000), PackagerResume.FRESH);
    packager.configure(STREAM);
    packager.anchorWallClock(0, 0);
    long audioDts = 0;
    for (int frame = 0; frame < SECONDS * FRAMES_PER_SECOND; frame++) {
      boolean keyframe = frame % KEYFRAME_FRAMES == 0;
      packager.add(new AccessUnit(TrackType.VIDEO, frame, 0, keyframe, picture, frame, 0));
      while (audioDts * FRAMES_PER_SECOND <= (long) frame * SAMPLE_RATE) {
        packager.add(new AccessUnit(TrackType.AUDIO, audioDts, 0, true, sound, audioDts, 0));
        audioDts += AUDIO_SAMPLES;
      }
    }
    packager.flush();
    List<Segment> segments = packager.drainSegments();
    if (segments.size() != 2) {
      throw new IllegalStateException(segments.size() + " segments");
    }
    return segments;
  }
}
