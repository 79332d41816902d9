package live.understudy.failover;

import java.util.List;
import live.understudy.media.StreamConfig;
import org.jspecify.annotations.Nullable;

/**
 * One leg as its operator sees it.
 *
 * @param state what the encoder does
 * @param sinceWallMs since when, milliseconds since 1970 UTC; 0 when there never was a session
 * @param encoder what the encoder calls itself, if it does
 * @param config its tracks while it is connected and has said them
 * @param videoKbps measured over the last seconds, 1000 bits per second
 * @param framesPerSecond measured over the last seconds
 * @param audioKbps measured over the last seconds
 * @param keyframeIntervalMs the longest of the last eight distances between keyframes; 0 before
 *     there were two
 * @param sessions how many there have been
 * @param lastEndReason why the last one ended, if one did
 * @param issues what is wrong
 */
public record LegHealthView(
    LegState state,
    long sinceWallMs,
    @Nullable String encoder,
    @Nullable StreamConfig config,
    long videoKbps,
    double framesPerSecond,
    long audioKbps,
    long keyframeIntervalMs,
    long sessions,
    @Nullable String lastEndReason,
    List<LegIssue> issues) {

  public LegHealthView {
    issues = List.copyOf(issues);
  }
}
