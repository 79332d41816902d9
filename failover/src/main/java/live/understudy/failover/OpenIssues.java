package live.understudy.failover;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import live.understudy.failover.signal.IssueCode;
import live.understudy.failover.signal.IssueLimits;
import live.understudy.failover.signal.SignalIssue;

/** Which issues a leg has, and since when. What wavers stays one issue. One owner. */
final class OpenIssues {
  private final Map<IssueCode, Open> open = new EnumMap<>(IssueCode.class);
  private final IssueLimits limits;

  OpenIssues(IssueLimits limits) {
    this.limits = limits;
  }

  /** {@code issue} as it was when it was last found. */
  private record Open(SignalIssue issue, long sinceWallMs, long foundNs) {}

  /** The kinds that are open. */
  Set<IssueCode> codes() {
    return Set.copyOf(open.keySet());
  }

  /** A new session has none of the old one's, but that it is one of many. */
  void sessionStarted(long nowNs) {
    long oldestNs = nowNs - limits.reconnectsMs() * Nanos.PER_MS;
    open.entrySet()
        .removeIf(entry ->
            entry.getKey() != IssueCode.RECONNECTING || entry.getValue().foundNs() < oldestNs);
  }

  /** These were found, and nothing else. Answers what is open, worst first. */
  List<LegHealthView.Issue> found(List<SignalIssue> issues, long nowNs, long wallMs) {
    Set<IssueCode> kept = EnumSet.noneOf(IssueCode.class);
    for (SignalIssue issue : issues) {
      note(issue, nowNs, wallMs);
      kept.add(issue.code());
    }
    long heldSinceNs = nowNs - limits.heldMs() * Nanos.PER_MS;
    open.forEach((code, each) -> {
      if (code.comesAndGoes() && each.foundNs() > heldSinceNs) {
        kept.add(code);
      }
    });
    open.keySet().retainAll(kept);
    return open.values().stream().map(OpenIssues::dated).toList();
  }

  /** Nothing can be said but this. The others are open again when there is more to say. */
  List<LegHealthView.Issue> foundAlone(SignalIssue issue, long nowNs, long wallMs) {
    return List.of(dated(note(issue, nowNs, wallMs)));
  }

  private Open note(SignalIssue issue, long nowNs, long wallMs) {
    Open before = open.get(issue.code());
    Open now = new Open(issue, before == null ? wallMs : before.sinceWallMs(), nowNs);
    open.put(issue.code(), now);
    return now;
  }

  private static LegHealthView.Issue dated(Open each) {
    return new LegHealthView.Issue(each.issue(), each.sinceWallMs());
  }
}
