package live.understudy.failover.health;

import java.util.EnumSet;
import java.util.Set;
import live.understudy.media.AccessUnit;
import live.understudy.media.AudioConfig;
import live.understudy.media.CodecConfig;
import live.understudy.media.StreamConfig;
import live.understudy.media.Timescale;
import live.understudy.media.TrackType;
import org.jspecify.annotations.Nullable;

/**
 * Measures how good the current session of one leg is. Constant work per unit, constant memory; one
 * owner.
 */
public final class LegQuality {

  /** Sound that is missing for so many times as long as it ever does lately is lost. */
  private static final int LOST_AFTER_GAPS = 4;

  /** How long it lately was missing is forgotten slowly: 1/2048 with each frame of sound. */
  private static final int GAP_SHIFT = 11;

  private final QualityLimits limits;
  private final QualityWindow window;
  private long firstNs = Long.MIN_VALUE;
  private long lastVideoNs = Long.MIN_VALUE;
  private long lastAudioNs = Long.MIN_VALUE;
  private long soundGapNs;
  private long keyframePtsNs = Long.MIN_VALUE;
  private long headPtsNs = Long.MIN_VALUE;
  private long longestGopNs;
  private long lastAudioHash;
  private @Nullable StreamConfig config;

  public LegQuality() {
    this(QualityLimits.DEFAULTS);
  }

  LegQuality(QualityLimits limits) {
    this.limits = limits;
    this.window = new QualityWindow(limits);
  }

  /** Another session: nothing of the one before counts. */
  public void reset() {
    window.reset();
    firstNs = Long.MIN_VALUE;
    lastVideoNs = Long.MIN_VALUE;
    lastAudioNs = Long.MIN_VALUE;
    soundGapNs = 0;
    keyframePtsNs = Long.MIN_VALUE;
    headPtsNs = Long.MIN_VALUE;
    longestGopNs = 0;
    lastAudioHash = 0;
    config = null;
  }

  /** Learns a unit that arrived at {@code nowNs}. */
  public void add(AccessUnit unit, StreamConfig streamConfig, long nowNs) {
    config = streamConfig;
    if (firstNs == Long.MIN_VALUE) {
      firstNs = nowNs;
    }
    if (unit.track() == TrackType.AUDIO) {
      addAudio(unit, streamConfig, nowNs);
    } else {
      addVideo(unit, streamConfig, nowNs);
    }
  }

  private void addAudio(AccessUnit unit, StreamConfig streamConfig, long nowNs) {
    if (lastAudioNs != Long.MIN_VALUE) {
      soundGapNs = Math.max(nowNs - lastAudioNs, soundGapNs - (soundGapNs >> GAP_SHIFT));
    }
    lastAudioNs = nowNs;
    AudioConfig audio = streamConfig.audio();
    int channels = audio == null ? 1 : Math.max(1, audio.channels());
    boolean small = unit.data().length() <= limits.silentBytesPerChannel() * channels;
    window.audio(nowNs, small || unit.contentHash() == lastAudioHash);
    lastAudioHash = unit.contentHash();
    if (streamConfig.video() == null && audio != null) {
      advance(Timescale.convert(unit.pts(), audio.timescale(), Timescale.NANOS_PER_SECOND), nowNs);
    }
  }

  private void addVideo(AccessUnit unit, StreamConfig streamConfig, long nowNs) {
    lastVideoNs = nowNs;
    CodecConfig lead = streamConfig.lead();
    long ptsNs = Timescale.convert(unit.pts(), lead.timescale(), Timescale.NANOS_PER_SECOND);
    if (unit.keyframe()) {
      if (keyframePtsNs != Long.MIN_VALUE) {
        longestGopNs = Math.max(longestGopNs, ptsNs - keyframePtsNs);
      }
      keyframePtsNs = ptsNs;
    }
    window.video(nowNs, unit.keyframe(), unit.data().length());
    advance(ptsNs, nowNs);
  }

  private void advance(long ptsNs, long nowNs) {
    headPtsNs = Math.max(headPtsNs, ptsNs);
    window.head(nowNs, headPtsNs);
  }

  /** Whether the session is old enough for a judgement. */
  public boolean isSettled(long nowNs) {
    return config != null && nowNs - firstNs >= limits.settleNs();
  }

  /** Whether its sound went on clearly longer than that of {@code other}, or it never has any. */
  public boolean soundOutlives(LegQuality other) {
    boolean none = config != null && config.audio() == null;
    return none
        || (lastAudioNs != Long.MIN_VALUE && lastAudioNs - other.lastAudioNs > other.audioLostNs());
  }

  /** Players wait for sound that is missing; where it comes evenly it is known sooner. */
  private long audioLostNs() {
    return Math.clamp(LOST_AFTER_GAPS * soundGapNs, limits.audioLostMinNs(), limits.audioLostNs());
  }

  /** What is wrong now; empty where nothing is, or too little is known. */
  public Set<QualityFault> faults(long nowNs) {
    EnumSet<QualityFault> faults = EnumSet.noneOf(QualityFault.class);
    StreamConfig current = config;
    if (current == null || !isSettled(nowNs)) {
      return faults;
    }
    boolean pictures = current.video() != null;
    boolean soundMissing =
        lastAudioNs != Long.MIN_VALUE && lastVideoNs - lastAudioNs > audioLostNs();
    if (pictures && current.audio() != null && soundMissing) {
      faults.add(QualityFault.AUDIO_LOST);
    }
    long gopLimitNs = Math.max(limits.minGopNs(), longestGopNs * limits.gopFactorPercent() / 100);
    if (pictures && longestGopNs > 0 && headPtsNs - keyframePtsNs > gopLimitNs) {
      faults.add(QualityFault.KEYFRAME_OVERDUE);
    }
    window.judge(nowNs, pictures, faults);
    return faults;
  }
}
