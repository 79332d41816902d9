package live.understudy.failover;

import java.util.ArrayDeque;
import java.util.List;
import live.understudy.failover.signal.IssueLimits;
import live.understudy.failover.signal.SignalFacts;
import live.understudy.failover.signal.SignalIssues;
import live.understudy.failover.signal.SignalMeter;
import live.understudy.media.AccessUnit;
import live.understudy.media.OtherTrack;
import live.understudy.media.SessionEvent;
import live.understudy.media.StreamConfig;
import live.understudy.media.TrackType;
import org.jspecify.annotations.Nullable;

/** Measures one leg for its operators. One owner; readers get {@link LegHealthView}s. */
public final class LegHealth {

  /** A live encoder sends something at least every few frames. */
  static final long STALLED_AFTER_NS = 1500 * Nanos.PER_MS;

  /** More sessions than are told apart. */
  private static final int MAX_STARTS = 64;

  private final IssueLimits limits;
  private final ArrayDeque<Long> startsNs = new ArrayDeque<>();
  private final OpenIssues openIssues;
  private @Nullable StreamConfig config;
  private @Nullable String encoder;
  private List<OtherTrack> otherTracks = List.of();
  private @Nullable String lastEndReason;
  private boolean connected;
  private long sessions;
  private long sinceWallMs;
  private long lastMediaNs = Long.MIN_VALUE;
  private long startedNs;
  private boolean picture;
  private boolean stalled;
  private SignalMeter meter = new SignalMeter();

  /** {@code longGopUs}: keyframes further apart than this are an issue, microseconds. */
  public LegHealth(long longGopUs) {
    this.limits = IssueLimits.forKeyframesWithin(longGopUs / 1000);
    this.openIssues = new OpenIssues(limits);
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
    otherTracks = List.of();
    config = null;
    meter = new SignalMeter();
    openIssues.sessionStarted(nowNs);
    if (startsNs.size() == MAX_STARTS) {
      startsNs.removeFirst();
    }
    startsNs.addLast(nowNs);
  }

  public void onEvent(SessionEvent event, long nowNs, long wallMs) {
    switch (event) {
      case SessionEvent.Configured configured -> {
        config = configured.config();
        meter.configured(configured.config());
      }
      case SessionEvent.Described described -> encoder = described.encoder();
      case SessionEvent.OtherTracks others -> otherTracks = others.tracks();
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
    picture |=
        unit.track() == TrackType.AUDIO
            ? config != null && config.video() == null
            : unit.keyframe();
    meter.add(unit, nowNs);
  }

  /** What an operator is shown now. */
  public LegHealthView view(long nowNs, long wallMs) {
    LegState state = state(nowNs);
    if (state == LegState.STALLED && !stalled) {
      stalled = true;
      sinceWallMs = wallMs;
    }
    SignalFacts facts = meter.facts(nowNs);
    return new LegHealthView(
        state,
        sinceWallMs,
        encoder,
        connected ? config : null,
        connected ? otherTracks : List.of(),
        facts,
        sessions,
        lastEndReason,
        issues(state, facts, nowNs, wallMs));
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

  private List<LegHealthView.Issue> issues(
      LegState state, SignalFacts facts, long nowNs, long wallMs) {
    StreamConfig current = config;
    if (state == LegState.STALLED) {
      long silentMs = (nowNs - lastMediaNs) / Nanos.PER_MS;
      return openIssues.foundAlone(SignalIssues.ofStalled(silentMs), nowNs, wallMs);
    }
    if (state != LegState.RECEIVING || current == null) {
      return List.of();
    }
    long sinceNs = nowNs - limits.reconnectsMs() * Nanos.PER_MS;
    int recent = (int) startsNs.stream().filter(start -> start >= sinceNs).count();
    return openIssues.found(
        SignalIssues.of(facts, current, recent, limits, openIssues.codes()), nowNs, wallMs);
  }
}
