package live.understudy.failover;

import live.understudy.failover.align.OffsetMeasurement;
import live.understudy.failover.align.SoundLock;
import live.understudy.media.Leg;
import org.jspecify.annotations.Nullable;

/**
 * How far apart the session times of unlike legs are for one and the same moment, by their sound.
 */
final class LegOffsets {

  private final SoundLock sound = new SoundLock();

  /** The newest presentation time of the primary, where a drifting offset is asked for. */
  private long primaryHeadNs;

  void reset() {
    sound.reset();
    primaryHeadNs = 0;
  }

  /** Learns from a unit of the leading track. */
  void add(Leg leg, LegUnit added) {
    long ptsNs = Nanos.pts(added.unit(), added.config());
    if (leg == Leg.PRIMARY) {
      primaryHeadNs = Math.max(primaryHeadNs, ptsNs);
    }
  }

  /** A window of both legs' sound was compared; its sessions must be those of now. */
  void soundMeasured(OffsetMeasurement measurement) {
    sound.measured(measurement);
  }

  void soundFailed() {
    sound.failed();
  }

  Alignment kind() {
    return sound.isLocked() ? Alignment.SOUND : Alignment.ARRIVAL_TIME;
  }

  /**
   * Nanoseconds to add to a session time of the backup to get the primary's for the same moment;
   * null when not known.
   */
  @Nullable Long primaryMinusBackupNs() {
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

  /** How sure the offset is, 0 to 1. */
  double confidence() {
    return sound.isLocked() ? sound.confidence() : 0;
  }

  /** By how much the backup's clock is slower than the primary's, parts per million. */
  double driftPpm() {
    return sound.isLocked() ? sound.driftPpm() : 0;
  }
}
