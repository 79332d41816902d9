package live.understudy.failover;

import live.understudy.media.AccessUnit;
import live.understudy.media.AudioConfig;
import live.understudy.media.CodecConfig;
import live.understudy.media.StreamConfig;
import live.understudy.media.Timescale;
import live.understudy.media.TrackType;

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
    CodecConfig lead = config.lead();
    return track == lead.track() ? lead.timescale() : audio(config).timescale();
  }

  /** Presentation time of a unit. */
  static long pts(AccessUnit unit, StreamConfig config) {
    return of(unit.pts(), timescale(config, unit.track()));
  }

  static AudioConfig audio(StreamConfig config) {
    AudioConfig audio = config.audio();
    if (audio == null) {
      throw new IllegalStateException("sound without a configuration");
    }
    return audio;
  }

  /** Duration of one frame of the grid; 40 ms when there is none. */
  static long frame(CodecConfig lead) {
    return lead.frameTicks() == 0 ? 40 * PER_MS : of(lead.frameTicks(), lead.timescale());
  }
}
