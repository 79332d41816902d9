package live.understudy.failover.sim.fault;

import java.util.List;
import live.understudy.failover.SwitchRecord;
import live.understudy.failover.sim.fault.Schedule.Deed;
import live.understudy.failover.sim.fault.Schedule.Fault;
import live.understudy.failover.sim.fault.Schedule.Kind;
import live.understudy.hls.PlaylistShape;
import live.understudy.media.Leg;
import org.jspecify.annotations.Nullable;

/** While a leg delivers something new comes in time; checked after every step. */
final class Cadences {

  private static final long MS = World.MS;
  private static final long SECOND = 1_000 * MS;
  private static final long REST_MS = 10_000;

  /** How long a fault may still show: a part and what was on its way. */
  private static final long AFTERMATH_NS = 4 * SECOND;

  private final World world;
  private long deliveringSinceNs = Long.MAX_VALUE;
  private long troubledNs = Long.MIN_VALUE;
  private long heldNs = Long.MIN_VALUE;
  private boolean held;
  private @Nullable PlaylistShape shape;
  private int targetDurationS;
  private long partTargetNs;
  private boolean began;
  long longestPartNs;

  Cadences(World world) {
    this.world = world;
  }

  void target(PlaylistShape shape) {
    this.shape = shape;
    targetDurationS = shape.targetDurationS();
    partTargetNs = shape.partTargetUs() * 1000;
    began = true;
  }

  /** What the playlist says of itself; null before there was one. */
  @Nullable PlaylistShape shape() {
    return shape;
  }

  void note(Fault fault) {
    troubledNs = world.nowNs();
    held = fault.deed() == Deed.HOLD || (held && fault.deed() != Deed.RELEASE);
    if (fault.deed() == Deed.RESTART) {
      held = false;
      deliveringSinceNs = Long.MAX_VALUE;
    }
  }

  void check() {
    long nowNs = world.nowNs();
    long primaryNs = world.link(Leg.PRIMARY).healthySinceNs();
    long backupNs = world.link(Leg.BACKUP).healthySinceNs();
    boolean delivers = Math.min(primaryNs, backupNs) <= nowNs;
    if (Math.max(primaryNs, backupNs) > nowNs) {
      troubledNs = nowNs;
    }
    if (!delivers) {
      deliveringSinceNs = Long.MAX_VALUE;
    } else if (deliveringSinceNs == Long.MAX_VALUE) {
      deliveringSinceNs = nowNs;
    }
    if (held) {
      heldNs = nowNs;
    }
    if (!began || !world.isLive() || !delivers) {
      return;
    }
    if (world.schedule.lowLatency()) {
      checkParts(nowNs);
    } else {
      checkSegments(nowNs);
    }
  }

  private long gopNs() {
    Schedule schedule = world.schedule;
    long frames = Math.max(schedule.primary().gopFrames(), schedule.backup().gopFrames());
    return frames * SECOND / schedule.primary().framesPerSecond();
  }

  private long settledNs() {
    long holdNs = world.holdNs(targetDurationS);
    return deliveringSinceNs + holdNs + gopNs() + 3 * SECOND;
  }

  private void checkSegments(long nowNs) {
    if (world.playlist.newestSegmentNs < 0) {
      return;
    }
    long sinceNs = Math.max(world.playlist.newestSegmentNs, settledNs());
    long limitNs = targetDurationS * SECOND * 3 / 2 + world.schedule.stepMs() * MS;
    if (nowNs - sinceNs > limitNs) {
      throw new BrokenPromise(
          "no new segment for " + (nowNs - sinceNs) / MS + " ms at " + world.elapsedMs());
    }
  }

  private void checkParts(long nowNs) {
    if (nowNs < settledNs() || world.playlist.newestPartNs < 0) {
      return;
    }
    long withoutNs = nowNs - world.playlist.newestPartNs;
    longestPartNs = Math.max(longestPartNs, withoutNs);
    if (withoutNs <= partTargetNs) {
      return;
    }
    Schedule schedule = world.schedule;
    long jitterNs = Math.max(schedule.primaryLink().jitterNs(), schedule.backupLink().jitterNs());
    int reordered = Math.max(schedule.primary().bFrames(), schedule.backup().bFrames());
    long frameNs = SECOND / schedule.primary().framesPerSecond();
    long limitNs =
        partTargetNs + jitterNs + (1 + reordered) * frameNs + 2L * schedule.stepMs() * MS;
    if (nowNs - troubledNs < AFTERMATH_NS) {
      limitNs += lagNs() + apartNs();
      // There is nothing to begin with before a keyframe.
      limitNs += schedule.kind() == Kind.OTHER || schedule.kind() == Kind.CHAOS ? gopNs() : 0;
    } else if (switchedWithinMs((limitNs + apartNs()) / MS)) {
      // Every moment arrives so much later by the leg that was switched to, and nothing is held.
      limitNs += apartNs();
    }
    if (withoutNs > limitNs) {
      throw new BrokenPromise(
          "no new part for %d ms, allowed %d, at %d"
              .formatted(withoutNs / MS, limitNs / MS, world.elapsedMs()));
    }
  }

  private long apartNs() {
    Schedule schedule = world.schedule;
    return Math.abs(schedule.primaryLink().latencyNs() - schedule.backupLink().latencyNs());
  }

  private boolean switchedWithinMs(long ms) {
    List<SwitchRecord> switches = world.view().switches();
    long nowMs = 1_700_000_000_000L + world.nowNs() / MS;
    return switches.reversed().stream().limit(3).anyMatch(each -> nowMs - each.atMs() <= ms);
  }

  /** A leg that was switched to lately, or is held, is left only when it is dead. */
  private long lagNs() {
    boolean lately = switchedWithinMs(REST_MS + AFTERMATH_NS / MS);
    boolean heldLately = world.nowNs() - heldNs < AFTERMATH_NS;
    return (lately || heldLately ? 3 : 1) * world.config().lagNs();
  }
}
