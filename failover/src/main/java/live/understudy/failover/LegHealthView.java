package live.understudy.failover;

import java.util.List;
import live.understudy.failover.signal.SignalFacts;
import live.understudy.failover.signal.SignalIssue;
import live.understudy.media.OtherTrack;
import live.understudy.media.StreamConfig;
import org.jspecify.annotations.Nullable;

/**
 * One leg as its operator sees it.
 *
 * @param state what the encoder does
 * @param sinceWallMs since when, milliseconds since 1970 UTC; 0 when there never was a session
 * @param encoder what the encoder calls itself, if it does
 * @param config its tracks while it is connected and has said them
 * @param otherTracks what it sends besides, while it is connected
 * @param facts what is measured of the session that is, or of the last one
 * @param sessions how many there have been
 * @param lastEndReason why the last one ended, if one did
 * @param issues what is wrong, worst first
 */
public record LegHealthView(
    LegState state,
    long sinceWallMs,
    @Nullable String encoder,
    @Nullable StreamConfig config,
    List<OtherTrack> otherTracks,
    SignalFacts facts,
    long sessions,
    @Nullable String lastEndReason,
    List<Issue> issues) {

  public LegHealthView {
    otherTracks = List.copyOf(otherTracks);
    issues = List.copyOf(issues);
  }

  /** What is wrong, and since when: milliseconds since 1970 UTC. */
  public record Issue(SignalIssue issue, long sinceWallMs) {}
}
