package live.understudy.failover;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import live.understudy.hls.OpenSegment;
import live.understudy.hls.Packager;
import live.understudy.hls.PackagerResume;
import live.understudy.hls.PlaylistShape;
import live.understudy.hls.Segment;
import live.understudy.hls.SegmentWindow;
import live.understudy.hls.WindowSnapshot;
import live.understudy.media.StreamConfig;
import org.jspecify.annotations.Nullable;

/** Takes groups of pictures from the queue when they are due, packages and lists them. */
final class Publisher {

  /** A leg that died is waited for so long before its last, incomplete part is published. */
  private static final long FLUSH_AFTER_NS = 300 * Nanos.PER_MS;

  /** So long what one leg of one encode lacks may still come by the other one. */
  private static final long FILL_NS = 300 * Nanos.PER_MS;

  private final Packager packager;
  private final SegmentWindow window;
  private final Cadence cadence;
  private final PlaylistShape shape;
  private final long zeroWallMs;
  private @Nullable ProgramResume resumedFrom;
  private @Nullable StreamConfig packaged;
  private boolean changed;
  private long openMsn = -1;
  private int openParts;
  private long lastPublishedNs = Long.MAX_VALUE;
  private long expectedGopNs;

  private long listedMsn;

  /** When the newest segment was listed; MIN_VALUE before there was one. */
  private long listedNs = Long.MIN_VALUE;

  /** While a group of pictures goes out that is longer than a segment may be. */
  private boolean inLongGroup;

  private Publisher(
      ProgramConfig config,
      PlaylistShape shape,
      PackagerResume resume,
      long zeroWallMs,
      long holdNs) {
    this.shape = shape;
    this.zeroWallMs = zeroWallMs;
    this.cadence = new Cadence(holdNs);
    this.window = new SegmentWindow(shape, config.window(), config.memory());
    this.packager = new Packager(config.cuts(shape), resume, config.memory());
    this.listedMsn = resume.nextMsn();
    packager.anchorWallClock(0, zeroWallMs);
  }

  /** A new playlist; {@code zeroWallMs} is the wall-clock time of program time zero. */
  static Publisher begin(ProgramConfig config, PlaylistShape shape, long zeroWallMs) {
    long holdNs = config.holdNs(shape.targetDurationS());
    return new Publisher(config, shape, PackagerResume.FRESH, zeroWallMs, holdNs);
  }

  /**
   * The continuation of a playlist that another engine began, with all that it listed.
   *
   * <p>Players have lived from their buffers meanwhile. A hold now, or one that grew back, would
   * take away what is left of them: from here on the program is published as it comes.
   */
  static Publisher resume(ProgramConfig config, ProgramResume resume) {
    Publisher publisher =
        new Publisher(config, resume.shape(), resume.playlist(), resume.zeroWallMs(), 0);
    publisher.window.restore(resume.left(), resume.listed(), resume.inits(), resume.inMemory());
    publisher.changed = !resume.listed().isEmpty();
    publisher.resumedFrom = resume;
    return publisher;
  }

  /**
   * Keyframes of a leg that is cut in are so far apart. Where that is not known, 0, they are as
   * they were before: what a slate has shown meanwhile tells nothing of them.
   */
  void expectGop(long gopNs) {
    expectedGopNs = gopNs > 0 ? gopNs : expectedGopNs;
    if (expectedGopNs > 0) {
      packager.expectGop(expectedGopNs / 1000);
    }
  }

  int targetDurationS() {
    return shape.targetDurationS();
  }

  long zeroWallMs() {
    return zeroWallMs;
  }

  long holdNs() {
    return cadence.holdNs();
  }

  /** Whether {@link #publishDue} would publish a group of pictures now. */
  boolean isDue(ProgramQueue queue, long nowNs) {
    int next = queue.nextKeyframe();
    return next > 0 && dueNs(queue.lead().get(next)) <= nowNs;
  }

  private long dueNs(QueuedUnit keyframe) {
    return cadence.dueNs(keyframe.unit().arrivedNs(), keyframe.ptsNs());
  }

  /**
   * Publishes every group of pictures that is complete and due; with parts all there is.
   *
   * @param fills whether a hole may still be filled by another leg that carries the same
   */
  void publishDue(ProgramQueue queue, long nowNs, boolean sourceIsAlive, boolean fills) {
    if (shape.lowLatency()) {
      publishAll(queue, nowNs, sourceIsAlive, fills);
      return;
    }
    while (isDue(queue, nowNs)) {
      int next = queue.nextKeyframe();
      QueuedUnit keyframe = queue.lead().get(next);
      long dueNs = dueNs(keyframe);
      publish(queue.take(next, keyframe.ptsNs()));
      if (keyframe.joint() != QueuedUnit.Joint.NONE || !keyframe.config().equals(packaged)) {
        packager.flush();
      } else {
        packager.boundary(keyframe.unit().dts(), true);
        queue.closeAt(ProgramQueue.dtsNs(keyframe));
      }
      cadence.published(dueNs, keyframe.ptsNs());
      inLongGroup = false;
      list();
    }
    if (!queue.isEmpty()) {
      publishRest(queue, nowNs, sourceIsAlive);
    }
    publishOverdue(queue, nowNs);
  }

  /** Where a hole hides the next keyframe, what is due goes out in time all the same. */
  private void publishOverdue(ProgramQueue queue, long nowNs) {
    long msn = nextMsn();
    if (msn != listedMsn) {
      listedMsn = msn;
      listedNs = nowNs;
    } else if (listedNs != Long.MIN_VALUE && nowNs - listedNs >= longestPauseNs()) {
      int count = countDue(queue, nowNs);
      if (count > 0) {
        publish(queue.take(count, queue.lead().get(count).ptsNs()));
      }
      packager.endBeforeLast();
      list();
    }
  }

  /** After so long without a new segment players that keep to the standard give up. */
  private long longestPauseNs() {
    return shape.targetDurationS() * Nanos.PER_SECOND * 3 / 2;
  }

  /** Everything at once; the packager knows when a part is complete. */
  private void publishAll(ProgramQueue queue, long nowNs, boolean sourceIsAlive, boolean fills) {
    int count = fills ? queue.withoutHole() : queue.lead().size();
    if (count < queue.lead().size()) {
      QueuedUnit behindHole = queue.lead().get(count);
      if (nowNs - behindHole.unit().arrivedNs() < FILL_NS) {
        publish(queue.take(count, ProgramQueue.dtsNs(behindHole)));
        return;
      }
    }
    if (!queue.isEmpty() || queue.hasAudio()) {
      lastPublishedNs = nowNs;
      publish(queue.take(queue.lead().size(), Long.MAX_VALUE));
    } else if (!sourceIsAlive && nowNs - lastPublishedNs > FLUSH_AFTER_NS) {
      // What has come of the open part would otherwise wait for the next leg.
      packager.flush();
      list();
      lastPublishedNs = Long.MAX_VALUE;
    }
  }

  /**
   * Nothing follows but the slate, which begins a segment of its own: with parts, what has come of
   * the open one is for players now, who have hardly anything else.
   */
  void interrupt(ProgramQueue queue) {
    if (shape.lowLatency()) {
      publish(queue.take(queue.lead().size(), Long.MAX_VALUE));
      packager.pause();
      list();
    }
  }

  /** No keyframe ends the group: the source died, or its groups are longer than can be held. */
  private void publishRest(ProgramQueue queue, long nowNs, boolean sourceIsAlive) {
    if (!sourceIsAlive && queue.nextKeyframe() < 0) {
      if (nowNs - queue.lastArrivedNs() >= cadence.holdNs()) {
        QueuedUnit last = queue.lead().getLast();
        publish(queue.take(queue.lead().size(), Long.MAX_VALUE));
        packager.flush();
        queue.closeAt(ProgramQueue.dtsNs(last) + Nanos.frame(last.config().lead()));
        cadence.reset();
        list();
      }
      return;
    }
    int count = countDue(queue, nowNs);
    if (count == 0) {
      return;
    }
    List<QueuedUnit> pictures = queue.lead();
    QueuedUnit until = pictures.get(count);
    long dueMediaNs = until.ptsNs() - pictures.getFirst().ptsNs();
    if (until.config().equals(packaged)) {
      // Groups before it, too short for a segment, are packaged already.
      dueMediaNs = Math.max(dueMediaNs, packager.openUs(until.unit().dts()) * 1000);
    }
    if (inLongGroup || dueMediaNs > packager.config().maxSegmentUs() * 1000) {
      inLongGroup = true;
      publish(queue.take(count, pictures.get(count).ptsNs()));
    }
  }

  /** How many pictures of the first group, all but its last, would be due if each were a group. */
  private int countDue(ProgramQueue queue, long nowNs) {
    int next = queue.nextKeyframe();
    int limit = (next < 0 ? queue.lead().size() : next) - 1;
    int count = 0;
    while (count < limit && dueNs(queue.lead().get(count)) <= nowNs) {
      count++;
    }
    return count;
  }

  /** The configuration of what was published last; null before anything was. */
  @Nullable StreamConfig packaged() {
    return packaged;
  }

  /** Packages units in this order, and keeps their data no longer. */
  void publish(List<QueuedUnit> units) {
    try {
      pack(units);
    } finally {
      units.forEach(item -> item.unit().data().release());
    }
    list();
  }

  private void pack(List<QueuedUnit> units) {
    for (QueuedUnit item : units) {
      if (item.isLead() && !item.config().equals(packaged)) {
        packager.configure(item.config());
        packaged = item.config();
      } else if (packaged == null || !Objects.equals(item.config().audio(), packaged.audio())) {
        // Pictures decide when the configuration changes; sound of the other one is left out.
        continue;
      }
      switch (item.joint()) {
        case DISCONTINUITY -> packager.markDiscontinuity();
        case OVERLAP -> packager.rewind();
        case NONE -> {}
      }
      packager.add(item.unit());
    }
  }

  /** Completes what is open and writes {@code EXT-X-ENDLIST}. */
  void end() {
    packager.flush();
    list();
    window.end();
    changed = true;
  }

  /** Nothing is read from it any more, by whoever goes on with it either. */
  void close() {
    packager.close();
    window.close();
  }

  private void list() {
    for (Segment segment : packager.drainSegments()) {
      window.add(segment);
      changed = true;
    }
    OpenSegment open = shape.lowLatency() ? packager.openSegment() : null;
    if (open != null && (open.msn() != openMsn || open.parts().size() != openParts)) {
      openMsn = open.msn();
      openParts = open.parts().size();
      window.open(open);
      changed = true;
    }
  }

  /** The first segment of which not everything has been published. */
  long nextMsn() {
    return packager.resumePoint().nextMsn();
  }

  /** The first part of it that has not been published. */
  int nextPart() {
    OpenSegment open = packager.openSegment();
    return open == null ? 0 : open.parts().size();
  }

  /** Where another engine goes on; null while readers have seen nothing of this playlist. */
  @Nullable ProgramResume resumePoint() {
    WindowSnapshot snapshot = window.snapshot();
    int nextInit = packager.resumePoint().nextInitNumber();
    return snapshot.isPlayable()
        ? ProgramResume.after(snapshot, zeroWallMs, nextInit)
        : resumedFrom;
  }

  /** The segment is on disk. */
  void stored(long msn) {
    window.stored(msn);
  }

  /** Of what was restored, these are on disk. */
  void stored(Set<Long> msns) {
    window.stored(msns);
  }

  /** Nothing follows any more: what is stored need not stay in memory. */
  void forgetStored() {
    window.forgetStored();
    changed = true;
  }

  @Nullable WindowSnapshot takeSnapshot() {
    if (!changed) {
      return null;
    }
    changed = false;
    return window.snapshot();
  }
}
