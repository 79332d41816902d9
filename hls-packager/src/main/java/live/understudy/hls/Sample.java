package live.understudy.hls;

import live.understudy.media.ByteSlice;

/**
 * One sample of a fragment.
 *
 * @param dts decode time, ticks of the track's timescale
 * @param durationTicks time until the next sample's decode time
 * @param compositionOffset presentation minus decode time, ticks, signed
 * @param sync whether it is a sync sample
 * @param data the coded bytes
 */
record Sample(long dts, int durationTicks, int compositionOffset, boolean sync, ByteSlice data) {}
