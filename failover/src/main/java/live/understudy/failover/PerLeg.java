package live.understudy.failover;

import live.understudy.media.Leg;
import org.jspecify.annotations.Nullable;

/**
 * At most one thing of each leg. Every picture and every tick of every program asks for several, so
 * they lie in fields and not in a map.
 */
final class PerLeg<T> {

  private @Nullable T primary;
  private @Nullable T backup;

  /** Nothing of either. */
  PerLeg() {}

  PerLeg(T primary, T backup) {
    this.primary = primary;
    this.backup = backup;
  }

  @Nullable T get(Leg leg) {
    return leg == Leg.PRIMARY ? primary : backup;
  }

  /**
   * The leg's.
   *
   * @throws IllegalStateException when there is none
   */
  T require(Leg leg) {
    T found = get(leg);
    if (found == null) {
      throw new IllegalStateException("nothing of " + leg);
    }
    return found;
  }

  /** Sets what the leg has from now on, or nothing; answers what it had. */
  @Nullable T put(Leg leg, @Nullable T next) {
    T before = get(leg);
    if (leg == Leg.PRIMARY) {
      primary = next;
    } else {
      backup = next;
    }
    return before;
  }

  void clear() {
    primary = null;
    backup = null;
  }
}
