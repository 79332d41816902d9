package live.understudy.failover;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import live.understudy.failover.SwitchRecord.Cost;
import live.understudy.failover.SwitchRecord.Splice;
import live.understudy.failover.SwitchRecord.Trigger;
import live.understudy.media.Leg;
import org.jspecify.annotations.Nullable;

/**
 * The switches of a program in the order of their epochs, the latest of them kept. One log outlives
 * the engines that write it one after the other: epochs and session numbers go on. Belongs to the
 * owner of the engine.
 */
public final class SwitchLog {

  /** What is remembered, and what waits to be taken; flap limits keep a program far below. */
  static final int MAX_REMEMBERED = 100;

  private final ArrayDeque<SwitchRecord> records = new ArrayDeque<>();
  private final List<SwitchRecord> fresh = new ArrayList<>();
  private long epoch;
  private long session;
  private long inputs;

  /** The log of a program that begins. */
  public SwitchLog() {}

  /**
   * Goes on after what another process wrote.
   *
   * @param lastEpoch of its last entry
   * @param lastSession no session had a greater number
   */
  public static SwitchLog after(long lastEpoch, long lastSession) {
    SwitchLog log = new SwitchLog();
    log.epoch = lastEpoch;
    log.session = lastSession;
    return log;
  }

  /** Of the last entry; 0 before the first one. */
  public long epoch() {
    return epoch;
  }

  /** Another engine writes from here on. */
  void engineBegins() {
    inputs = 0;
  }

  /** The engine is told something. */
  void told() {
    inputs++;
  }

  long inputs() {
    return inputs;
  }

  /** A number for another session. */
  long nextSession() {
    return ++session;
  }

  /** The program began at {@code place}. */
  void begun(Leg to, Cost cost, SwitchPlace place, long wallMs) {
    SwitchIntent intent = new SwitchIntent(to, Trigger.START);
    add(null, to, intent, cost, SwitchRecord.Offset.UNKNOWN, place, wallMs);
  }

  /** No leg is on air from {@code place} on. */
  void interrupted(@Nullable Leg from, SwitchPlace place, long wallMs) {
    Cost cost = Cost.none(Splice.SLATE, place.atNs());
    SwitchIntent intent = new SwitchIntent(null, Trigger.SLATE);
    add(from, null, intent, cost, SwitchRecord.Offset.UNKNOWN, place, wallMs);
  }

  void add(
      @Nullable Leg from,
      @Nullable Leg to,
      SwitchIntent intent,
      Cost cost,
      SwitchRecord.Offset offset,
      SwitchPlace place,
      long wallMs) {
    long detectionMs = intent.detectionNs() / Nanos.PER_MS;
    SwitchRecord entry =
        new SwitchRecord(
            ++epoch,
            wallMs,
            inputs,
            from,
            to,
            intent.trigger(),
            intent.fault(),
            detectionMs,
            cost,
            offset,
            place);
    records.addLast(entry);
    if (records.size() > MAX_REMEMBERED) {
      records.removeFirst();
    }
    fresh.add(entry);
    if (fresh.size() > MAX_REMEMBERED) {
      fresh.removeFirst();
    }
  }

  /** The entries since the last call, oldest first. */
  public List<SwitchRecord> takeNew() {
    if (fresh.isEmpty()) {
      return List.of();
    }
    List<SwitchRecord> taken = List.copyOf(fresh);
    fresh.clear();
    return taken;
  }

  /** Oldest first. */
  List<SwitchRecord> latest() {
    return List.copyOf(records);
  }
}
