package live.understudy.failover.health;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import live.understudy.media.Timescale;
import org.jspecify.annotations.Nullable;

/**
 * When the leg on air is left for being bad: only while the other leg has neither the same fault
 * nor a worse one, and long enough for it to be no accident.
 */
public final class QualityPolicy {

  private static final long CONFIRM_NS = Timescale.NANOS_PER_SECOND;

  /** As long as the same fault may need to show on a leg that is later. */
  private static final long CONFIRM_SOUND_NS = Timescale.NANOS_PER_SECOND / 4;

  private final Map<QualityFault, Long> since = new EnumMap<>(QualityFault.class);

  /** Another leg is on air. */
  public void reset() {
    since.clear();
  }

  /** The fault for which the leg on air is left now; null to stay. */
  public @Nullable QualityFault leavesFor(
      Set<QualityFault> onAir, Set<QualityFault> other, long nowNs) {
    QualityFault worstOther = other.stream().min(QualityFault::compareTo).orElse(null);
    @Nullable QualityFault leaves = null;
    for (QualityFault fault : QualityFault.values()) {
      boolean otherIsBetter = worstOther == null || worstOther.compareTo(fault) > 0;
      if (!onAir.contains(fault) || !otherIsBetter) {
        // What shows on both begins on one of them.
        since.remove(fault);
        continue;
      }
      long beganNs = since.computeIfAbsent(fault, _ -> nowNs);
      if (leaves == null && nowNs - beganNs >= confirmNs(fault)) {
        leaves = fault;
      }
    }
    return leaves;
  }

  /** Players stand still without sound; everything else can be looked at twice. */
  private static long confirmNs(QualityFault fault) {
    return fault == QualityFault.AUDIO_LOST ? CONFIRM_SOUND_NS : CONFIRM_NS;
  }
}
