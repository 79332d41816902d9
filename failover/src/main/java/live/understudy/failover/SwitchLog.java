package live.understudy.failover;

import java.util.ArrayDeque;
import java.util.List;
import live.understudy.failover.SwitchRecord.Splice;
import live.understudy.failover.SwitchRecord.Trigger;
import live.understudy.media.Leg;
import org.jspecify.annotations.Nullable;

/** The latest switches of a program, for its operators. */
final class SwitchLog {

  private static final int MAX_REMEMBERED = 100;

  private final ArrayDeque<SwitchRecord> records = new ArrayDeque<>();

  /** The program began at {@code startNs} of its time. */
  void begun(Leg to, long startNs, long wallMs) {
    add(new SwitchRecord(wallMs, null, to, Trigger.START, Splice.NONE, startNs / Nanos.PER_MS, 0));
  }

  /** The other leg carries the same encode. */
  void identical(@Nullable Leg from, Leg to, Trigger trigger, long atNs, long wallMs) {
    add(new SwitchRecord(wallMs, from, to, trigger, Splice.IDENTICAL, atNs / Nanos.PER_MS, 0));
  }

  /** The legs were joined at {@code cut}. */
  void cut(@Nullable Leg from, Leg to, Trigger trigger, Splicer.Cut cut, long wallMs) {
    Splice splice = Splice.EXACT_CUT;
    if (cut.gapNs() > 0) {
      splice = Splice.GAP;
    } else if (cut.overlapNs() > 0) {
      splice = Splice.OVERLAP;
    }
    add(
        new SwitchRecord(
            wallMs,
            from,
            to,
            trigger,
            splice,
            cut.boundaryNs() / Nanos.PER_MS,
            cut.gapNs() / Nanos.PER_MS));
  }

  private void add(SwitchRecord entry) {
    records.addLast(entry);
    if (records.size() > MAX_REMEMBERED) {
      records.removeFirst();
    }
  }

  /** Oldest first. */
  List<SwitchRecord> latest() {
    return List.copyOf(records);
  }
}
