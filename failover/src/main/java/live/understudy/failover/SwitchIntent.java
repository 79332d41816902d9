package live.understudy.failover;

import live.understudy.failover.SwitchRecord.Trigger;
import live.understudy.failover.health.QualityFault;
import live.understudy.media.Leg;
import org.jspecify.annotations.Nullable;

/**
 * A switch that is wanted; whether it can be made depends on what there is to cut at.
 *
 * @param to the leg to take; null for none
 * @param trigger why
 * @param fault what is wrong with the leg on air, where that is why
 * @param sudden whether a gap is better than to stay
 * @param detectionNs how long the leg on air has been missing when this was decided
 */
record SwitchIntent(
    @Nullable Leg to,
    Trigger trigger,
    @Nullable QualityFault fault,
    boolean sudden,
    long detectionNs) {

  /** The same where a gap is better than to stay. */
  SwitchIntent atAnyCost() {
    return new SwitchIntent(to, trigger, fault, true, detectionNs);
  }

  /** Whether the leg that is left may still bring what is missing of its last pictures. */
  boolean mayGoOn() {
    return trigger != Trigger.DISCONNECT && !(trigger == Trigger.LAG && sudden);
  }

  /**
   * Whether the pictures that wait of the leg that is left are in their place and better not shown.
   */
  boolean oldIsBad() {
    return trigger == Trigger.QUALITY
        && (fault == QualityFault.FROZEN || fault == QualityFault.FRAME_RATE_LOW);
  }

  /** Nothing has failed. */
  SwitchIntent(@Nullable Leg to, Trigger trigger) {
    this(to, trigger, null, false, 0);
  }
}
