package live.understudy.failover;

import live.understudy.media.AccessUnit;
import live.understudy.media.StreamConfig;

/** An access unit with the configuration that was in force when it came. */
record LegUnit(AccessUnit unit, StreamConfig config) {

  /** Whether it is of the track that cuts segments: a picture, or sound where there is no other. */
  boolean isLead() {
    return unit.track() == config.lead().track();
  }
}
