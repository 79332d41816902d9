package live.understudy.failover;

import live.understudy.failover.slate.Slate;
import live.understudy.media.AccessUnit;
import org.jspecify.annotations.Nullable;

/**
 * While no leg delivers: the last picture and silence in the program's queue, so that no player
 * gives up.
 */
final class SlateFeed {

  private final Feed feed;
  private final ProgramConfig config;
  private @Nullable Slate slate;
  private @Nullable LegUnit shown;
  private long beganNs;
  private boolean visible;

  SlateFeed(Feed feed, ProgramConfig config) {
    this.feed = feed;
    this.config = config;
  }

  /** Begins where the queue ends, with the last picture at which decoding can begin. */
  void begin(@Nullable LegUnit keyframe) {
    ProgramQueue queue = feed.queue();
    visible = false;
    shown = keyframe;
    slate = null;
    beganNs = queue.endNs();
    if (keyframe == null || beganNs == Long.MIN_VALUE) {
      return;
    }
    long everyNs = config.slatePictureNs(keyframe.config().lead());
    slate = Slate.of(keyframe.config(), keyframe.unit(), everyNs);
    Slate current = slate;
    if (current != null) {
      long audioFromNs = queue.audioEndNs() == Long.MIN_VALUE ? beganNs : queue.audioEndNs();
      current.begin(beganNs, audioFromNs);
    }
  }

  void end() {
    slate = null;
    shown = null;
    visible = false;
  }

  /** Program time at which the slate began. */
  long beganNs() {
    return beganNs;
  }

  boolean isRunning() {
    return slate != null;
  }

  /** Whether anything of it has been queued. */
  boolean isVisible() {
    return visible;
  }

  /** Queues what is due now. */
  void tick(long nowNs) {
    fill(feed.programNs(nowNs) - config.slateGraceNs(), nowNs);
  }

  /** Makes room for a keyframe at program time {@code atNs}: the slate ends there. */
  void endAt(long atNs, long nowNs) {
    Slate current = slate;
    if (current == null) {
      return;
    }
    ProgramQueue queue = feed.queue();
    long fromNs = Math.max(atNs, beganNs);
    queue.truncateLeadFrom(fromNs);
    queue.truncateAudio(fromNs);
    if (queue.audioEndNs() != Long.MIN_VALUE) {
      current.backTo(fromNs, queue.audioEndNs());
    }
    fill(atNs, nowNs);
  }

  private void fill(long untilNs, long nowNs) {
    Slate current = slate;
    LegUnit keyframe = shown;
    if (current == null || keyframe == null) {
      return;
    }
    for (AccessUnit unit : current.until(untilNs, nowNs)) {
      feed.queue().offer(new QueuedUnit(unit, keyframe.config()));
      visible = true;
    }
  }
}
