package live.understudy.failover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import live.understudy.media.AccessUnit;
import live.understudy.media.SessionEvent;
import live.understudy.media.StreamConfig;
import live.understudy.media.TrackType;
import org.jspecify.annotations.Nullable;

/** Measures one leg for its operators. One owner; readers get {@link LegHealthView}s. */
public final class LegHealth {

  /** A live encoder sends something at least every few frames. */
  static final long STALLED_AFTER_NS = 1500 * Nanos.PER_MS;

  /** Encoders that also set keyframes at scene cuts reach their interval this often at least. */
  private static final int LATEST_GOPS = 8;

  private final long longGopNs;
  private @Nullable StreamConfig config;
  private @Nullable String encoder;
  private @Nullable String lastEndReason;
  private boolean connected;
  private long sessions;
  private long sinceWallMs;
  private long lastMediaNs = Long.MIN_VALUE;
  private long startedNs;
  private boolean picture;
  private boolean stalled;
  private RateMeter video = new RateMeter();
  private RateMeter audio = new RateMeter();
  private long lastKeyframeNs = Long.MIN_VALUE;
  private long gopNs;
  private final long[] latestGopsNs = new long[LATEST_GOPS];
  private long gops;
  private long sinceKeyframeNs;

  /** {@code longGopUs}: keyframes further apart than this are an issue, microseconds. */
  public LegHealth(long longGopUs) {
    this.longGopNs = longGopUs * 1000;
  }

  public void sessionStarted(long nowNs, long wallMs) {
    connected = true;
    sessions++;
    sinceWallMs = wallMs;
    startedNs = nowNs;
    lastMediaNs = Long.MIN_VALUE;
    picture = false;
    stalled = false;
    encoder = null;
    config = null;
    video = new RateMeter();
    audio = new RateMeter();
    lastKeyframeNs = Long.MIN_VALUE;
    gopNs = 0;
    Arrays.fill(latestGopsNs, 0);
    sinceKeyframeNs = 0;
  }

  public void onEvent(SessionEvent event, long nowNs, long wallMs) {
    switch (event) {
      case SessionEvent.Configured configured -> config = configured.config();
      case SessionEvent.Described described -> encoder = described.encoder();
      case SessionEvent.Unit unit -> onUnit(unit.unit(), nowNs, wallMs);
      case SessionEvent.Ended ended -> {
        connected = false;
        lastEndReason = ended.reason();
        sinceWallMs = wallMs;
      }
    }
  }

  private void onUnit(AccessUnit unit, long nowNs, long wallMs) {
    if (stalled || !picture) {
      sinceWallMs = picture || unit.keyframe() ? wallMs : sinceWallMs;
      stalled = false;
    }
    lastMediaNs = nowNs;
    if (unit.track() == TrackType.AUDIO) {
      audio.add(unit.data().length(), nowNs);
      picture |= config != null && config.video() == null;
      return;
    }
    video.add(unit.data().length(), nowNs);
    picture |= unit.keyframe();
    StreamConfig current = config;
    if (current != null) {
      measureGop(Nanos.pts(unit, current), unit.keyframe());
    }
  }

  /** A step back of the timestamps says nothing of the distance. */
  private void measureGop(long ptsNs, boolean keyframe) {
    sinceKeyframeNs = lastKeyframeNs == Long.MIN_VALUE ? 0 : Math.max(0, ptsNs - lastKeyframeNs);
    if (keyframe) {
      gopNs = sinceKeyframeNs;
      latestGopsNs[(int) (gops++ % LATEST_GOPS)] = gopNs;
      lastKeyframeNs = ptsNs;
      sinceKeyframeNs = 0;
    }
  }

  /** What an operator is shown now. */
  public LegHealthView view(long nowNs, long wallMs) {
    LegState state = state(nowNs);
    if (state == LegState.STALLED && !stalled) {
      stalled = true;
      sinceWallMs = wallMs;
    }
    return new LegHealthView(
        state,
        sinceWallMs,
        encoder,
        connected ? config : null,
        video.kilobitsPerSecond(nowNs),
        video.perSecond(nowNs),
        audio.kilobitsPerSecond(nowNs),
        Arrays.stream(latestGopsNs).max().orElse(0) / Nanos.PER_MS,
        sessions,
        lastEndReason,
        issues(state));
  }

  private LegState state(long nowNs) {
    if (!connected) {
      return LegState.OFFLINE;
    }
    long lastNs = lastMediaNs == Long.MIN_VALUE ? startedNs : lastMediaNs;
    if (nowNs - lastNs > STALLED_AFTER_NS && picture) {
      return LegState.STALLED;
    }
    return picture ? LegState.RECEIVING : LegState.CONNECTING;
  }

  private List<LegIssue> issues(LegState state) {
    List<LegIssue> issues = new ArrayList<>();
    if (state == LegState.STALLED) {
      issues.add(LegIssue.STALLED);
    }
    StreamConfig current = config;
    if (state != LegState.RECEIVING || current == null) {
      return issues;
    }
    // Also while the second keyframe is still awaited: without one no program begins.
    if (Math.max(gopNs, sinceKeyframeNs) > longGopNs) {
      issues.add(LegIssue.KEYFRAMES_TOO_FAR_APART);
    }
    if (current.audio() == null) {
      issues.add(LegIssue.NO_AUDIO);
    }
    return issues;
  }
}
