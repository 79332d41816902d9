package live.understudy.failover.sim.fault;

import live.understudy.hls.PlaylistShape;
import org.jspecify.annotations.Nullable;

/**
 * When a player like hls.js would stand still: it begins three target durations, or {@code
 * PART-HOLD-BACK}, behind the end, asks for the playlist as often as it may, and fetches all that
 * is new.
 */
final class Player {

  private static final long FETCH_NS = 60_000_000L;

  /** What stands again so soon has not played in between. */
  private static final long APART_NS = 2_000_000_000L;

  private final boolean lowLatency;
  private final long phaseNs;
  private long pollNs;
  private long fetchedNs;
  private long playedNs = -1;
  private long lastNs;
  private long seenUs;
  long stalledNs;
  long longestStallNs;
  private long stallNs;
  private long lastStallNs;

  Player(boolean lowLatency, long phaseNs) {
    this.lowLatency = lowLatency;
    this.phaseNs = phaseNs;
  }

  /** What was stood still so far does not count. */
  void forgive() {
    stalledNs = 0;
    longestStallNs = 0;
    stallNs = 0;
  }

  /** {@code listedUs}: all that the playlist ever listed. */
  void tick(long nowNs, long listedUs, @Nullable PlaylistShape shape) {
    if (shape == null || nowNs < pollNs) {
      return;
    }
    play(nowNs);
    long targetNs = shape.targetDurationS() * 1_000_000_000L;
    if (listedUs > seenUs) {
      seenUs = listedUs;
      pollNs = lowLatency ? nowNs + FETCH_NS : nowNs + targetNs;
    } else {
      pollNs = lowLatency ? nowNs + FETCH_NS / 2 : nowNs + targetNs / 2;
    }
    fetchedNs = seenUs * 1000;
    long behindNs = lowLatency ? shape.partHoldBackUs() * 1000 : 3 * targetNs;
    if (playedNs < 0 && fetchedNs >= behindNs + (lowLatency ? targetNs : 0)) {
      playedNs = fetchedNs - behindNs;
      pollNs += lowLatency ? 0 : phaseNs % targetNs;
    }
  }

  private void play(long nowNs) {
    if (playedNs >= 0) {
      long passedNs = nowNs - lastNs;
      long canNs = Math.min(passedNs, fetchedNs - playedNs);
      playedNs += canNs;
      stalledNs += passedNs - canNs;
      if (passedNs > canNs) {
        stallNs = nowNs - lastStallNs < APART_NS ? stallNs : 0;
        stallNs += passedNs - canNs;
        lastStallNs = nowNs;
      }
      longestStallNs = Math.max(longestStallNs, stallNs);
    }
    lastNs = nowNs;
  }
}
