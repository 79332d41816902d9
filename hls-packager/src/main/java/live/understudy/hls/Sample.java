package live.understudy.hls;

import java.util.List;
import live.understudy.media.TimedText;
import live.understudy.media.UnitData;

/**
 * One sample of a fragment.
 *
 * @param dts decode time, ticks of the track's timescale
 * @param durationTicks time until the next sample's decode time
 * @param compositionOffset presentation minus decode time, ticks, signed
 * @param sync whether it is a sync sample
 * @param data the coded bytes
 * @param texts what is said in words when it is shown; none for sound beside pictures
 */
record Sample(
    long dts,
    int durationTicks,
    int compositionOffset,
    boolean sync,
    UnitData data,
    List<TimedText> texts) {

  /** A sample without texts. */
  Sample(long dts, int durationTicks, int compositionOffset, boolean sync, UnitData data) {
    this(dts, durationTicks, compositionOffset, sync, data, List.of());
  }

  long pts() {
    return dts + compositionOffset;
  }
}
