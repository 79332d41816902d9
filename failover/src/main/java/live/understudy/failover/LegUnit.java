package live.understudy.failover;

import live.understudy.media.AccessUnit;
import live.understudy.media.StreamConfig;

/**
 * An access unit of a session.
 *
 * @param unit all that is known of it
 * @param config the configuration that was in force when it came
 */
record LegUnit(AccessUnit unit, StreamConfig config) {

  /** Whether it is of the track that cuts segments: a picture, or sound where there is no other. */
  boolean isLead() {
    return unit.track() == config.lead().track();
  }

  /** How many bytes its data is. */
  int bytes() {
    return unit.data().length();
  }
}
