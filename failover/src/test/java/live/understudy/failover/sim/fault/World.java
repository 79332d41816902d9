package live.understudy.failover.sim.fault;

import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import live.understudy.failover.ProgramConfig;
import live.understudy.failover.ProgramCore;
import live.understudy.failover.ProgramResume;
import live.understudy.failover.ProgramView;
import live.understudy.failover.align.OffsetMeasurement;
import live.understudy.failover.sim.fault.Schedule.Fault;
import live.understudy.failover.sim.fault.Schedule.Sound;
import live.understudy.hls.Parking;
import live.understudy.hls.TinyBlocks;
import live.understudy.hls.WindowSnapshot;
import live.understudy.media.Leg;
import live.understudy.media.SessionEvent;
import live.understudy.media.StreamConfig;
import live.understudy.media.TrackType;

/** Lets a schedule happen: encoders, links, the program, the disk, players and the clock. */
final class World {

  static final long MS = 1_000_000L;
  private static final long WALL_ZERO_MS = 1_700_000_000_000L;
  private static final long MEASURE_EVERY_NS = 800 * MS;
  private static final int BLOCK_BYTES = 200;
  private static final long LATE_SOUND_NS = 14_000 * MS;

  final Schedule schedule;
  final Reel reel;
  final PlaylistPromises playlist;
  final Player player;
  final Cadences cadences;

  /** Whoever lets go of bytes too early finds others in their place. */
  private final TinyBlocks memory = new TinyBlocks(BLOCK_BYTES);

  private final ProgramConfig config;
  private final SplittableRandom random;
  private final Map<Leg, Link> links = new EnumMap<>(Leg.class);
  private final Map<Leg, Parking> parkings =
      Map.of(Leg.PRIMARY, new Parking(memory), Leg.BACKUP, new Parking(memory));
  private final Map<Leg, StreamConfig> told = new EnumMap<>(Leg.class);
  private final Map<Leg, Long> sessionMinusCameraNs = new EnumMap<>(Leg.class);
  private final Map<Leg, Long> newestSessionNs = new EnumMap<>(Leg.class);
  private final ArrayDeque<long[]> writing = new ArrayDeque<>();
  private final List<Encoder> encoders;
  private ProgramCore core;
  private boolean started;
  private long nowNs = 1_000 * MS;
  private long beganNs = nowNs;
  private long measureNs;
  private int measured;
  private final NavigableMap<Long, Boolean> held = new TreeMap<>();
  private int nextFault;
  private long nextStored;
  int restarts;

  World(Schedule schedule) {
    this.schedule = schedule;
    this.random = new SplittableRandom(schedule.seed() ^ 0x5DEECE66DL);
    this.config = configOf(schedule).in(memory);
    this.core = new ProgramCore(config, null);
    this.reel = new Reel(schedule.primary().framesPerSecond() * Encoder.FRAME_TICKS);
    this.playlist = new PlaylistPromises(reel, schedule.seed() % 16 == 0);
    this.player = new Player(schedule.lowLatency(), random.nextLong(10_000 * MS));
    Encoder primary = new Encoder(schedule.primary(), random.split());
    Encoder backup =
        schedule.identical() ? primary : new Encoder(schedule.backup(), random.split());
    this.encoders = schedule.identical() ? List.of(primary) : List.of(primary, backup);
    links.put(Leg.PRIMARY, new Link(Leg.PRIMARY, primary, schedule.primaryLink(), random.split()));
    links.put(Leg.BACKUP, new Link(Leg.BACKUP, backup, schedule.backupLink(), random.split()));
    this.cadences = new Cadences(this);
  }

  static ProgramConfig configOf(Schedule schedule) {
    ProgramConfig usual = ProgramConfig.defaults();
    ProgramConfig config =
        new ProgramConfig(
            usual.segmentTargetUs(),
            schedule.partMs() * 1_000L,
            usual.holdUs(),
            usual.suspicionNs(),
            usual.lagNs(),
            usual.minSwitchIntervalNs(),
            usual.window(),
            usual.lowLatency(),
            usual.rewindable(),
            usual.revertAfterNs());
    config = schedule.revertMs() > 0 ? config.revertingAfter(schedule.revertMs() * MS) : config;
    return schedule.lowLatency() ? config.withLowLatency() : config;
  }

  ProgramConfig config() {
    return config;
  }

  /** How long everything is held before it is published. */
  long holdNs(int targetDurationS) {
    return schedule.lowLatency() ? 0 : targetDurationS * 1_000 * MS + 500 * MS;
  }

  long nowNs() {
    return nowNs;
  }

  /** Milliseconds since the schedule began. */
  long elapsedMs() {
    return (nowNs - beganNs) / MS;
  }

  Link link(Leg leg) {
    Link link = links.get(leg);
    if (link == null) {
      throw new IllegalStateException("no such leg");
    }
    return link;
  }

  private Parking parking(Leg leg) {
    Parking parking = parkings.get(leg);
    if (parking == null) {
      throw new IllegalStateException("no such leg");
    }
    return parking;
  }

  ProgramView view() {
    return core.view();
  }

  boolean isLive() {
    return started;
  }

  private long wallMs() {
    return WALL_ZERO_MS + nowNs / MS;
  }

  /** From beginning to end. */
  void run() {
    runUntil(schedule.endMs());
    core.stop();
    look();
    // Encoders do not know that it is over.
    step();
    if (!playlist.ended() && restarts == 0) {
      throw new BrokenPromise("stopped without an end");
    }
  }

  /** Nobody reads any more. */
  void close() {
    core.close();
    parkings.values().forEach(Parking::close);
    if (memory.out() != 0) {
      throw new BrokenPromise(memory.out() + " parts stay in memory for nobody");
    }
  }

  void runUntil(long ms) {
    while (elapsedMs() < ms) {
      step();
      cadences.check();
    }
  }

  private void step() {
    long untilNs = nowNs + schedule.stepMs() * MS;
    for (Encoder encoder : encoders) {
      encoder.advance(untilNs);
    }
    deliverUntil(untilNs);
    nowNs = untilNs;
    if (!started && elapsedMs() >= schedule.startMs()) {
      started = true;
      core.start();
    }
    while (nextFault < schedule.faults().size()
        && schedule.faults().get(nextFault).atMs() <= elapsedMs()) {
      happen(schedule.faults().get(nextFault++));
    }
    measureSound();
    core.tick(nowNs, wallMs());
    look();
    store();
    player.tick(
        nowNs, schedule.lowLatency() ? playlist.partsUs : playlist.listedUs, cadences.shape());
  }

  private void deliverUntil(long untilNs) {
    Link primary = link(Leg.PRIMARY);
    Link backup = link(Leg.BACKUP);
    while (true) {
      long first = primary.nextArrivalNs();
      long second = backup.nextArrivalNs();
      Link next = first <= second ? primary : backup;
      long arrivesNs = Math.min(first, second);
      if (arrivesNs > untilNs) {
        return;
      }
      nowNs = Math.max(nowNs, arrivesNs);
      Link.Parcel parcel = next.poll();
      if (parcel != null) {
        deliver(next.leg, parcel);
      }
    }
  }

  private void deliver(Leg leg, Link.Parcel parcel) {
    if (!parcel.config().equals(told.get(leg))) {
      told.put(leg, parcel.config());
      core.onEvent(leg, new SessionEvent.Configured(parcel.config()), nowNs, wallMs());
    }
    SessionEvent unit = new SessionEvent.Unit(parcel.unit());
    parking(leg).pass(unit, parked -> core.onEvent(leg, parked, nowNs, wallMs()));
    if (parcel.unit().track() == TrackType.VIDEO) {
      sessionMinusCameraNs.put(leg, Link.sessionMinusCameraNs(parcel));
      newestSessionNs.put(leg, Link.sessionMinusCameraNs(parcel) + parcel.takenNs());
    }
  }

  private void look() {
    WindowSnapshot snapshot = core.takeSnapshot();
    if (snapshot != null) {
      playlist.look(snapshot, nowNs);
      cadences.target(snapshot.shape());
    }
  }

  private void store() {
    if (!schedule.stores()) {
      return;
    }
    while (playlist.isComplete(nextStored)) {
      writing.add(new long[] {nextStored++, nowNs + random.nextLong(700 * MS)});
    }
    for (long[] next = writing.peek(); next != null && next[1] <= nowNs; next = writing.peek()) {
      writing.poll();
      playlist.stored(next[0]);
      core.stored(next[0]);
    }
  }

  private void measureSound() {
    if (nowNs < measureNs || schedule.sound() == Sound.NEVER || !core.wantsSound()) {
      return;
    }
    measureNs = nowNs + MEASURE_EVERY_NS;
    Long primary = sessionMinusCameraNs.get(Leg.PRIMARY);
    Long backup = sessionMinusCameraNs.get(Leg.BACKUP);
    Long atNs = newestSessionNs.get(Leg.PRIMARY);
    boolean late = schedule.sound() == Sound.LATE && nowNs - beganNs < LATE_SOUND_NS;
    if (primary == null || backup == null || atNs == null || late) {
      core.soundFailed();
      return;
    }
    long errorNs = random.nextLong(4 * MS) - 2 * MS;
    if (schedule.sound() == Sound.OUTLIERS && measured++ % 5 == 3) {
      errorNs = random.nextLong(8_000 * MS) - 4_000 * MS;
    }
    core.soundMeasured(
        new OffsetMeasurement(
            core.sessionSerial(Leg.PRIMARY),
            core.sessionSerial(Leg.BACKUP),
            primary - backup + errorNs,
            0.9,
            atNs));
  }

  private void happen(Fault fault) {
    Leg leg = fault.leg();
    Link link = link(leg);
    cadences.note(fault);
    switch (fault.deed()) {
      case CONNECT -> connect(link);
      case DISCONNECT -> disconnect(link);
      case TAKEOVER -> {
        if (link.isConnected()) {
          connect(link);
        }
      }
      case VANISH -> link.vanish();
      case PAUSE -> link.encoder.pause();
      case RESUME -> link.encoder.resume(nowNs);
      case STALL -> link.stall(fault.amount(), nowNs);
      case THROTTLE -> link.throttle(fault.amount(), nowNs);
      case UNTHROTTLE -> link.unthrottle();
      case DROP -> link.drop(fault.amount(), nowNs);
      case JUMP -> link.jump(fault.amount());
      case SWITCH -> core.operatorSwitch(leg, nowNs, wallMs());
      case HOLD -> hold(true);
      case RELEASE -> hold(false);
      case RESTART -> restart(fault.amount());
      default -> spoil(link, fault);
    }
  }

  private void spoil(Link link, Fault fault) {
    Encoder encoder = link.encoder;
    switch (fault.deed()) {
      case FREEZE -> encoder.frozen = true;
      case SILENCE -> encoder.silent = true;
      case LOSE_SOUND -> encoder.soundLost = true;
      case HALVE_RATE -> encoder.halved = true;
      case SLOW -> encoder.slow(fault.amount());
      case WARP -> encoder.warp(fault.amount());
      case STOP_KEYFRAMES -> encoder.keyframesStopped = true;
      case RECONFIGURE -> encoder.reconfigure();
      case MEND -> {
        encoder.mend(nowNs);
        link.ill(nowNs);
      }
      default -> throw new IllegalArgumentException("no such deed: " + fault.deed());
    }
    if (fault.deed().spoils()) {
      link.ill(Long.MAX_VALUE);
    }
  }

  private void hold(boolean on) {
    core.hold(on);
    held.put(elapsedMs(), on);
  }

  /** Whether an operator held the program when {@code ms} had passed. */
  boolean heldAt(long ms) {
    Map.Entry<Long, Boolean> last = held.floorEntry(ms);
    return last != null && last.getValue();
  }

  private void connect(Link link) {
    link.connect(nowNs);
    told.remove(link.leg);
    core.sessionStarted(link.leg, nowNs, wallMs());
  }

  private void disconnect(Link link) {
    if (link.isConnected()) {
      link.disconnect();
      core.onEvent(link.leg, new SessionEvent.Ended("test"), nowNs, wallMs());
    }
  }

  private void restart(long downMs) {
    restarts++;
    ProgramResume resume = core.resumePoint();
    links.values().forEach(Link::disconnect);
    ProgramCore before = core;
    core = new ProgramCore(config, resume);
    before.close();
    // Nobody remembers it for a process that died.
    held.put(elapsedMs(), false);
    if (resume != null) {
      core.stored(new HashSet<>(playlist.stored()));
    }
    nowNs += downMs * MS;
    for (Encoder encoder : encoders) {
      encoder.advance(nowNs);
    }
    if (started) {
      core.start();
    }
    look();
  }
}
