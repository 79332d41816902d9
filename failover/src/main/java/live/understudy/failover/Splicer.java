package live.understudy.failover;

import java.util.List;
import live.understudy.failover.QueuedUnit.Joint;
import live.understudy.media.AccessUnit;
import live.understudy.media.AudioConfig;
import live.understudy.media.CodecConfig;
import live.understudy.media.StreamConfig;
import org.jspecify.annotations.Nullable;

/** Finds where another session can take over, and joins it to the queue there. */
final class Splicer {

  /**
   * A hole longer than this is marked as a discontinuity; a shorter one prolongs the last frame.
   */
  static final long MAX_PROLONGED_NS = 2 * Nanos.PER_SECOND;

  /**
   * A place to take over.
   *
   * @param keyframe index of the keyframe among the session's pictures
   * @param queueIndex how many queued pictures remain
   * @param boundaryNs program time at which the keyframe is shown
   * @param gapNs time before it for which there is no picture
   * @param overlapNs how far it lies before the end of what is published
   * @param earlyNs how much earlier the keyframe is shown than where it belongs: the time that is
   *     lost, or if negative repeated, because the old leg can't end in between
   * @param audioOffsetTicks where its sound is put; null for as it fits best
   */
  record Cut(
      int keyframe,
      int queueIndex,
      long boundaryNs,
      long gapNs,
      long overlapNs,
      long earlyNs,
      @Nullable Long audioOffsetTicks) {

    Cut(int keyframe, int queueIndex, long boundaryNs, long gapNs) {
      this(keyframe, queueIndex, boundaryNs, gapNs, 0, 0, null);
    }

    Cut(int keyframe, int queueIndex, long boundaryNs, long gapNs, long overlapNs, long earlyNs) {
      this(keyframe, queueIndex, boundaryNs, gapNs, overlapNs, earlyNs, null);
    }
  }

  /**
   * What a splice made.
   *
   * @param placement where the session lies now
   * @param audioGapNs time at the joint for which no sound has come
   */
  record Joined(Placement placement, long audioGapNs) {}

  private Splicer() {}

  /** What a cut may cost when no keyframe lies in what is not yet published. */
  enum Allowance {
    /** Nothing: there is no cut then. */
    EXACT,
    /** The picture may stand until the next keyframe. */
    GAP,
    /** Players may get again what they have, from the keyframe before. */
    OVERLAP
  }

  /**
   * What is asked of a cut.
   *
   * @param goesOn whether what is missing of the queue's last pictures may still come
   * @param earliest whether as little as possible of the old leg is wanted, because it is bad;
   *     otherwise as much as possible
   */
  record Terms(Allowance allowance, boolean goesOn, boolean earliest) {
    Terms(Allowance allowance, boolean goesOn) {
      this(allowance, goesOn, false);
    }
  }

  /** Longer overlaps would be more to fetch again than players have buffered. */
  private static final long MAX_OVERLAP_NS = 10 * Nanos.PER_SECOND;

  static @Nullable Cut findCut(ProgramQueue queue, LegSession to, long offsetNs, boolean allowGap) {
    return findCut(queue, to, offsetNs, allowGap ? Allowance.GAP : Allowance.EXACT);
  }

  static @Nullable Cut findCut(
      ProgramQueue queue, LegSession to, long offsetNs, Allowance allowance) {
    return findCut(queue, to, offsetNs, new Terms(allowance, false));
  }

  /**
   * The latest or earliest keyframe of {@code to} that lies in what is not yet published, and of
   * these one at which the old leg can end within half a picture, where there is one; if none lies
   * there, or only behind missing pictures, as far as is allowed the last one before; if there is
   * none, the first one after its end; null when there is none.
   *
   * @param offsetNs session time + this = program time, as far as is known
   */
  static @Nullable Cut findCut(ProgramQueue queue, LegSession to, long offsetNs, Terms terms) {
    Allowance allowance = terms.allowance();
    boolean goesOn = terms.goesOn();
    ClosedCuts cuts = ClosedCuts.of(queue, goesOn);
    boolean any = cuts.isAny();
    List<LegUnit> pictures = to.lead();
    @Nullable Cut afterEnd = null;
    @Nullable Cut best = null;
    for (int i = pictures.size() - 1; i >= 0; i--) {
      LegUnit unit = pictures.get(i);
      if (!unit.unit().keyframe()) {
        continue;
      }
      long atNs = Nanos.pts(unit.unit(), unit.config()) + offsetNs;
      long frameNs = Nanos.frame(unit.config().lead());
      // An overlap costs players nothing that they see, a picture does.
      long graceNs = allowance == Allowance.OVERLAP ? frameNs / 2 : frameNs;
      if (atNs > cuts.endNs() + graceNs || (!any && atNs >= cuts.startNs() - graceNs)) {
        afterEnd = new Cut(i, cuts.endIndex(), atNs, atNs - cuts.endNs());
        continue;
      }
      if (atNs < cuts.startNs() - graceNs) {
        boolean loses = best == null || best.gapNs() > 0;
        Cut overlap =
            loses && allowance == Allowance.OVERLAP ? overlap(queue, i, atNs, frameNs) : null;
        if (overlap != null) {
          return overlap;
        }
        boolean complete = any && queue.completeUntilNs() >= cuts.startNs();
        if (!complete || atNs < cuts.startNs() - frameNs) {
          continue;
        }
      }
      Cut cut = inQueue(cuts, i, atNs, frameNs);
      boolean whole = offNs(cut) <= frameNs / 2;
      if (best == null || whole || offNs(cut) + frameNs / 2 < offNs(best)) {
        best = cut;
      }
      if (whole && !terms.earliest()) {
        break;
      }
    }
    if (best != null) {
      return best;
    }
    // Where there will be an overlap, what the old leg still brings is no gap.
    boolean waits = allowance == Allowance.OVERLAP && goesOn;
    return allowance == Allowance.EXACT || waits ? null : afterEnd;
  }

  private static Cut inQueue(ClosedCuts cuts, int keyframe, long atNs, long frameNs) {
    int index = cuts.nearest(atNs);
    long boundaryNs = cuts.boundaryNs(index, atNs);
    long missingNs = boundaryNs - cuts.stayingEndNs(index);
    long gapNs = missingNs > frameNs / 2 ? missingNs : 0;
    return new Cut(keyframe, index, boundaryNs, gapNs, 0, atNs - boundaryNs);
  }

  /** How much is lost or repeated. */
  private static long offNs(Cut cut) {
    return Math.abs(cut.earlyNs()) + cut.gapNs();
  }

  /**
   * On the grid of what is published, so that each picture takes the place of one, and nothing of
   * the old ones is left between two new ones.
   */
  private static @Nullable Cut overlap(ProgramQueue queue, int keyframe, long atNs, long frameNs) {
    if (queue.publishedEndNs() == Long.MIN_VALUE) {
      return null;
    }
    long frames = (queue.publishedEndNs() - atNs + frameNs / 2) / frameNs;
    long boundaryNs = queue.publishedEndNs() - frames * frameNs;
    long overlapNs = frames * frameNs;
    boolean sameRun = boundaryNs >= queue.runStartNs() && overlapNs <= MAX_OVERLAP_NS;
    boolean behindAll = boundaryNs <= queue.completeUntilNs();
    return sameRun && behindAll
        ? new Cut(keyframe, 0, boundaryNs, 0, overlapNs, atNs - boundaryNs)
        : null;
  }

  /** Rewrites the queue's tail: the old units up to the cut, then everything {@code to} has. */
  static Joined splice(ProgramQueue queue, LegSession to, Cut cut) {
    LegUnit keyframe = to.lead().get(cut.keyframe());
    StreamConfig config = keyframe.config();
    CodecConfig lead = config.lead();
    Joint replaced = queue.jointAt(cut.queueIndex());
    queue.truncateLead(cut.queueIndex());
    long leadOffset = Nanos.toTicks(cut.boundaryNs(), lead.timescale()) - keyframe.unit().pts();
    long offsetNs = Nanos.of(leadOffset, lead.timescale());
    boolean marked = cut.gapNs() > MAX_PROLONGED_NS;
    // Sound needs no keyframe: where pictures overlap it goes on where it ended.
    queue.truncateAudio(cut.boundaryNs());
    long audioFromNs =
        marked || queue.audioEndNs() == Long.MIN_VALUE ? cut.boundaryNs() : queue.audioEndNs();
    AudioConfig audio = config.audio();
    Long givenOffset = cut.audioOffsetTicks();
    long audioOffset = givenOffset == null ? leadOffset : givenOffset;
    if (givenOffset == null && audio != null && config.video() != null) {
      audioOffset = audioOffset(to, audio, offsetNs, audioFromNs);
    }
    Placement placement =
        new Placement(
            leadOffset, audioOffset, keyframe.unit().compositionOffset(), keyframe.unit().pts());
    if (queue.isEmpty()) {
      queue.refuseAudioBefore(audioFromNs);
    }
    for (int i = cut.keyframe(); i < to.lead().size(); i++) {
      LegUnit unit = to.lead().get(i);
      if (!placement.admits(unit)) {
        continue;
      }
      AccessUnit placed = placement.place(unit.unit());
      Joint joint = Joint.NONE;
      if (i == cut.keyframe()) {
        joint = joint(cut, marked, replaced);
      }
      if (joint == Joint.OVERLAP) {
        queue.reopenAt(Nanos.of(placed.dts(), lead.timescale()));
      }
      queue.append(new QueuedUnit(placed, unit.config(), joint));
      if (i == cut.keyframe()) {
        queue.markJoint();
      }
    }
    appendAudio(queue, to, placement, audioFromNs);
    return new Joined(placement, queue.audioGapNs(audioFromNs));
  }

  /** Where the picture that began another joint was not published yet, its joint stays. */
  private static Joint joint(Cut cut, boolean marked, Joint replaced) {
    if (marked || replaced == Joint.DISCONTINUITY) {
      return Joint.DISCONTINUITY;
    }
    return cut.overlapNs() > 0 ? Joint.OVERLAP : replaced;
  }

  /** Gives the queue whatever sound of {@code from} begins at or after {@code fromNs}. */
  static void appendAudio(ProgramQueue queue, LegSession from, Placement placement, long fromNs) {
    for (LegUnit unit : from.audio()) {
      AudioConfig audio = unit.config().audio();
      if (audio == null) {
        continue;
      }
      QueuedUnit placed = new QueuedUnit(placement.place(unit.unit()), unit.config());
      long halfNs = Nanos.of(audio.samplesPerFrame(), audio.timescale()) / 2;
      if (placed.ptsNs() >= fromNs - halfNs) {
        queue.offer(new QueuedUnit(placement.place(unit.unit()), unit.config()));
      }
    }
  }

  /**
   * The offset that puts the frames of {@code from} on the grid of frames that ends at {@code
   * joinNs}, so that one of them begins there exactly, now or when it comes; at most half a frame
   * from what the video's offset says.
   */
  static long audioOffset(LegSession from, AudioConfig audio, long offsetNs, long joinNs) {
    long offset = Nanos.toTicks(offsetNs, audio.timescale());
    long joinTicks = Nanos.toTicks(joinNs, audio.timescale());
    long nearest = Long.MAX_VALUE;
    for (LegUnit unit : from.audio()) {
      long distance = unit.unit().pts() + offset - joinTicks;
      if (audio.equals(unit.config().audio()) && Math.abs(distance) < Math.abs(nearest)) {
        nearest = distance;
      }
    }
    if (nearest == Long.MAX_VALUE) {
      return offset;
    }
    int frame = audio.samplesPerFrame();
    return offset - (Math.floorMod(nearest + frame / 2, frame) - frame / 2);
  }
}
