package live.understudy.failover;

import live.understudy.failover.slate.Slate;
import live.understudy.hls.MediaMemory;
import live.understudy.hls.PackagerConfig;
import live.understudy.hls.PlaylistShape;
import live.understudy.hls.WindowConfig;
import live.understudy.media.CodecConfig;

/**
 * How one program is published and when it changes legs.
 *
 * @param segmentTargetUs a segment ends at the first keyframe from here on, microseconds
 * @param partTargetUs length of a part, microseconds
 * @param holdUs how long what has arrived is held before it is published, microseconds; negative
 *     for the default: one target duration, the time to suspect a leg and a little for jitter
 * @param suspicionNs relative lag from which the last safe cut is taken when it is due, nanoseconds
 * @param lagNs relative lag from which the leg on air is left, nanoseconds
 * @param minSwitchIntervalNs between two automatic switches unless the leg on air is dead,
 *     nanoseconds
 * @param window how much the playlist lists
 * @param lowLatency whether parts are listed and published as they come; then nothing is held
 * @param rewindable whether the window is there for rewinding
 * @param revertAfterNs after so long without a fault the primary is gone back to, nanoseconds; 0
 *     for never
 * @param memory where the bytes of what is published lie
 */
public record ProgramConfig(
    long segmentTargetUs,
    long partTargetUs,
    long holdUs,
    long suspicionNs,
    long lagNs,
    long minSwitchIntervalNs,
    WindowConfig window,
    boolean lowLatency,
    boolean rewindable,
    long revertAfterNs,
    MediaMemory memory) {

  /** A primary that was bad is gone back to after it was clean for so long, when that is wanted. */
  public static final long REVERT_AFTER_NS = 30 * Nanos.PER_SECOND;

  /** A leg this much behind repeats pictures rather than let low-latency players run dry. */
  private static final long LOW_LATENCY_BEHIND_NS = 500 * Nanos.PER_MS;

  /** Other players have buffered some target durations. */
  private static final long CLASSIC_BEHIND_NS = 2 * Nanos.PER_SECOND;

  /** Low-latency players run dry soon after. */
  private static final long LOW_LATENCY_SILENCE_NS = 800 * Nanos.PER_MS;

  private static final long CLASSIC_SILENCE_NS = 2 * Nanos.PER_SECOND;

  /** In low-latency mode players have hardly more than a second of slack. */
  private static final long LOW_LATENCY_LAG_NS = 300 * Nanos.PER_MS;

  /** A group of pictures longer than this is cut by force: players would wait too long for it. */
  static final int MAX_TARGET_DURATION_S = 10;

  private static final long JITTER_NS = 200 * Nanos.PER_MS;

  public ProgramConfig {
    if (segmentTargetUs <= 0 || partTargetUs <= 0 || partTargetUs > segmentTargetUs) {
      throw new IllegalArgumentException("a part's target lies within a segment's");
    }
    if (suspicionNs <= 0 || lagNs < suspicionNs || minSwitchIntervalNs < 0 || revertAfterNs < 0) {
      throw new IllegalArgumentException("a leg is suspected before it is left");
    }
  }

  /** The same with everything in the heap. */
  public ProgramConfig(
      long segmentTargetUs,
      long partTargetUs,
      long holdUs,
      long suspicionNs,
      long lagNs,
      long minSwitchIntervalNs,
      WindowConfig window,
      boolean lowLatency,
      boolean rewindable,
      long revertAfterNs) {
    this(
        segmentTargetUs,
        partTargetUs,
        holdUs,
        suspicionNs,
        lagNs,
        minSwitchIntervalNs,
        window,
        lowLatency,
        rewindable,
        revertAfterNs,
        MediaMemory.HEAP);
  }

  /** Two-second segments, half-second parts, the default hold, half a minute of window. */
  public static ProgramConfig defaults() {
    return new ProgramConfig(
        2_000_000,
        500_000,
        -1,
        300 * Nanos.PER_MS,
        1000 * Nanos.PER_MS,
        10 * Nanos.PER_SECOND,
        new WindowConfig(30_000_000, 6, 60),
        false,
        false,
        0);
  }

  /** The same program with parts, without a hold. */
  public ProgramConfig withLowLatency() {
    long lag = Math.min(lagNs, LOW_LATENCY_LAG_NS);
    return new ProgramConfig(
        segmentTargetUs,
        partTargetUs,
        0,
        Math.min(suspicionNs, lag),
        lag,
        minSwitchIntervalNs,
        window,
        true,
        rewindable,
        revertAfterNs,
        memory);
  }

  /** The same program with a list so long that viewers can go back. */
  public ProgramConfig rewindable(long listedUs, int listedSegmentsMax) {
    return new ProgramConfig(
        segmentTargetUs,
        partTargetUs,
        holdUs,
        suspicionNs,
        lagNs,
        minSwitchIntervalNs,
        window.listing(listedUs, listedSegmentsMax),
        lowLatency,
        true,
        revertAfterNs,
        memory);
  }

  /** The same program, which goes back to the primary when that was clean for {@code afterNs}. */
  public ProgramConfig revertingAfter(long afterNs) {
    return new ProgramConfig(
        segmentTargetUs,
        partTargetUs,
        holdUs,
        suspicionNs,
        lagNs,
        minSwitchIntervalNs,
        window,
        lowLatency,
        rewindable,
        afterNs,
        memory);
  }

  /** The same program with its parts in {@code other}. */
  public ProgramConfig in(MediaMemory other) {
    return new ProgramConfig(
        segmentTargetUs,
        partTargetUs,
        holdUs,
        suspicionNs,
        lagNs,
        minSwitchIntervalNs,
        window,
        lowLatency,
        rewindable,
        revertAfterNs,
        other);
  }

  /** How far a leg may be behind for its content to decide where it lies. */
  long maxBehindNs() {
    return lowLatency ? LOW_LATENCY_BEHIND_NS : CLASSIC_BEHIND_NS;
  }

  /** A connected leg that sends nothing for so long, without another one, is as good as gone. */
  long silenceNs() {
    return lowLatency ? LOW_LATENCY_SILENCE_NS : CLASSIC_SILENCE_NS;
  }

  /**
   * How far the slate stays behind now, for what is late to be in time: a keyframe that comes later
   * than other pictures would be waited for anew. What is held need not wait. A little less than a
   * part, so that none is late by a whole one.
   */
  long slateGraceNs() {
    return lowLatency ? partTargetUs * 900 : 0;
  }

  /** From picture to picture of the slate: with parts, so that each is filled with whole ones. */
  long slatePictureNs(CodecConfig lead) {
    long partNs = PackagerConfig.partTargetUs(partTargetUs, lead) * 1000;
    return lowLatency
        ? partNs / Math.ceilDiv(partNs, Slate.PICTURE_EVERY_NS)
        : Slate.PICTURE_EVERY_NS;
  }

  /** What never changes in a playlist that begins with a stream led by {@code lead}. */
  PlaylistShape shape(int targetDurationS, CodecConfig lead) {
    long partUs = lowLatency ? PackagerConfig.partTargetUs(partTargetUs, lead) : 0;
    return new PlaylistShape(targetDurationS, partUs, rewindable);
  }

  /** How a playlist of this shape is cut. */
  PackagerConfig cuts(PlaylistShape shape) {
    long partUs = shape.lowLatency() ? shape.partTargetUs() : partTargetUs;
    PackagerConfig cuts = PackagerConfig.of(shape.targetDurationS(), segmentTargetUs, partUs);
    return shape.lowLatency() ? cuts.withEarlyParts() : cuts;
  }

  /** {@code EXT-X-TARGETDURATION} for legs whose longest group of pictures is {@code gopNs}. */
  int targetDurationS(long gopNs) {
    long segmentNs = Math.max(segmentTargetUs * 1000, gopNs - 450 * Nanos.PER_MS);
    long seconds = (segmentNs + Nanos.PER_SECOND - 1) / Nanos.PER_SECOND;
    return Math.clamp(seconds, 1, MAX_TARGET_DURATION_S);
  }

  /** The hold that goes with a target duration, nanoseconds. */
  long holdNs(int targetDurationS) {
    return holdUs >= 0
        ? holdUs * 1000
        : targetDurationS * Nanos.PER_SECOND + suspicionNs + JITTER_NS;
  }
}
