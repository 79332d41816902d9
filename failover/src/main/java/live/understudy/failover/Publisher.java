package live.understudy.failover;

import java.util.List;
import java.util.Objects;
import live.understudy.hls.Packager;
import live.understudy.hls.PackagerConfig;
import live.understudy.hls.PackagerResume;
import live.understudy.hls.Segment;
import live.understudy.hls.SegmentWindow;
import live.understudy.hls.WindowSnapshot;
import live.understudy.media.StreamConfig;
import live.understudy.media.TrackType;
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

  /** While a group of pictures goes out that is longer than a segment may be. */
  private boolean inLongGroup;

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
        queue.closeAt(ProgramQueue.dtsNs(keyframe));
      }
      cadence.published(dueNs, keyframe.ptsNs());
      inLongGroup = false;
      list();
    }
    if (!queue.isEmpty()) {
      publishRest(queue, nowNs, sourceIsAlive);
    }
  }

  /** No keyframe ends the group: the source died, or its groups are longer than can be held. */
  private void publishRest(ProgramQueue queue, long nowNs, boolean sourceIsAlive) {
    if (!sourceIsAlive && queue.nextKeyframe() < 0) {
      if (nowNs - queue.lastArrivedNs() >= cadence.holdNs()) {
        QueuedUnit last = queue.video().getLast();
        publish(queue.take(queue.video().size(), Long.MAX_VALUE));
        packager.flush();
        queue.closeAt(ProgramQueue.dtsNs(last) + Nanos.frame(Nanos.video(last.config())));
        cadence.reset();
        list();
      }
      return;
    }
    int count = countDue(queue, nowNs);
    if (count == 0) {
      return;
    }
    List<QueuedUnit> video = queue.video();
    long dueMediaNs = video.get(count).ptsNs() - video.getFirst().ptsNs();
    if (inLongGroup || dueMediaNs > packager.config().maxSegmentUs() * 1000) {
      inLongGroup = true;
      publish(queue.take(count, video.get(count).ptsNs()));
    }
  }

  /** How many pictures of the first group, all but its last, would be due if each were a group. */
  private int countDue(ProgramQueue queue, long nowNs) {
    int next = queue.nextKeyframe();
    int limit = (next < 0 ? queue.video().size() : next) - 1;
    int count = 0;
    while (count < limit && dueNs(queue.video().get(count)) <= nowNs) {
      count++;
    }
    return count;
  }

  /** Packages units in this order. */
  void publish(List<QueuedUnit> units) {
    for (QueuedUnit item : units) {
      if (item.unit().track() == TrackType.VIDEO && !item.config().equals(packaged)) {
        packager.configure(item.config());
        packaged = item.config();
      } else if (packaged == null || !Objects.equals(item.config().audio(), packaged.audio())) {
        // Pictures decide when the configuration changes; sound of the other one is left out.
        continue;
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
