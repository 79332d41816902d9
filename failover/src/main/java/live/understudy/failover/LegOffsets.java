package live.understudy.failover;

import live.understudy.failover.align.OffsetMeasurement;
import live.understudy.failover.align.SoundLock;
import live.understudy.failover.align.TimecodeLock;
import live.understudy.media.Leg;
import live.understudy.media.Timecode;
import org.jspecify.annotations.Nullable;

/**
 * How far apart the session times of unlike legs are for one and the same moment, by their
 * timecodes or their sound.
 */
final class LegOffsets {

  private static final double TIMECODE_CONFIDENCE = 0.9;

  private final SoundLock sound = new SoundLock();
  private final TimecodeLock timecodes = new TimecodeLock();

  /** The newest presentation time of the primary, where a drifting offset is asked for. */
  private long primaryHeadNs;

  /** How long the newest picture with a timecode lasts: the measure of a contradiction. */
  private long frameNs;

  void reset() {
    sound.reset();
    timecodes.reset();
    primaryHeadNs = 0;
  }

  /** Learns from a unit of the leading track. */
  void add(Leg leg, LegUnit added) {
    long ptsNs = Nanos.pts(added.unit(), added.config());
    if (leg == Leg.PRIMARY) {
      primaryHeadNs = Math.max(primaryHeadNs, ptsNs);
    }
    Timecode timecode = added.unit().timecode();
    if (timecode != null) {
      frameNs = Nanos.frame(added.config().lead());
      timecodes.add(leg, timecode, ptsNs, added.unit().arrivedNs(), added.unit().keyframe());
    }
  }

  /** A window of both legs' sound was compared; its sessions must be those of now. */
  boolean soundMeasured(OffsetMeasurement measurement) {
    return sound.measured(measurement);
  }

  void soundFailed() {
    sound.failed();
  }

  boolean isSoundLocked() {
    return sound.isLocked();
  }

  Alignment kind() {
    if (goesByTimecode()) {
      return Alignment.TIMECODE;
    }
    return sound.isLocked() ? Alignment.SOUND : Alignment.ARRIVAL_TIME;
  }

  /**
   * Timecodes are of two clocks that nobody may have set, the sound is the content itself: where
   * they contradict each other by more than a picture, the sound is right.
   */
  private boolean goesByTimecode() {
    return timecodes.isLocked()
        && (!sound.isLocked()
            || Math.abs(
                    sound.primaryMinusBackupNs(primaryHeadNs) - timecodes.primaryMinusBackupNs())
                <= frameNs);
  }

  /**
   * Nanoseconds to add to a session time of the backup to get the primary's for the same moment;
   * null when not known.
   */
  @Nullable Long primaryMinusBackupNs() {
    if (goesByTimecode()) {
      return timecodes.primaryMinusBackupNs();
    }
    return sound.isLocked() ? sound.primaryMinusBackupNs(primaryHeadNs) : null;
  }

  /** As above for the session times of {@code leg} and those of the other one. */
  @Nullable Long toOther(Leg leg) {
    Long distance = primaryMinusBackupNs();
    if (distance == null) {
      return null;
    }
    return leg == Leg.BACKUP ? distance : -distance;
  }

  /** How sure the offset is, 0 to 1: that timecodes mean something, nothing but sound confirms. */
  double confidence() {
    if (goesByTimecode() && !sound.isLocked()) {
      return TIMECODE_CONFIDENCE;
    }
    return sound.isLocked() ? sound.confidence() : 0;
  }

  /** By how much the backup's clock is slower than the primary's, parts per million. */
  double driftPpm() {
    return sound.isLocked() ? sound.driftPpm() : 0;
  }
}
