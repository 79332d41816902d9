package live.understudy.failover;

import live.understudy.media.Leg;
import live.understudy.media.StreamConfig;
import org.jspecify.annotations.Nullable;

/** When nothing comes any more, the slate that stands in, and the way back from it. */
final class Interruption {

  /** Where everything is held, a short wait for a keyframe only prolongs the last picture. */
  private static final long MAX_STILL_NS = Nanos.PER_SECOND;

  private final ProgramConfig config;
  private final LegPair legs;
  private final Feed feed;
  private final SlateFeed slate;

  Interruption(ProgramConfig config, LegPair legs, Feed feed, SlateFeed slate) {
    this.config = config;
    this.legs = legs;
    this.feed = feed;
    this.slate = slate;
  }

  /** Whether the leg on air is gone, or has sent nothing for so long, and the other one too. */
  boolean nothingComes(long nowNs) {
    Leg current = feed.onAir();
    if (current == null || legs.delivers(current.other(), nowNs)) {
      return false;
    }
    return onAirIsDead(nowNs);
  }

  /**
   * Whether players would run dry before the other leg, which delivers, can take over as is {@code
   * wanted}.
   */
  boolean runsDry(SwitchIntent wanted, long nowNs) {
    long behindNs = feed.programNs(nowNs) - feed.queue().endNs();
    if (onAirIsDead(nowNs)) {
      // Parts are not held: until the next keyframe players would have nothing.
      return behindNs >= (config.lowLatency() ? 0 : MAX_STILL_NS);
    }
    // What comes too slowly would keep them waiting as well.
    return config.lowLatency() && wanted.sudden() && behindNs >= config.maxBehindNs();
  }

  private boolean onAirIsDead(long nowNs) {
    Leg current = feed.onAir();
    LegSession session = current == null ? null : legs.get(current);
    return session != null && (!session.isAlive() || isSilent(session, nowNs));
  }

  private boolean isSilent(LegSession session, long nowNs) {
    return session.hasPicture() && nowNs - session.lastArrivedNs() > config.silenceNs();
  }

  /** No leg delivers: the last picture of {@code last} stays until one returns. */
  void begin(@Nullable Leg last) {
    feed.rememberClock();
    slate.begin(last == null ? null : legs.require(last).latestKeyframe());
  }

  /** What silent legs send when they go on has to be placed anew. */
  void forgetSilent(long nowNs) {
    for (Leg leg : Leg.values()) {
      LegSession session = legs.get(leg);
      if (session != null && session.isAlive() && isSilent(session, nowNs)) {
        StreamConfig same = session.config();
        LegSession next = legs.begin(leg);
        if (same != null) {
          next.configure(same);
        }
        feed.forget(leg);
      }
    }
  }

  /**
   * A leg that returns.
   *
   * @param slateUntilNs program time at which the slate made way; {@link SwitchPlace#NO_SLATE}
   *     where there was none
   */
  record Return(LegSession session, Splicer.Cut cut, long slateUntilNs) {}

  /** The first leg that can return, for which the slate has made way; null when none can. */
  @Nullable Return wayBack(long nowNs) {
    for (Leg leg : Leg.values()) {
      LegUnit keyframe = legs.isUsable(leg) ? legs.require(leg).latestKeyframe() : null;
      if (keyframe == null) {
        continue;
      }
      LegSession session = legs.require(leg);
      long offsetNs = feed.byArrivalNs(session);
      long atNs = Nanos.pts(keyframe.unit(), keyframe.config()) + offsetNs;
      if (atNs < slate.beganNs() && !legs.delivers(leg, nowNs)) {
        // What it is late with is there already, from the leg that was left.
        continue;
      }
      long slateUntilNs = SwitchPlace.NO_SLATE;
      if (slate.isRunning() && atNs >= feed.queue().publishedEndNs()) {
        slate.endAt(atNs, nowNs);
        slateUntilNs = atNs;
      }
      Splicer.Cut cut = Splicer.findCut(feed.queue(), session, offsetNs, true);
      if (cut != null) {
        return new Return(session, cut, slateUntilNs);
      }
    }
    return null;
  }
}
