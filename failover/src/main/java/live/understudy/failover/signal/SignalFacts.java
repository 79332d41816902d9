package live.understudy.failover.signal;

import org.jspecify.annotations.Nullable;

/**
 * What was measured of one session.
 *
 * @param videoKbps over the last second, 1000 bits per second
 * @param videoKbps30s over the last 30 s
 * @param framesPerSecond pictures over the last 2 s
 * @param steadyFramesPerSecond pictures over the last 5 s
 * @param audioKbps over the last second
 * @param audioKbps30s over the last 30 s
 * @param keyframeIntervalMs the longest of the last eight: encoders that also set keyframes at
 *     scene cuts reach their interval this often at least; 0 before there were two keyframes
 * @param lastKeyframeIntervalMs between the last two keyframes; 0 before there were two
 * @param longestKeyframeIntervalMs lately, the one that still goes on included
 * @param shortestKeyframeIntervalMs lately; 0 before there were two keyframes
 * @param keyframeIntervals how many there were
 * @param openGop whether pictures decoded after a keyframe are shown before it
 * @param avOffsetMs how much later sound arrives than the picture it belongs to, by timestamps;
 *     null without both
 * @param lagMs how much later than at its best what is due now arrives
 * @param timestampJumps how often timestamps jumped in this session
 * @param videoSilentMs since the last picture; null before one came
 * @param audioSilentMs since the last sound; null before any came
 * @param bytes of pictures and sound
 * @param ageMs since the first unit
 */
public record SignalFacts(
    long videoKbps,
    long videoKbps30s,
    double framesPerSecond,
    double steadyFramesPerSecond,
    long audioKbps,
    long audioKbps30s,
    long keyframeIntervalMs,
    long lastKeyframeIntervalMs,
    long longestKeyframeIntervalMs,
    long shortestKeyframeIntervalMs,
    int keyframeIntervals,
    boolean openGop,
    @Nullable Long avOffsetMs,
    long lagMs,
    int timestampJumps,
    @Nullable Long videoSilentMs,
    @Nullable Long audioSilentMs,
    long bytes,
    long ageMs) {

  /** Of a leg of which nothing has come. */
  public static final SignalFacts NONE =
      new SignalFacts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, false, null, 0, 0, null, null, 0, 0);
}
