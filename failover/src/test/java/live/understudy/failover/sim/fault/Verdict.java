package live.understudy.failover.sim.fault;

import java.util.List;
import live.understudy.failover.ProgramState;
import live.understudy.failover.SwitchRecord;
import live.understudy.failover.SwitchRecord.Trigger;
import live.understudy.failover.sim.fault.Reel.Picture;
import live.understudy.failover.sim.fault.Schedule.Deed;
import live.understudy.failover.sim.fault.Schedule.Fault;
import live.understudy.failover.sim.fault.Schedule.Kind;
import live.understudy.failover.sim.fault.Schedule.Sound;
import live.understudy.media.Leg;

/** Whether every promise was kept over a whole life. */
final class Verdict {

  private static final long MS = World.MS;
  private static final long WALL_ZERO_MS = 1_700_000_001_000L;

  /** Parts are not held: there may be nothing to go on with until the next keyframe. */
  private static final long MOST_STILL_NS = 1_000 * MS;

  /** A hole waits for the other leg of one encode a little longer than this. */
  private static final long FILL_NS = 200 * MS;

  /** A leg that is bad is left by then. */
  private static final long LONGEST_BAD_MS = 13_000;

  private static final int REORDERED_AT_MOST = 4;
  private static final long REST_MS = 10_000;

  /** The measured offset is off by this at most; half a picture more is the cut's. */
  private static final long SOUND_ERROR_NS = 5 * MS;

  private final World world;
  private final Schedule schedule;
  private final long frameNs;
  int lost;
  int repeated;
  int lostAtJoints;
  int repeatedAtJoints;

  private Verdict(World world) {
    this.world = world;
    this.schedule = world.schedule;
    long nominalNs = 1_000_000_000L / schedule.primary().framesPerSecond();
    this.frameNs = nominalNs;
  }

  /** Runs a schedule; throws {@link BrokenPromise} with what was broken. */
  static Verdict of(Schedule schedule) {
    World world = new World(schedule);
    Verdict verdict = new Verdict(world);
    world.runUntil(schedule.endMs());
    verdict.live();
    world.run();
    verdict.judge();
    return verdict;
  }

  World world() {
    return world;
  }

  /** After the faults it goes on; before it is stopped. */
  private void live() {
    require(world.view().state() == ProgramState.ON_AIR, "not on air at the end");
    long newestNs = world.reel.newestTakenNs();
    long holdNs = world.holdNs(world.view().targetDurationS());
    long oldestNs = world.nowNs() - holdNs - 8_000 * MS;
    boolean classic = !schedule.lowLatency();
    long limitNs = classic ? oldestNs - 2_000 * MS : world.nowNs() - 3_000 * MS;
    require(newestNs >= limitNs, "what is shown is old: " + (world.nowNs() - newestNs) / MS);
  }

  private void judge() {
    world.playlist.lookAgain();
    world.close();
    checkSwitches();
    Reel reel = world.reel;
    quality();
    boolean both = schedule.kind() == Kind.QUALITY && bothAtOnce();
    if (both || schedule.kind() == Kind.CHAOS || faults(Deed.SLOW) + faults(Deed.WARP) > 0) {
      return;
    }
    boolean slate = switches().stream().anyMatch(each -> each.trigger() == Trigger.SLATE);
    require(!slate || mayPause(), "a slate while a leg delivers");
    require(reel.steps == 0, "decode times step " + reel.steps);
    boolean sameSetup = schedule.kind() != Kind.OTHER;
    boolean soundKept = faults(Deed.LOSE_SOUND) + faults(Deed.PAUSE) == 0;
    if (sameSetup) {
      require(reel.discontinuities == 0, "a discontinuity");
      require(!soundKept || reel.audioHoles == 0, "holes in the sound: " + reel.longestAudioHole);
    }
    require(
        !soundKept || Math.abs(reel.soundBehindS()) < 0.5,
        "sound ends with the picture: " + reel.soundBehindS());
    require(reel.forcedCuts == 0 || longGop(), "segments without a keyframe");
    pictures(reel.shown());
    boolean spoiled = schedule.kind() == Kind.QUALITY;
    // A life has several faults, and each may leave nothing to go on with.
    long stillNs = mayPause() ? world.player.longestStallNs : world.player.stalledNs;
    require(
        spoiled || stillNs <= (mayPause() ? MOST_STILL_NS : 0),
        "players stand " + stillNs / MS + " ms");
  }

  private List<SwitchRecord> switches() {
    return world.view().switches();
  }

  /** Without parts that are held, another configuration has to wait for its next keyframe. */
  private boolean mayPause() {
    return schedule.lowLatency() && schedule.kind() == Kind.OTHER;
  }

  private boolean longGop() {
    int longest = Math.max(schedule.primary().gopFrames(), schedule.backup().gopFrames());
    return longest > 2 * schedule.primary().framesPerSecond()
        || faults(Deed.STOP_KEYFRAMES) + faults(Deed.PAUSE) + faults(Deed.DROP) > 0;
  }

  private long faults(Deed deed) {
    return schedule.faults().stream().filter(fault -> fault.deed() == deed).count();
  }

  private void pictures(List<Picture> shown) {
    // Where the program is stopped a group of reordered pictures may be on its way.
    Picture before = shown.getFirst();
    for (int i = 1; i < shown.size() - REORDERED_AT_MOST; i++) {
      Picture next = shown.get(i);
      boolean slate = mayPause() && before.source() == next.source() && isOlder(next, before);
      if (slate) {
        // What is lost is counted from the last picture that was not shown before.
        continue;
      }
      if (before.source() == next.source()) {
        sameSource(before, next);
      } else {
        joint(before, next);
      }
      before = next;
    }
    boolean gaps = mayPause();
    require(gaps || lost == 0, "lost " + lost);
    // Back to a leg whose pictures still wait, which were cut at the end of a group.
    long again = faults(Deed.SWITCH) * mostReordered();
    require(gaps || repeated <= again, "repeated " + repeated);
    // Where a keyframe has to be waited for it costs pictures, but never more than is stated; each
    // switch states whole ones.
    long joints = gaps ? switches().size() : 0;
    long saidLost =
        gaps ? switches().stream().mapToLong(each -> each.cost().framesLost()).sum() : 0;
    long saidRepeated =
        gaps ? switches().stream().mapToLong(each -> each.cost().framesRepeated()).sum() : 0;
    require(
        lostAtJoints <= saidLost + joints,
        "lost at joints %d, stated %d".formatted(lostAtJoints, saidLost));
    require(
        repeatedAtJoints <= saidRepeated + joints,
        "repeated at joints %d, stated %d".formatted(repeatedAtJoints, saidRepeated));
  }

  private static boolean isOlder(Picture next, Picture before) {
    return next.takenNs() <= before.takenNs();
  }

  private int mostReordered() {
    return Math.max(schedule.primary().bFrames(), schedule.backup().bFrames());
  }

  private void sameSource(Picture before, Picture next) {
    if (next.takenNs() <= before.takenNs()) {
      repeated++;
      return;
    }
    long drift = frameNs * schedule.encoder(legOf(next.source())).driftPpm() / 1_000_000;
    long stepNs = frameNs + drift;
    if (next.takenNs() - before.takenNs() < stepNs * 3 / 2) {
      return;
    }
    long fillNs = schedule.kind() == Kind.IDENTICAL ? FILL_NS : 0;
    long graceNs = schedule.lowLatency() ? fillNs : world.holdNs(2) / 3;
    long untilNs = arrival(next.source(), next.takenNs()) + graceNs;
    for (long taken = before.takenNs() + stepNs; taken < next.takenNs(); taken += stepNs) {
      if (arrival(next.source(), taken) < untilNs) {
        lost++;
      }
    }
  }

  /** How many pictures of the leg that is left came before the one of the leg that is taken. */
  private int delivered(Picture before, Picture next) {
    long drift = frameNs * schedule.encoder(legOf(before.source())).driftPpm() / 1_000_000;
    long stepNs = frameNs + drift;
    long untilNs = arrival(next.source(), next.takenNs());
    int count = 0;
    long lastNs = next.takenNs() - stepNs / 2 - errorNs();
    for (long taken = before.takenNs() + stepNs; taken < lastNs; taken += stepNs) {
      count += arrival(before.source(), taken) < untilNs ? 1 : 0;
    }
    return count;
  }

  private Leg legOf(int source) {
    return schedule.primary().id() == source ? Leg.PRIMARY : Leg.BACKUP;
  }

  /** By whichever leg carries it. */
  private long arrival(int source, long takenNs) {
    long earliest = Long.MAX_VALUE;
    for (Leg leg : Leg.values()) {
      if (schedule.encoder(leg).id() == source) {
        earliest = Math.min(earliest, world.link(leg).ledger.arrivalOf(takenNs));
      }
    }
    return earliest;
  }

  private void joint(Picture before, Picture next) {
    // Where pictures are reordered the old leg ends between two groups.
    int group = schedule.encoder(legOf(before.source())).bFrames();
    long errorNs = errorNs() + (group + 1) / 2 * frameNs;
    long stepNs = next.takenNs() - before.takenNs();
    if (stepNs > frameNs * 3 / 2 + errorNs) {
      lostAtJoints +=
          faults(Deed.DROP) + faults(Deed.PAUSE) > 0
              ? delivered(before, next)
              : Math.toIntExact((stepNs - errorNs + frameNs / 2) / frameNs) - 1;
    } else if (stepNs < frameNs / 2 - errorNs) {
      repeatedAtJoints += Math.toIntExact((frameNs / 2 - errorNs - stepNs) / frameNs) + 1;
    }
  }

  /** How far the legs' distance may be from what it is thought to be. */
  private long errorNs() {
    boolean known = schedule.kind() == Kind.ALIKE && schedule.sound() == Sound.GOOD;
    if (known) {
      return SOUND_ERROR_NS;
    }
    long apartNs = Math.abs(schedule.primaryLink().latencyNs() - schedule.backupLink().latencyNs());
    long jitterNs = Math.max(schedule.primaryLink().jitterNs(), schedule.backupLink().jitterNs());
    return apartNs + 2 * jitterNs + (2 + 2L * mostReordered()) * frameNs;
  }

  private void checkSwitches() {
    List<SwitchRecord> switches = switches();
    long lastMs = Long.MIN_VALUE / 2;
    long epoch = -1;
    for (SwitchRecord each : switches) {
      require(world.restarts > 0 || epoch < 0 || each.epoch() == epoch + 1, "an epoch is missing");
      epoch = each.epoch();
      require(each.detectionMs() >= 0 && each.gapMs() >= 0, "a negative cost");
      boolean nice =
          each.trigger() == Trigger.LAST_SAFE_CUT
              || each.trigger() == Trigger.QUALITY
              || each.trigger() == Trigger.REVERT;
      require(!nice || each.atMs() - lastMs >= REST_MS, "switches too often");
      require(!nice || !world.heldAt(each.atMs() - WALL_ZERO_MS), "switches while held");
      require(
          each.trigger() != Trigger.REVERT || isOld(each.atMs() - WALL_ZERO_MS),
          "went back to a leg that was not clean for so long");
      boolean switched = each.to() != null && each.trigger() != Trigger.START;
      lastMs = switched ? each.atMs() : lastMs;
    }
    boolean quiet =
        schedule.faults().stream().allMatch(fault -> fault.deed() == Deed.CONNECT)
            && schedule.kind() != Kind.CHAOS;
    require(!quiet || switches.size() == 1, "switched without a reason: " + switches);
  }

  /** Whether the primary's connection at {@code ms} is at least as old as it has to be clean. */
  private boolean isOld(long ms) {
    return schedule.faults().stream()
        .filter(fault -> fault.deed() == Deed.CONNECT || fault.deed() == Deed.TAKEOVER)
        .filter(fault -> fault.leg() == Leg.PRIMARY && fault.atMs() <= ms)
        .allMatch(fault -> ms - fault.atMs() >= schedule.revertMs());
  }

  /** A leg that is bad is left in time, unless the other one is as bad. */
  private void quality() {
    if (schedule.kind() != Kind.QUALITY) {
      return;
    }
    List<SwitchRecord> switches = switches();
    boolean noBetter = schedule.identical() || bothAtOnce();
    int bad = 0;
    for (Fault fault : schedule.faults()) {
      if (!fault.deed().spoils() || onAirAt(switches, fault.atMs()) != fault.leg()) {
        continue;
      }
      bad++;
      boolean left = onAirAt(switches, fault.atMs() + LONGEST_BAD_MS) != fault.leg();
      require(noBetter || left, "stayed on a leg that was bad: " + fault + switches);
    }
    // Half the pictures come in groups that take twice as long: that is a lag too.
    long left =
        switches.stream()
            .filter(each -> noBetter ? each.trigger() == Trigger.QUALITY : isForQuality(each))
            .count();
    // Without keyframes from one time on, the leg whose last one is older is bad first.
    boolean inTurn = noBetter && faults(Deed.STOP_KEYFRAMES) > 0;
    boolean counts = faults(Deed.SLOW) + faults(Deed.WARP) == 0 && !inTurn;
    long wanted = noBetter ? 0 : bad;
    require(!counts || left == wanted, "left %d, bad were %d: %s".formatted(left, bad, switches));
  }

  private boolean bothAtOnce() {
    List<Fault> spoils = schedule.faults().stream().filter(each -> each.deed().spoils()).toList();
    return spoils.size() == 2 && spoils.getFirst().atMs() == spoils.getLast().atMs();
  }

  private static boolean isForQuality(SwitchRecord each) {
    return each.trigger() == Trigger.QUALITY
        || each.trigger() == Trigger.LAG
        || each.trigger() == Trigger.LAST_SAFE_CUT;
  }

  private static Leg onAirAt(List<SwitchRecord> switches, long ms) {
    Leg onAir = Leg.PRIMARY;
    for (SwitchRecord each : switches) {
      Leg to = each.to();
      if (each.atMs() - WALL_ZERO_MS <= ms && to != null) {
        onAir = to;
      }
    }
    return onAir;
  }

  private static void require(boolean kept, String promise) {
    if (!kept) {
      throw new BrokenPromise(promise);
    }
  }
}
