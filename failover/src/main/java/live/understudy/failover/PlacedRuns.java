package live.understudy.failover;

import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Which session fills which stretch of the program lately. A leg that is taken again where its own
 * pictures still wait goes on exactly where it was, whatever its arrival suggests meanwhile.
 */
final class PlacedRuns {

  private static final int REMEMBERED = 8;

  private record Run(long serial, Placement placement, long fromNs) {}

  private final ArrayDeque<Run> runs = new ArrayDeque<>();

  /** From program time {@code fromNs} on everything is of {@code session}. */
  void begin(LegSession session, Placement placement, long fromNs) {
    while (!runs.isEmpty() && runs.getLast().fromNs() >= fromNs) {
      runs.removeLast();
    }
    runs.add(new Run(session.serial(), placement, fromNs));
    if (runs.size() > REMEMBERED) {
      runs.removeFirst();
    }
  }

  /** Where {@code session} lies just before program time {@code ns}; null where others are. */
  @Nullable Placement before(long ns, LegSession session) {
    Iterator<Run> newestFirst = runs.descendingIterator();
    while (newestFirst.hasNext()) {
      Run run = newestFirst.next();
      if (run.fromNs() < ns) {
        return run.serial() == session.serial() ? run.placement() : null;
      }
    }
    return null;
  }
}
