package live.understudy.server.media;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import live.understudy.failover.ProgramCore;
import live.understudy.failover.ProgramView;
import live.understudy.media.Leg;
import org.jspecify.annotations.Nullable;

/**
 * What operators, the API and metrics see of one program and its legs. Making it costs more than a
 * tick, so it is made five times a second while an operator looks and once a second while none
 * does; what changes by an event shows at once. Made by the program's loop; any thread may look.
 */
final class ProgramViews {

  /** While somebody looks. */
  static final long WATCHED_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(200);

  /** While nobody does: since when something is wrong is known as exactly as this. */
  static final long UNWATCHED_EVERY_NS = TimeUnit.SECONDS.toNanos(1);

  /** Who looks comes back within it: the Studio asks once a second. */
  static final long WATCHED_FOR_NS = TimeUnit.SECONDS.toNanos(3);

  private volatile ProgramView program;
  private volatile Map<Leg, LegSnapshot> legs = Map.of();
  private volatile long lookedNs;
  private long madeNs;

  /** Nobody has looked by {@code nowNs}. */
  ProgramViews(ProgramView first, long nowNs) {
    this.program = first;
    this.lookedNs = nowNs - WATCHED_FOR_NS;
    this.madeNs = nowNs - UNWATCHED_EVERY_NS;
  }

  // --- from any thread ---

  /** Somebody looks at {@code nowNs}, and will want to see how it goes on. */
  void looked(long nowNs) {
    lookedNs = nowNs;
  }

  /** The newest view of the program. */
  ProgramView program() {
    return program;
  }

  /** The newest view of a leg; null before there is one. */
  @Nullable LegSnapshot leg(Leg leg) {
    return legs.get(leg);
  }

  // --- on the loop ---

  /** Whether it is time to {@link #make} them. */
  boolean isDue(long nowNs) {
    boolean watched = nowNs - lookedNs < WATCHED_FOR_NS;
    return nowNs - madeNs >= (watched ? WATCHED_EVERY_NS : UNWATCHED_EVERY_NS);
  }

  /** From here on they show how things are at {@code nowNs}. */
  void make(ProgramCore core, Collection<LegAgent> of, long nowNs, long wallMs) {
    madeNs = nowNs;
    Map<Leg, LegSnapshot> made = new EnumMap<>(Leg.class);
    for (LegAgent leg : of) {
      made.put(leg.leg(), leg.snapshot(nowNs, wallMs));
    }
    legs = made;
    program = core.view();
  }
}
