package live.understudy.server.media;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import live.understudy.api.event.RecordingStatus;
import live.understudy.hls.OpenSegment;
import live.understudy.hls.Segment;
import live.understudy.hls.SegmentInfo;
import live.understudy.hls.WindowSnapshot;

/**
 * Between a program's engine and its viewers: what is new goes to the archive first, and viewers
 * see it when it is there. So whatever a viewer has seen survives the death of the process. A disk
 * that takes longer than {@link #PATIENCE_NS} is not waited for. Owned by the program's loop.
 */
final class Publication {

  /** Far more than a healthy disk's cache needs, far less than a viewer notices. */
  private static final long PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Archive archive;
  private final Executor loop;
  private final Consumer<WindowSnapshot> viewers;
  private final LongConsumer segmentStored;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

  private long lastSegment = -1;
  private long openMsn = -1;
  private int openParts;
  private long given;
  private long stored;
  private boolean ended;

  /** A state that is shown when everything up to number {@code needs} is stored, or it is late. */
  private record Waiting(WindowSnapshot snapshot, long needs, long sinceNs) {}

  /**
   * {@code viewers} gets each state when it may be seen; {@code segmentStored} the numbers of the
   * segments that are on disk. Both on {@code loop}.
   */
  Publication(
      Archive archive,
      Executor loop,
      Consumer<WindowSnapshot> viewers,
      LongConsumer segmentStored) {
    this.archive = archive;
    this.loop = loop;
    this.viewers = viewers;
    this.segmentStored = segmentStored;
  }

  /** What is listed up to here is in the archive already. */
  void continueAfter(long msn) {
    lastSegment = msn;
  }

  /** Takes the next state. */
  void offer(WindowSnapshot snapshot, long nowNs) {
    for (SegmentInfo listed : newest(snapshot)) {
      Segment segment = snapshot.inMemory().get(listed.msn());
      if (segment != null) {
        give(segment);
      }
    }
    OpenSegment open = snapshot.open();
    if (open != null && (open.msn() != openMsn || open.parts().size() > openParts)) {
      openMsn = open.msn();
      openParts = open.parts().size();
      long number = ++given;
      archive.parts(open, _ -> loop.execute(() -> onStored(number)));
    }
    if (snapshot.ended() && !ended) {
      ended = true;
      archive.end();
    }
    waiting.add(new Waiting(snapshot, given, nowNs));
    release(nowNs);
  }

  private Iterable<SegmentInfo> newest(WindowSnapshot snapshot) {
    int first = snapshot.listed().size();
    while (first > 0 && snapshot.listed().get(first - 1).msn() > lastSegment) {
      first--;
    }
    return snapshot.listed().subList(first, snapshot.listed().size());
  }

  private void give(Segment segment) {
    lastSegment = segment.msn();
    long number = ++given;
    archive.segment(
        segment,
        kept ->
            loop.execute(() -> {
              if (kept) {
                segmentStored.accept(segment.msn());
              }
              onStored(number);
            }));
  }

  private void onStored(long number) {
    stored = Math.max(stored, number);
    while (!waiting.isEmpty() && waiting.getFirst().needs() <= stored) {
      viewers.accept(waiting.removeFirst().snapshot());
    }
  }

  /** Whether something has not been shown yet. */
  boolean isWaiting() {
    return !waiting.isEmpty();
  }

  /** Shows what is late; call it every few milliseconds. */
  void release(long nowNs) {
    if (waiting.isEmpty()) {
      return;
    }
    boolean healthy = archive.status().state() == RecordingStatus.State.RECORDING;
    while (!waiting.isEmpty()) {
      Waiting next = waiting.getFirst();
      if (healthy && next.needs() > stored && nowNs - next.sinceNs() < PATIENCE_NS) {
        return;
      }
      if (next.needs() > stored) {
        archive.publishingUnstored();
      }
      viewers.accept(waiting.removeFirst().snapshot());
    }
  }
}
