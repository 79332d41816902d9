package live.understudy.failover;

import live.understudy.failover.SwitchRecord.Cost;
import live.understudy.failover.SwitchRecord.Splice;

/** Computes what a cut costs the viewers. */
final class SwitchCosts {

  private SwitchCosts() {}

  /**
   * The cost of {@code cut}.
   *
   * @param missingNs program time before the joint without a picture of any leg
   * @param frameNs duration of one picture
   * @param fromSlate whether that time was filled: the picture stood, but players did not wait
   */
  static Cost of(
      Splicer.Cut cut, long missingNs, long frameNs, long audioGapNs, boolean fromSlate) {
    Splice splice = Splice.EXACT_CUT;
    if (cut.overlapNs() > 0) {
      splice = Splice.OVERLAP;
    } else if (cut.gapNs() > 0 && !fromSlate) {
      splice = Splice.GAP;
    }
    long gapNs = Math.max(0, missingNs);
    // A slate gives way at any time.
    long earlyNs = fromSlate ? 0 : cut.earlyNs();
    return new Cost(
        splice,
        cut.boundaryNs() / Nanos.PER_MS,
        gapNs / Nanos.PER_MS,
        frames(gapNs + Math.max(0, earlyNs), frameNs),
        frames(cut.overlapNs() + Math.max(0, -earlyNs), frameNs),
        audioGapNs / Nanos.PER_MS);
  }

  /** Of a program that begins at {@code atNs}, {@code missingNs} after where it ended before. */
  static Cost ofBeginning(long atNs, long missingNs, long frameNs) {
    long gapMs = missingNs / Nanos.PER_MS;
    return new Cost(Splice.NONE, atNs / Nanos.PER_MS, gapMs, frames(missingNs, frameNs), 0, gapMs);
  }

  /** How early the keyframe was shown for an entry to cost what it says, in whole pictures. */
  static long earlyNs(SwitchRecord entry, long frameNs) {
    int lost = entry.cost().framesLost() - frames(entry.place().gapNs(), frameNs);
    int repeated = entry.cost().framesRepeated() - frames(entry.place().overlapNs(), frameNs);
    return (lost > 0 ? lost : Math.min(0, -repeated)) * frameNs;
  }

  private static int frames(long ns, long frameNs) {
    return Math.toIntExact(Math.clamp((ns + (frameNs - 1) / 2) / frameNs, 0, Integer.MAX_VALUE));
  }
}
