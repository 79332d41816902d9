package live.understudy.failover;

import live.understudy.media.AccessUnit;
import live.understudy.media.TrackType;

/**
 * Where a session lies on the program's timeline: program time = session time + offset, in ticks of
 * each track.
 */
record Placement(long videoOffsetTicks, long audioOffsetTicks) {

  AccessUnit place(AccessUnit unit) {
    return unit.withDts(
        unit.dts() + (unit.track() == TrackType.VIDEO ? videoOffsetTicks : audioOffsetTicks));
  }
}
