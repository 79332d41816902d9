package live.understudy.failover;

import java.util.List;

/**
 * Where a queue can be cut without tearing a reorder group: places at which every picture decoded
 * before is shown before every picture decoded after.
 */
final class ClosedCuts {

  private static final long NOT_CLOSED = Long.MAX_VALUE;

  private final long[] boundariesNs;

  private final long[] stayingEndNs;

  private final int endIndex;
  private final long endNs;

  private ClosedCuts(long[] boundariesNs, long[] stayingEndNs, int endIndex, long endNs) {
    this.boundariesNs = boundariesNs;
    this.stayingEndNs = stayingEndNs;
    this.endIndex = endIndex;
    this.endNs = endNs;
  }

  static ClosedCuts of(ProgramQueue queue) {
    return of(queue, false);
  }

  /**
   * {@code goesOn}: the queue's end is no place to cut at while pictures of its last group are on
   * their way.
   */
  static ClosedCuts of(ProgramQueue queue, boolean goesOn) {
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
    long[] stayingEnd = new long[size + 1];
    stayingEnd[0] = Math.min(boundaries[0], queue.publishedEndNs());
    if (stayingEnd[0] == Long.MIN_VALUE) {
      stayingEnd[0] = boundaries[0];
    }
    long firstNs = boundaries[0];
    tear(boundaries, stayingEnd, queue);
    // What is torn ends with the picture that was published too early.
    long lastBefore = boundaries[0] == NOT_CLOSED ? stayingEnd[0] - 1 : Long.MIN_VALUE;
    for (int i = 0; i < size; i++) {
      if (lastBefore >= boundaries[i]) {
        boundaries[i] = NOT_CLOSED;
      }
      lastBefore = Math.max(lastBefore, ptsNs[i]);
      long frameNs = Nanos.frame(lead.get(i).config().lead());
      stayingEnd[i + 1] = Math.min(boundaries[i + 1], lastBefore + frameNs);
    }
    int closed = goesOn ? lastGroup(boundaries) : size;
    long frameNs = size == 0 ? 0 : Nanos.frame(lead.getLast().config().lead());
    // One picture of a torn group is published already.
    boolean torn = boundaries[closed] == NOT_CLOSED;
    long groupNs = torn ? firstNs : stayingEnd[closed];
    int come = size - closed + (torn ? 1 : 0);
    int endIndex = size;
    if (closed < size && endNs - groupNs > come * frameNs + frameNs / 2) {
      boundaries[size] = NOT_CLOSED;
      boundaries[closed] = torn ? NOT_CLOSED : stayingEnd[closed];
      endIndex = closed;
      endNs = stayingEnd[closed];
    }
    return new ClosedCuts(boundaries, stayingEnd, endIndex, endNs);
  }

  /**
   * Where a picture was published before others that are shown earlier, nothing can follow before
   * these.
   */
  private static void tear(long[] boundaries, long[] stayingEnd, ProgramQueue queue) {
    long publishedNs = queue.publishedEndNs();
    if (queue.isEmpty() || publishedNs == Long.MIN_VALUE) {
      return;
    }
    long frameNs = Nanos.frame(queue.lead().getFirst().config().lead());
    if (publishedNs > boundaries[0] + frameNs / 2) {
      boundaries[0] = NOT_CLOSED;
      stayingEnd[0] = publishedNs;
    }
  }

  /** The last closed place before the end: where the newest group of pictures begins. */
  private static int lastGroup(long[] boundaries) {
    int closed = boundaries.length - 1;
    while (closed > 0 && (closed == boundaries.length - 1 || boundaries[closed] == NOT_CLOSED)) {
      closed--;
    }
    return closed;
  }

  /** Program time from which on something can still be replaced: the end of what is published. */
  long startNs() {
    return stayingEndNs[0];
  }

  /** Whether something can follow anywhere yet. */
  boolean isAny() {
    for (long boundaryNs : boundariesNs) {
      if (boundaryNs != NOT_CLOSED) {
        return true;
      }
    }
    return false;
  }

  /** How many pictures the queue has up to its end: what is torn there is behind it. */
  int endIndex() {
    return endIndex;
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
      if (boundariesNs[i] == NOT_CLOSED) {
        continue;
      }
      long distance = Math.abs(boundaryNs(i, atNs) - atNs);
      if (distance < bestDistance) {
        best = i;
        bestDistance = distance;
      }
    }
    return best;
  }

  /**
   * Program time at which what stays ends there: before the boundary where pictures are missing.
   */
  long stayingEndNs(int index) {
    return stayingEndNs[index];
  }

  /**
   * Program time, as near to {@code atNs} as can be, at which something else can follow the place
   * that {@link #nearest} answered: where pictures are missing it may lie between.
   */
  long boundaryNs(int index, long atNs) {
    return Math.clamp(atNs, stayingEndNs[index], boundariesNs[index]);
  }
}
