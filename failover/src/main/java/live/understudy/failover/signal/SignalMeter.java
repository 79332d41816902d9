package live.understudy.failover.signal;

import live.understudy.media.AccessUnit;
import live.understudy.media.CodecConfig;
import live.understudy.media.StreamConfig;
import live.understudy.media.Timescale;
import live.understudy.media.TrackType;
import org.jspecify.annotations.Nullable;

/** Measures one session of a leg. */
public final class SignalMeter {
  private static final long NS_PER_MS = 1_000_000;
  private static final long NS_PER_S = 1_000_000_000;
  private static final long SHORT_NS = NS_PER_S;
  private static final long SHOWN_RATE_NS = 2 * NS_PER_S;
  private static final long STEADY_NS = 5 * NS_PER_S;
  private static final long LONG_NS = 30 * NS_PER_S;

  private final TrackMeter video = new TrackMeter();
  private final TrackMeter audio = new TrackMeter();
  private final KeyframeMeter keyframes = new KeyframeMeter();
  private @Nullable StreamConfig config;
  private int jumps;
  private boolean begun;
  private long firstNs;

  /** The tracks are configured like this from here on. */
  public void configured(StreamConfig next) {
    config = next;
  }

  /** A unit came at {@code nowNs}; before any configuration it is not looked at. */
  public void add(AccessUnit unit, long nowNs) {
    StreamConfig current = config;
    if (current == null) {
      return;
    }
    if (!begun) {
      begun = true;
      firstNs = nowNs;
    }
    boolean picture = unit.track() == TrackType.VIDEO;
    CodecConfig track = picture ? current.video() : current.audio();
    if (track == null) {
      return;
    }
    if ((picture ? video : audio).add(unit, track.timescale(), nowNs)) {
      jumps++;
      keyframes.jumped();
    }
    if (picture) {
      long ptsNs = Timescale.convert(unit.pts(), track.timescale(), NS_PER_S);
      keyframes.add(ptsNs, unit.keyframe());
    }
  }

  /** What is known at {@code nowNs}. */
  public SignalFacts facts(long nowNs) {
    boolean pictures = config != null && config.video() != null;
    long shortest = keyframes.shortestNs();
    return new SignalFacts(
        video.rate.kilobitsPerSecond(SHORT_NS, nowNs),
        video.rate.kilobitsPerSecond(LONG_NS, nowNs),
        video.rate.perSecond(SHOWN_RATE_NS, nowNs),
        video.rate.perSecond(STEADY_NS, nowNs),
        audio.rate.kilobitsPerSecond(SHORT_NS, nowNs),
        audio.rate.kilobitsPerSecond(LONG_NS, nowNs),
        keyframes.longestCompleteNs() / NS_PER_MS,
        keyframes.lastNs() / NS_PER_MS,
        keyframes.longestNs() / NS_PER_MS,
        shortest == Long.MAX_VALUE ? 0 : shortest / NS_PER_MS,
        keyframes.intervals(),
        keyframes.openGop(),
        avOffsetMs(),
        (pictures ? video : audio).lagNs(nowNs) / NS_PER_MS,
        jumps,
        silentMs(video, nowNs),
        silentMs(audio, nowNs),
        video.bytes() + audio.bytes(),
        begun ? (nowNs - firstNs) / NS_PER_MS : 0);
  }

  private @Nullable Long avOffsetMs() {
    if (!video.recent.isKnown() || !audio.recent.isKnown()) {
      return null;
    }
    return (audio.recent.delayNs() - video.recent.delayNs()) / NS_PER_MS;
  }

  private static @Nullable Long silentMs(TrackMeter track, long nowNs) {
    long silentNs = track.silentNs(nowNs);
    return silentNs == Long.MAX_VALUE ? null : silentNs / NS_PER_MS;
  }
}
