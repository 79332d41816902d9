package live.understudy.server.store;

import java.util.concurrent.TimeUnit;
import live.understudy.api.event.RecordingStatus;
import live.understudy.api.event.RecordingStatus.State;
import org.jspecify.annotations.Nullable;

/**
 * How a recording fares, and when one that stopped is tried again: after twice the time with each
 * time that it stops soon. Not thread-safe: the queue's lock guards it.
 */
final class RecordingState {

  /** A recording that went so long without trouble is tried again quickly at the next. */
  private static final long CALM_NS = TimeUnit.MINUTES.toNanos(1);

  private static final int MOST_DOUBLINGS = 4;

  /** What waits for longer is told of, though nothing is lost yet. */
  private static final long LATE_NS = TimeUnit.SECONDS.toNanos(1);

  private final int retryMs;
  private State state;
  private @Nullable StopReason reason;
  private long sinceMs = System.currentTimeMillis();
  private long recordingSinceNs;
  private long retryAtNs;
  private int doublings;

  RecordingState(State state, int retryMs, long nowNs) {
    this.state = state;
    this.retryMs = retryMs;
    this.recordingSinceNs = nowNs;
  }

  boolean is(State one) {
    return state == one;
  }

  void stopped(StopReason why, long nowNs) {
    if (state == State.RECORDING && nowNs - recordingSinceNs > CALM_NS) {
      doublings = 0;
    }
    retryAtNs = nowNs + TimeUnit.MILLISECONDS.toNanos((long) retryMs << doublings);
    doublings = Math.min(doublings + 1, MOST_DOUBLINGS);
    become(State.STOPPED, why);
  }

  /** It would stop again at once. */
  void staysStopped(StopReason why, long nowNs) {
    retryAtNs = nowNs + TimeUnit.MILLISECONDS.toNanos(retryMs);
    become(State.STOPPED, why);
  }

  boolean isDue(long nowNs) {
    return nowNs - retryAtNs >= 0;
  }

  /** What was given is on disk. Answers whether it had stopped before. */
  boolean stored(boolean ended, long nowNs) {
    boolean back = state == State.STOPPED;
    if (back) {
      recordingSinceNs = nowNs;
    }
    become(ended || state == State.OFF ? State.OFF : State.RECORDING, null);
    return back;
  }

  private void become(State next, @Nullable StopReason why) {
    if (state != next) {
      sinceMs = System.currentTimeMillis();
    }
    state = next;
    reason = why;
  }

  /** {@code oldest}: what waits for the longest. */
  RecordingStatus status(long storedBytes, WaitingOps.@Nullable Waiting oldest, long nowNs) {
    if (state == State.RECORDING && oldest != null && nowNs - oldest.sinceNs() > LATE_NS) {
      String slow = StopReason.DISK_SLOW.code();
      return new RecordingStatus(State.LAGGING, slow, storedBytes, oldest.sinceMs());
    }
    return new RecordingStatus(state, reason == null ? null : reason.code(), storedBytes, sinceMs);
  }
}
