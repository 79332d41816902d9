package live.understudy.failover;

import java.util.List;
import live.understudy.media.AccessUnit;
import live.understudy.media.AudioConfig;
import live.understudy.media.ByteSlice;
import live.understudy.media.CodecConfig;
import live.understudy.media.Leg;
import live.understudy.media.StreamConfig;
import live.understudy.media.TrackType;
import live.understudy.media.VideoConfig;
import org.jspecify.annotations.Nullable;

/** Units and sessions for tests, in milliseconds where a test has no interest in ticks. */
final class Units {

  static final long MS = Nanos.PER_MS;
  static final AudioConfig AAC =
      new AudioConfig("mp4a", ByteSlice.of(new byte[] {1}), "mp4a.40.2", 48_000, 2, 1024);

  /** 25 pictures a second in ticks of a millisecond. */
  static final StreamConfig MILLIS = config(1000, 40, AAC);

  private Units() {}

  static StreamConfig config(int timescale, int frameTicks, @Nullable AudioConfig audio) {
    return new StreamConfig(
        new VideoConfig(
            "avc1", ByteSlice.of(new byte[4]), "avc1.64001f", 640, 360, timescale, frameTicks),
        audio);
  }

  static AccessUnit picture(long dts, int offset, boolean keyframe, long arrivedMs) {
    return new AccessUnit(
        TrackType.VIDEO,
        dts,
        offset,
        keyframe,
        ByteSlice.of(new byte[64]),
        dts * 31 + 7,
        arrivedMs * MS);
  }

  static AccessUnit sound(long dts) {
    return new AccessUnit(TrackType.AUDIO, dts, 0, true, ByteSlice.of(new byte[8]), dts, 0);
  }

  static QueuedUnit queued(long dts, int offset, boolean keyframe) {
    return new QueuedUnit(picture(dts, offset, keyframe, dts), MILLIS);
  }

  static QueuedUnit queuedSound(long dts) {
    return new QueuedUnit(sound(dts), MILLIS);
  }

  static ProgramQueue queueOf(QueuedUnit... units) {
    ProgramQueue queue = new ProgramQueue();
    for (QueuedUnit unit : units) {
      queue.offer(unit);
    }
    return queue;
  }

  /** A session of {@code frames} pictures, keyframes every {@code gop}, and all their sound. */
  static LegSession session(StreamConfig config, int frames, int gop, long firstDts, int reorder) {
    LegSession session = new LegSession(Leg.BACKUP, 1, SessionLimits.forHold(3_000_000_000L));
    session.configure(config);
    CodecConfig video = config.lead();
    long firstPts = firstDts + (long) reorder * video.frameTicks();
    long samples = Nanos.toTicks(Nanos.of(firstPts, video.timescale()), 48_000);
    for (int i = 0; i < frames; i++) {
      session.add(
          picture(
              firstDts + (long) i * video.frameTicks(),
              reorder * video.frameTicks(),
              i % gop == 0,
              i * 40L));
    }
    long end = samples + Nanos.toTicks(frames * Nanos.frame(video), 48_000);
    for (; config.audio() != null && samples + 1024 <= end; samples += 1024) {
      session.add(sound(samples));
    }
    return session;
  }

  static List<Long> times(List<QueuedUnit> units) {
    return units.stream().map(unit -> unit.unit().dts()).toList();
  }
}
