package live.understudy.failover;

import live.understudy.media.AccessUnit;
import live.understudy.media.AudioConfig;
import live.understudy.media.StreamConfig;
import live.understudy.media.Timescale;
import live.understudy.media.TrackType;
import live.understudy.media.VideoConfig;

/** Media times in nanoseconds, the unit in which tracks and legs are compared. */
final class Nanos {

  static final long PER_MS = 1_000_000L;
  static final long PER_SECOND = Timescale.NANOS_PER_SECOND;

  private Nanos() {}

  static long of(long ticks, int timescale) {
    return Timescale.convert(ticks, timescale, PER_SECOND);
  }

  static long toTicks(long ns, int timescale) {
    return Timescale.convert(ns, PER_SECOND, timescale);
  }

  static int timescale(StreamConfig config, TrackType track) {
    return track == TrackType.VIDEO ? video(config).timescale() : audio(config).timescale();
  }

  /** Presentation time of a unit. */
  static long pts(AccessUnit unit, StreamConfig config) {
    return of(unit.pts(), timescale(config, unit.track()));
  }

  static VideoConfig video(StreamConfig config) {
    VideoConfig video = config.video();
    if (video == null) {
      throw new IllegalStateException("a program's legs have video");
    }
    return video;
  }

  static AudioConfig audio(StreamConfig config) {
    AudioConfig audio = config.audio();
    if (audio == null) {
      throw new IllegalStateException("sound without a configuration");
    }
    return audio;
  }

  /** Duration of one frame of the grid; 40 ms when there is none. */
  static long frame(VideoConfig video) {
    return video.frameTicks() == 0 ? 40 * PER_MS : of(video.frameTicks(), video.timescale());
  }
}
