package live.understudy.failover;

import live.understudy.failover.SwitchRecord.Cost;
import live.understudy.failover.SwitchRecord.Splice;
import live.understudy.failover.SwitchRecord.Trigger;
import live.understudy.media.Leg;
import live.understudy.media.StreamConfig;
import org.jspecify.annotations.Nullable;

/** Puts legs on air as was decided, and writes into the log where they lie and what it cost. */
final class Joiner {

  private final LegPair legs;
  private final Feed feed;
  private final Switching switching;
  private final SlateFeed slate;
  private final SwitchLog switches;

  Joiner(LegPair legs, Feed feed, Switching switching, SlateFeed slate, SwitchLog switches) {
    this.legs = legs;
    this.feed = feed;
    this.switching = switching;
    this.slate = slate;
    this.switches = switches;
  }

  /**
   * The program begins with the newest picture at {@code atNs}, or goes on where {@code from} says:
   * what there was between that and the picture is lost.
   */
  void begin(
      Publisher publisher,
      LegSession session,
      long atNs,
      @Nullable ProgramResume from,
      long wallMs) {
    Splicer.Cut cut = new Splicer.Cut(session.lead().size() - 1, 0, atNs, 0);
    publisher.expectGop(session.longestGopNs());
    feed.cut(session, cut);
    SwitchPlace place =
        SwitchPlace.of(
            publisher,
            session,
            feed.placement(session.leg()),
            cut,
            SwitchPlace.NOTHING_CUT,
            SwitchPlace.NO_SLATE,
            from != null);
    long missingNs = from == null ? 0 : Math.max(0, atNs - from.publishedEndNs());
    long frameNs = Nanos.frame(session.lead().getLast().config().lead());
    switches.begun(session.leg(), SwitchCosts.ofBeginning(atNs, missingNs, frameNs), place, wallMs);
  }

  /** Switches to a leg that carries the same encode; false when it does not. */
  boolean goOnIdentically(
      Publisher publisher, LegSession to, SwitchIntent intent, long nowNs, long wallMs) {
    Leg from = feed.onAir();
    boolean identical = feed.placeIdentical(to.leg());
    if (!identical || (feed.isLeftBehind(to) && !feed.onAirIsAlive())) {
      return false;
    }
    long atNs = feed.queue().endNs();
    feed.goOnWith(to);
    switching.switched(from, to.leg(), intent.trigger(), nowNs);
    SwitchRecord.Offset offset =
        new SwitchRecord.Offset(Alignment.IDENTICAL, legs.backupBehindMs(), 1);
    SwitchPlace place = SwitchPlace.of(publisher, to, feed.placement(to.leg()), atNs);
    switches.add(from, to.leg(), intent, Cost.none(Splice.IDENTICAL, atNs), offset, place, wallMs);
    return true;
  }

  /**
   * The leg on air goes on at once, with some of what was shown, where the other one of the same
   * encode was so far ahead of it that players would run dry, and is gone. False where it is not
   * so.
   */
  boolean repeatRatherThanWait(Publisher publisher, long nowNs, long wallMs) {
    Leg onAir = feed.onAir();
    if (onAir == null || !legs.delivers(onAir, nowNs) || legs.delivers(onAir.other(), nowNs)) {
      return false;
    }
    LegSession session = legs.require(onAir);
    Splicer.Cut cut = feed.isLeftBehind(session) ? feed.findRepeat(session) : null;
    if (cut == null) {
      return false;
    }
    Trigger trigger = legs.isUsable(onAir.other()) ? Trigger.LAG : Trigger.DISCONNECT;
    SwitchIntent intent = new SwitchIntent(onAir, trigger);
    cut(publisher, session, new Entrance(cut, intent, false, SwitchPlace.NO_SLATE), nowNs, wallMs);
    return true;
  }

  /** How a leg is cut in. */
  record Entrance(Splicer.Cut cut, SwitchIntent intent, boolean returns, long slateUntilNs) {}

  /** Cuts {@code to} in. */
  void cut(Publisher publisher, LegSession to, Entrance entrance, long nowNs, long wallMs) {
    Splicer.Cut cut = entrance.cut();
    boolean returns = entrance.returns();
    // Of two of one encode the other one has brought what was shown last.
    boolean same = to.leg() == feed.onAir();
    Leg from = returns ? null : same ? to.leg().other() : feed.onAir();
    SwitchRecord.Offset offset = returns ? SwitchRecord.Offset.UNKNOWN : feed.offsetUsed(to);
    long sinceNs = returns && slate.isRunning() ? slate.beganNs() : cut.boundaryNs() - cut.gapNs();
    long frameNs = Nanos.frame(to.lead().get(cut.keyframe()).config().lead());
    long cutNs = feed.queue().decodeNs(cut.queueIndex());
    long runNs = feed.queue().runStartNs();
    long audioGapNs = feed.cut(to, cut);
    publisher.expectGop(to.longestGopNs());
    boolean marked = feed.queue().runStartNs() != runNs;
    SwitchPlace place =
        SwitchPlace.of(
            publisher, to, feed.placement(to.leg()), cut, cutNs, entrance.slateUntilNs(), marked);
    slate.end();
    switching.switched(from, to.leg(), entrance.intent().trigger(), nowNs);
    Cost cost = SwitchCosts.of(cut, cut.boundaryNs() - sinceNs, frameNs, audioGapNs, returns);
    switches.add(from, to.leg(), entrance.intent(), cost, offset, place, wallMs);
  }

  /** Whether publishing what is due now would leave no keyframe of {@code to} to cut at. */
  boolean isLastSafeCut(Publisher publisher, LegSession to, long nowNs) {
    ProgramQueue queue = feed.queue();
    if (legs.identity().isLocked() || !publisher.isDue(queue, nowNs)) {
      return false;
    }
    Splicer.Cut cut = feed.findCut(to, new Splicer.Terms(Splicer.Allowance.EXACT, true));
    if (cut == null || cut.queueIndex() < queue.nextKeyframe()) {
      return cut != null;
    }
    // Reordered pictures may have moved it to where they end, from where it can't be found again.
    long belongsNs = cut.boundaryNs() + cut.earlyNs();
    long frameNs = Nanos.frame(to.lead().get(cut.keyframe()).config().lead());
    return belongsNs < queue.lead().get(queue.nextKeyframe()).ptsNs() - frameNs;
  }

  /** No leg is on air any more. */
  void interrupted(@Nullable Leg last, Publisher publisher, long wallMs) {
    long endNs = feed.queue().endNs();
    SwitchPlace place = SwitchPlace.nobody(publisher.nextMsn(), publisher.nextPart(), endNs);
    switches.interrupted(last, place, wallMs);
  }

  /** Only equal configurations overlap without a tag, and with one players would repeat it. */
  static Splicer.Allowance allowance(Publisher publisher, LegSession to, boolean allowGap) {
    StreamConfig next = to.config();
    if (next != null && next.equals(publisher.packaged())) {
      return Splicer.Allowance.OVERLAP;
    }
    return allowGap ? Splicer.Allowance.GAP : Splicer.Allowance.EXACT;
  }
}
