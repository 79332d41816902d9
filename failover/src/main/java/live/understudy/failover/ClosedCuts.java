package live.understudy.failover;

import java.util.List;

/**
 * Where a queue can be cut without tearing a reorder group: places at which every picture decoded
 * before is shown before every picture decoded after.
 */
final class ClosedCuts {

  private static final long NOT_CLOSED = Long.MAX_VALUE;

  private final long[] boundariesNs;
  private final long endNs;

  private ClosedCuts(long[] boundariesNs, long endNs) {
    this.boundariesNs = boundariesNs;
    this.endNs = endNs;
  }

  static ClosedCuts of(ProgramQueue queue) {
    List<QueuedUnit> lead = queue.lead();
    int size = lead.size();
    long[] ptsNs = new long[size];
    for (int i = 0; i < size; i++) {
      ptsNs[i] = lead.get(i).ptsNs();
    }
    long endNs = queue.endNs();
    long[] boundaries = new long[size + 1];
    boundaries[size] = endNs;
    long firstAfter = Long.MAX_VALUE;
    for (int i = size - 1; i >= 0; i--) {
      firstAfter = Math.min(firstAfter, ptsNs[i]);
      boundaries[i] = firstAfter;
    }
    long lastBefore = Long.MIN_VALUE;
    for (int i = 0; i < size; i++) {
      if (lastBefore >= boundaries[i]) {
        boundaries[i] = NOT_CLOSED;
      }
      lastBefore = Math.max(lastBefore, ptsNs[i]);
    }
    return new ClosedCuts(boundaries, endNs);
  }

  /** Program time of the first picture that can still be replaced. */
  long startNs() {
    return boundariesNs[0];
  }

  /** Program time at which the queue ends. */
  long endNs() {
    return endNs;
  }

  /** The closed place nearest to {@code atNs}: how many pictures stay. */
  int nearest(long atNs) {
    int best = 0;
    long bestDistance = Long.MAX_VALUE;
    for (int i = 0; i < boundariesNs.length; i++) {
      long distance = Math.abs(boundariesNs[i] - atNs);
      if (boundariesNs[i] != NOT_CLOSED && distance < bestDistance) {
        best = i;
        bestDistance = distance;
      }
    }
    return best;
  }

  /** Program time of the place that {@link #nearest} answered. */
  long boundaryNs(int index) {
    return boundariesNs[index];
  }
}
