package live.understudy.failover;

import live.understudy.media.AccessUnit;
import live.understudy.media.StreamConfig;

/**
 * An access unit on the program's timeline, waiting to be published.
 *
 * @param unit with program times
 * @param config the configuration it needs
 * @param joint what it does to what was published before it
 */
record QueuedUnit(AccessUnit unit, StreamConfig config, Joint joint) {

  /** How a unit follows the one before it. */
  enum Joint {
    /** Without a step. */
    NONE,
    /** The timeline has a hole before it that must be marked. */
    DISCONTINUITY,
    /** It lies before the end of what is published, and takes the place of what is there. */
    OVERLAP
  }

  QueuedUnit(AccessUnit unit, StreamConfig config) {
    this(unit, config, Joint.NONE);
  }

  /** Whether it is of the track that cuts segments: a picture, or sound where there is no other. */
  boolean isLead() {
    return unit.track() == config.lead().track();
  }

  long ptsNs() {
    return Nanos.pts(unit, config);
  }
}
