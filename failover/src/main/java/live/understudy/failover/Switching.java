package live.understudy.failover;

import java.util.Set;
import live.understudy.failover.SwitchRecord.Trigger;
import live.understudy.failover.health.QualityFault;
import live.understudy.failover.health.QualityPolicy;
import live.understudy.failover.health.RevertPolicy;
import live.understudy.media.Leg;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether the program wants to leave the leg on air: because it is gone, late or bad while
 * the other one is not, because an operator says so, or to go back to the primary.
 */
final class Switching {

  /** An operator's wish that can't be fulfilled for so long is over. */
  private static final long MAX_PENDING_NS = 30 * Nanos.PER_SECOND;

  /** From here on a wish may cost a gap: no keyframe to cut at exactly has come. */
  private static final long PATIENCE_NS = 5 * Nanos.PER_SECOND;

  /** The primary is not gone back to while it is late. */
  private static final long CLEAN_LAG_NS = 200 * Nanos.PER_MS;

  private final ProgramConfig config;
  private final LegPair legs;
  private final Feed feed;
  private final SwitchPolicy policy;
  private final QualityPolicy quality = new QualityPolicy();
  private final RevertPolicy revert;
  private boolean held;
  private @Nullable Leg wish;
  private long wishedNs;

  Switching(ProgramConfig config, LegPair legs, Feed feed) {
    this.config = config;
    this.legs = legs;
    this.feed = feed;
    this.policy = new SwitchPolicy(config);
    this.revert = new RevertPolicy(config.revertAfterNs());
  }

  /** Whether only a leg that is dead is left without an operator. */
  boolean isHeld() {
    return held;
  }

  void hold(boolean on) {
    held = on;
  }

  void wish(Leg to, long nowNs) {
    wish = to;
    wishedNs = nowNs;
  }

  /** An operator wants what is on air. */
  void wishNothing() {
    wish = null;
  }

  boolean isWished(Leg to) {
    return wish == to;
  }

  /** The leg that an operator wants and that could not be cut to yet; null for none. */
  @Nullable Leg wished() {
    return wish;
  }

  /** A leg has been put on air. */
  void switched(@Nullable Leg from, Leg to, Trigger trigger, long nowNs) {
    policy.switched(nowNs);
    quality.reset();
    revert.switched();
    wish = null;
    if (trigger == Trigger.REVERT) {
      revert.reverted(nowNs);
    } else if (from == Leg.PRIMARY && to == Leg.BACKUP && trigger != Trigger.OPERATOR) {
      revert.leftPrimary(nowNs);
    }
  }

  /** What is wanted now; null for nothing. {@code lastSafeCut} is asked only when it matters. */
  @Nullable SwitchIntent consider(long nowNs, LastSafeCut lastSafeCut) {
    Leg current = feed.onAir();
    if (current == null) {
      throw new IllegalStateException("on air without a leg");
    }
    LegSession from = legs.require(current);
    Leg other = current.other();
    boolean standby = legs.delivers(other, nowNs);
    if (!standby || nowNs - wishedNs > MAX_PENDING_NS) {
      // A leg that comes back in half a minute is not what anybody expects on air then.
      wish = null;
    }
    if (!from.isAlive()) {
      return standby ? sudden(other, Trigger.DISCONNECT, from, nowNs) : null;
    }
    if (!standby || !from.hasPicture()) {
      return null;
    }
    SwitchIntent late = late(from, legs.require(other), nowNs, lastSafeCut);
    if (late != null) {
      return late;
    }
    if (wish == other) {
      boolean impatient = nowNs - wishedNs > PATIENCE_NS;
      return new SwitchIntent(other, Trigger.OPERATOR, null, impatient, 0);
    }
    return held ? null : betterLeg(current, from, nowNs);
  }

  private @Nullable SwitchIntent late(
      LegSession from, LegSession to, long nowNs, LastSafeCut lastSafeCut) {
    long headNs = Math.min(nowNs, to.headNs() + to.reorderNs());
    // A leg may be as late as its pictures are reordered; nothing that is dead is excused so.
    boolean dead = policy.isDead(headNs - from.headNs());
    long lagNs = headNs - from.headNs() - from.reorderNs();
    boolean leaves = policy.leavesForLag(lagNs, nowNs) || isLastChance(lagNs, to, lastSafeCut);
    if (dead || (!held && leaves && !isMute(to, from, nowNs))) {
      // Nothing is held there: to wait for a keyframe that fits is a gap too.
      boolean gap = dead || config.lowLatency();
      return new SwitchIntent(to.leg(), Trigger.LAG, null, gap, missingNs(from, nowNs));
    }
    if (!held && policy.suspects(lagNs, nowNs) && lastSafeCut.isNow(to)) {
      long missingNs = missingNs(from, nowNs);
      return new SwitchIntent(to.leg(), Trigger.LAST_SAFE_CUT, null, false, missingNs);
    }
    return null;
  }

  /** So late a leg is not waited for where waiting would cost pictures, however short the rest. */
  private boolean isLastChance(long lagNs, LegSession to, LastSafeCut lastSafeCut) {
    return lagNs >= config.lagNs() && lastSafeCut.isNow(to);
  }

  /** Players would stand longer for the sound of {@code to} than for what is late. */
  private boolean isMute(LegSession to, LegSession from, long nowNs) {
    return legs.quality(to.leg()).faults(nowNs).contains(QualityFault.AUDIO_LOST)
        && !legs.quality(from.leg()).faults(nowNs).contains(QualityFault.AUDIO_LOST);
  }

  private @Nullable SwitchIntent betterLeg(Leg current, LegSession from, long nowNs) {
    Leg other = current.other();
    Set<QualityFault> faults = legs.quality(current).faults(nowNs);
    Set<QualityFault> others = legs.quality(other).faults(nowNs);
    if (!legs.quality(other).soundOutlives(legs.quality(current))) {
      // What both lose at one moment shows later on the one whose pictures come in groups.
      faults.remove(QualityFault.AUDIO_LOST);
    }
    QualityFault fault = quality.leavesFor(faults, others, nowNs);
    boolean known = legs.quality(other).isSettled(nowNs);
    // Legs of one encode mend each other, whichever is called the one on air.
    boolean unlike = legs.alignment() != Alignment.IDENTICAL;
    LegSession to = legs.require(other);
    boolean late = from.headNs() - to.headNs() - to.reorderNs() >= config.lagNs();
    if (fault != null && unlike && known && !late && policy.isRested(nowNs)) {
      boolean sudden = fault == QualityFault.AUDIO_LOST;
      return new SwitchIntent(other, Trigger.QUALITY, fault, sudden, missingNs(from, nowNs));
    }
    if (config.revertAfterNs() > 0 && policy.isRested(nowNs)) {
      boolean clean =
          other == Leg.PRIMARY
              && known
              && others.isEmpty()
              && from.headNs() - to.headNs() < CLEAN_LAG_NS;
      if (revert.wantsPrimary(current == Leg.BACKUP, clean, nowNs)) {
        return new SwitchIntent(Leg.PRIMARY, Trigger.REVERT);
      }
    }
    return null;
  }

  private SwitchIntent sudden(Leg to, Trigger trigger, LegSession from, long nowNs) {
    return new SwitchIntent(to, trigger, null, true, missingNs(from, nowNs));
  }

  /** Since when the next picture of {@code from} has been missing. */
  private static long missingNs(LegSession from, long nowNs) {
    if (!from.hasPicture() || from.config() == null) {
      return 0;
    }
    return Math.max(0, nowNs - from.headNs() - Nanos.frame(from.config().lead()));
  }

  /** Whether publishing what is due now would leave no keyframe of a leg to cut at. */
  interface LastSafeCut {
    boolean isNow(LegSession to);
  }
}
