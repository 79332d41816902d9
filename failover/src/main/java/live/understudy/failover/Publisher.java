package live.understudy.failover;

import java.util.List;
import live.understudy.hls.Packager;
import live.understudy.hls.PackagerConfig;
import live.understudy.hls.PackagerResume;
import live.understudy.hls.Segment;
import live.understudy.hls.SegmentWindow;
import live.understudy.hls.WindowSnapshot;
import live.understudy.media.StreamConfig;
import org.jspecify.annotations.Nullable;

/** Takes groups of pictures from the queue when they are due, packages and lists them. */
final class Publisher {

  private final Packager packager;
  private final SegmentWindow window;
  private final Cadence cadence;
  private final int targetDurationS;
  private final long zeroWallMs;
  private @Nullable StreamConfig packaged;
  private boolean changed;

  private Publisher(
      ProgramConfig config, int targetDurationS, PackagerResume resume, long zeroWallMs) {
    this.targetDurationS = targetDurationS;
    this.zeroWallMs = zeroWallMs;
    this.cadence = new Cadence(config.holdNs(targetDurationS));
    this.window = new SegmentWindow(targetDurationS, config.window());
    this.packager =
        new Packager(
            PackagerConfig.of(targetDurationS, config.segmentTargetUs(), config.partTargetUs()),
            resume);
    packager.anchorWallClock(0, zeroWallMs);
  }

  /** A new playlist; {@code zeroWallMs} is the wall-clock time of program time zero. */
  static Publisher begin(ProgramConfig config, int targetDurationS, long zeroWallMs) {
    return new Publisher(config, targetDurationS, PackagerResume.FRESH, zeroWallMs);
  }

  /** The continuation of a playlist that another process began. */
  static Publisher resume(ProgramConfig config, ProgramResume resume) {
    return new Publisher(config, resume.targetDurationS(), resume.playlist(), resume.zeroWallMs());
  }

  int targetDurationS() {
    return targetDurationS;
  }

  long holdNs() {
    return cadence.holdNs();
  }

  ProgramResume resumePoint(ProgramQueue queue) {
    return new ProgramResume(
        packager.resumePoint(), targetDurationS, zeroWallMs, queue.publishedEndNs());
  }

  /** Whether {@link #publishDue} would publish a group of pictures now. */
  boolean isDue(ProgramQueue queue, long nowNs) {
    int next = queue.nextKeyframe();
    return next > 0 && dueNs(queue.video().get(next)) <= nowNs;
  }

  private long dueNs(QueuedUnit keyframe) {
    return cadence.dueNs(keyframe.unit().arrivedNs(), keyframe.ptsNs());
  }

  /** Publishes every group of pictures that is complete and due. */
  void publishDue(ProgramQueue queue, long nowNs, boolean sourceIsAlive) {
    while (isDue(queue, nowNs)) {
      int next = queue.nextKeyframe();
      QueuedUnit keyframe = queue.video().get(next);
      long dueNs = dueNs(keyframe);
      publish(queue.take(next, keyframe.ptsNs()));
      if (keyframe.discontinuity() || !keyframe.config().equals(packaged)) {
        packager.flush();
      } else {
        packager.boundary(keyframe.unit().dts(), true);
      }
      cadence.published(dueNs, keyframe.ptsNs());
      list();
    }
    if (!queue.isEmpty() && queue.nextKeyframe() < 0) {
      publishRest(queue, nowNs, sourceIsAlive);
    }
  }

  /** No keyframe ends the group: the source died, or its groups are longer than can be held. */
  private void publishRest(ProgramQueue queue, long nowNs, boolean sourceIsAlive) {
    if (!sourceIsAlive) {
      if (nowNs - queue.lastArrivedNs() >= cadence.holdNs()) {
        publish(queue.take(queue.video().size(), Long.MAX_VALUE));
        packager.flush();
        cadence.reset();
        list();
      }
      return;
    }
    long patienceNs = cadence.holdNs() + targetDurationS * Nanos.PER_SECOND;
    int count = 0;
    while (count < queue.video().size() - 1
        && nowNs - queue.video().get(count).unit().arrivedNs() > patienceNs) {
      count++;
    }
    if (count > 0) {
      publish(queue.take(count, queue.video().get(count).ptsNs()));
      list();
    }
  }

  /** Packages units in this order. */
  void publish(List<QueuedUnit> units) {
    for (QueuedUnit item : units) {
      if (!item.config().equals(packaged)) {
        packager.configure(item.config());
        packaged = item.config();
      }
      if (item.discontinuity()) {
        packager.markDiscontinuity();
      }
      packager.add(item.unit());
    }
    list();
  }

  /** Completes what is open and writes {@code EXT-X-ENDLIST}. */
  void end() {
    packager.flush();
    list();
    window.end();
    changed = true;
  }

  private void list() {
    for (Segment segment : packager.drainSegments()) {
      window.add(segment);
      changed = true;
    }
  }

  @Nullable WindowSnapshot takeSnapshot() {
    if (!changed) {
      return null;
    }
    changed = false;
    return window.snapshot();
  }
}
