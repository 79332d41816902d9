package live.understudy.failover;

import live.understudy.media.AccessUnit;
import live.understudy.media.TrackType;

/**
 * Where a session lies on the program's timeline: program time = session time + offset, in ticks of
 * each track.
 *
 * <p>Encoders delay presentation by as many frames as they reorder. On the program's timeline every
 * keyframe is presented when it is decoded, whatever its encoder's delay, as CMAF allows with
 * negative composition offsets: so the decode times of legs with other delays join without a step,
 * which Media Source would answer by dropping everything up to the next keyframe.
 *
 * @param leadOffsetTicks added to the leading track's presentation times
 * @param audioOffsetTicks added to the sound's times; equal to the other one where sound leads
 * @param reorderTicks the composition offset of the session's keyframes, taken out of the video's
 * @param fromPtsTicks presentation time, in the session, of the keyframe at which it was cut in
 */
record Placement(long leadOffsetTicks, long audioOffsetTicks, int reorderTicks, long fromPtsTicks) {

  /** Where a leg goes on that never was cut. */
  static final long FROM_THE_BEGINNING = Long.MIN_VALUE;

  /**
   * Whether a unit belongs to the program. Pictures that follow the keyframe at a cut but are shown
   * before it need what was decoded before the cut (ITU-T H.265, 3.129: RASL pictures), and their
   * place is taken by the other leg's.
   */
  boolean admits(LegUnit unit) {
    return !unit.isLead() || unit.unit().pts() >= fromPtsTicks;
  }

  AccessUnit place(AccessUnit unit) {
    if (unit.track() == TrackType.AUDIO) {
      return unit.withDts(unit.dts() + audioOffsetTicks);
    }
    AccessUnit moved = unit.withDts(unit.dts() + leadOffsetTicks);
    return reorderTicks == 0 ? moved : moved.at(moved.dts() + reorderTicks);
  }
}
