package live.understudy.failover.sim.fault;

import java.util.ArrayDeque;
import java.util.SplittableRandom;
import live.understudy.failover.sim.fault.Encoder.Coded;
import live.understudy.failover.sim.fault.Schedule.LinkSetup;
import live.understudy.media.AccessUnit;
import live.understudy.media.Leg;
import live.understudy.media.StreamConfig;
import live.understudy.media.TrackType;
import org.jspecify.annotations.Nullable;

/** One leg's connection: what the encoder sends, with timestamps of its own, late or never. */
final class Link {

  /** Something on its way: a unit with its configuration. */
  record Parcel(AccessUnit unit, StreamConfig config, long takenNs) {}

  final Leg leg;
  final Encoder encoder;
  final Ledger ledger = new Ledger();
  private final LinkSetup setup;
  private final SplittableRandom random;
  private final ArrayDeque<Parcel> onTheWay = new ArrayDeque<>();
  private boolean connected;
  private boolean began;
  private boolean vanished;
  private long lastArrivalNs;
  private long throttledSinceNs = -1;
  private long throttlePerMille = 1000;
  private long dropUntilNs = -1;
  private boolean dropping;
  private long offsetFrames;
  private long jumpedFrames;

  /** From when on it delivers as a leg should; MAX_VALUE while it does not. */
  private long healthySinceNs = Long.MAX_VALUE;

  private long notBeforeNs;

  Link(Leg leg, Encoder encoder, LinkSetup setup, SplittableRandom random) {
    this.leg = leg;
    this.encoder = encoder;
    this.setup = setup;
    this.random = random;
    encoder.attach(this);
  }

  void connect(long nowNs) {
    connected = true;
    began = false;
    vanished = false;
    throttledSinceNs = -1;
    dropping = false;
    onTheWay.clear();
    lastArrivalNs = nowNs;
    jumpedFrames = 0;
    healthySinceNs = Long.MAX_VALUE;
    notBeforeNs = nowNs;
  }

  void disconnect() {
    connected = false;
    onTheWay.clear();
    healthySinceNs = Long.MAX_VALUE;
  }

  boolean isConnected() {
    return connected;
  }

  void vanish() {
    vanished = true;
    healthySinceNs = Long.MAX_VALUE;
  }

  void stall(long ms, long nowNs) {
    lastArrivalNs = Math.max(lastArrivalNs, nowNs + ms * 1_000_000);
    ill(lastArrivalNs);
  }

  void throttle(long perMille, long nowNs) {
    throttlePerMille = perMille;
    throttledSinceNs = nowNs;
    ill(Long.MAX_VALUE);
  }

  void unthrottle() {
    throttledSinceNs = -1;
    ill(lastArrivalNs);
  }

  void drop(long ms, long nowNs) {
    dropUntilNs = nowNs + ms * 1_000_000;
    dropping = true;
    ill(dropUntilNs);
  }

  void jump(long ms) {
    jumpedFrames += ms * encoder.setup().framesPerSecond() / 1000;
    ill(lastArrivalNs);
  }

  /** It is not to be relied on before {@code untilNs}, and then only after the next keyframe. */
  void ill(long untilNs) {
    healthySinceNs = Long.MAX_VALUE;
    notBeforeNs = untilNs;
  }

  /** From when on it delivers as a leg should; MAX_VALUE while it does not. */
  long healthySinceNs() {
    // A link stays throttled whatever else happens on it.
    return encoder.isGood() && throttledSinceNs < 0 ? healthySinceNs : Long.MAX_VALUE;
  }

  void take(Coded coded, long nowNs) {
    if (!connected || (!began && !coded.keyframe()) || (!began && !coded.video())) {
      return;
    }
    if (!began) {
      began = true;
      offsetFrames = random.nextInt(1000) - coded.dts() / Encoder.FRAME_TICKS;
    }
    if (dropping && coded.video()) {
      boolean over = nowNs > dropUntilNs && coded.keyframe();
      dropping = !over;
    }
    if (vanished || (dropping && coded.video())) {
      return;
    }
    long delay = setup.latencyNs();
    delay += setup.jitterNs() == 0 ? 0 : random.nextLong(setup.jitterNs());
    if (throttledSinceNs >= 0 && nowNs > throttledSinceNs) {
      delay += (nowNs - throttledSinceNs) * (1000 - throttlePerMille) / throttlePerMille;
    }
    lastArrivalNs = Math.max(lastArrivalNs, nowNs + delay);
    onTheWay.add(new Parcel(stamped(coded, lastArrivalNs), coded.config(), coded.takenNs()));
  }

  private AccessUnit stamped(Coded coded, long arrivesNs) {
    long frames = offsetFrames + jumpedFrames;
    long shift =
        coded.video()
            ? frames * Encoder.FRAME_TICKS
            : frames * Encoder.SAMPLE_RATE / encoder.setup().framesPerSecond();
    return new AccessUnit(
        coded.video() ? TrackType.VIDEO : TrackType.AUDIO,
        coded.dts() + shift,
        Math.toIntExact(coded.pts() - coded.dts()),
        coded.keyframe(),
        coded.data(),
        coded.hash(),
        arrivesNs);
  }

  /** When the next parcel arrives; MAX_VALUE for none. */
  long nextArrivalNs() {
    Parcel next = onTheWay.peek();
    return next == null ? Long.MAX_VALUE : next.unit().arrivedNs();
  }

  /** The parcel that has arrived. */
  @Nullable Parcel poll() {
    Parcel next = onTheWay.poll();
    if (next != null && next.unit().track() == TrackType.VIDEO) {
      long arrivedNs = next.unit().arrivedNs();
      ledger.add(next.takenNs(), arrivedNs);
      if (next.unit().keyframe() && healthySinceNs == Long.MAX_VALUE && arrivedNs > notBeforeNs) {
        healthySinceNs = arrivedNs;
      }
    }
    return next;
  }

  /** Session time minus camera time of the newest picture, nanoseconds. */
  static long sessionMinusCameraNs(Parcel parcel) {
    int timescale = parcel.config().lead().timescale();
    return parcel.unit().pts() * 1_000_000_000L / timescale - parcel.takenNs();
  }
}
