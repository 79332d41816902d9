package live.understudy.failover;

import java.util.ArrayDeque;
import java.util.List;
import live.understudy.failover.SwitchRecord.Cost;
import live.understudy.failover.SwitchRecord.Splice;
import live.understudy.failover.SwitchRecord.Trigger;
import live.understudy.media.Leg;
import org.jspecify.annotations.Nullable;

/** The latest switches of a program, for its operators. */
final class SwitchLog {

  private static final int MAX_REMEMBERED = 100;

  private final ArrayDeque<SwitchRecord> records = new ArrayDeque<>();
  private long epoch;

  /** The program began at {@code startNs} of its time. */
  void begun(Leg to, long startNs, long wallMs) {
    Cost cost = Cost.none(Splice.NONE, startNs);
    add(null, to, new SwitchIntent(to, Trigger.START), cost, SwitchRecord.Offset.UNKNOWN, wallMs);
  }

  /** No leg is on air from {@code atNs} on. */
  void interrupted(@Nullable Leg from, long atNs, long wallMs) {
    Cost cost = Cost.none(Splice.SLATE, atNs);
    SwitchIntent intent = new SwitchIntent(null, Trigger.SLATE);
    add(from, null, intent, cost, SwitchRecord.Offset.UNKNOWN, wallMs);
  }

  void add(
      @Nullable Leg from,
      @Nullable Leg to,
      SwitchIntent intent,
      Cost cost,
      SwitchRecord.Offset offset,
      long wallMs) {
    long detectionMs = intent.detectionNs() / Nanos.PER_MS;
    records.addLast(
        new SwitchRecord(
            ++epoch,
            wallMs,
            from,
            to,
            intent.trigger(),
            intent.fault(),
            detectionMs,
            cost,
            offset));
    if (records.size() > MAX_REMEMBERED) {
      records.removeFirst();
    }
  }

  /** Oldest first. */
  List<SwitchRecord> latest() {
    return List.copyOf(records);
  }
}
