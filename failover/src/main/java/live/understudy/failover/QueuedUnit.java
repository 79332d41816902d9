package live.understudy.failover;

import live.understudy.media.AccessUnit;
import live.understudy.media.StreamConfig;

/**
 * An access unit on the program's timeline, waiting to be published.
 *
 * @param unit with program times
 * @param config the configuration it needs
 * @param discontinuity whether the timeline has a hole before it that must be marked
 */
record QueuedUnit(AccessUnit unit, StreamConfig config, boolean discontinuity) {

  /** Whether it is of the track that cuts segments: a picture, or sound where there is no other. */
  boolean isLead() {
    return unit.track() == config.lead().track();
  }

  long ptsNs() {
    return Nanos.pts(unit, config);
  }
}
