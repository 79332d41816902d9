package live.understudy.hls;

import java.util.List;
import live.understudy.media.AccessUnit;
import live.understudy.media.AudioConfig;
import live.understudy.media.StreamConfig;
import live.understudy.media.Timescale;
import live.understudy.media.TrackType;
import live.understudy.media.VideoConfig;
import org.jspecify.annotations.Nullable;

/**
 * Cuts one stream of access units into parts and segments.
 *
 * <p>Segments begin at keyframes, parts on a grid counted from their segment's first frame, so that
 * equal units at equal times give equal bytes. Sound goes into the part that is open when it comes.
 * What is complete is taken with {@link #drainSegments}. Not thread-safe: one owner.
 */
public final class Packager {

  /** A hole in the video longer than this is a discontinuity; a shorter one prolongs a frame. */
  private static final long MAX_FRAME_DURATION_US = 3_000_000;

  /** Decode times step by this much at most where legs with other reorder delays meet. */
  private static final long REORDER_MARGIN_US = 120_000;

  private final PackagerConfig config;
  private final SegmentBuilder builder;
  private final GopMeter gops = new GopMeter();

  private @Nullable StreamConfig stream;
  private @Nullable InitSection init;
  private boolean reinitialise;
  private boolean discontinuityPending;

  private @Nullable AccessUnit heldVideo;
  private long lastVideoDts = Long.MIN_VALUE;
  private long lastFrameTicks;
  private long audioEnd = Long.MIN_VALUE;

  /** Continues a playlist at {@code resume}; {@link PackagerResume#FRESH} for a new one. */
  public Packager(PackagerConfig config, PackagerResume resume) {
    this.config = config;
    this.builder = new SegmentBuilder(config, resume);
    this.discontinuityPending = resume.discontinuityFirst();
  }

  /** The fixed numbers it cuts by. */
  public PackagerConfig config() {
    return config;
  }

  /** What a later packager needs in order to continue this one's playlist. */
  public PackagerResume resumePoint() {
    return builder.resumePoint();
  }

  /**
   * The units that follow are configured like this. A change takes effect at the next keyframe, as
   * a new init section and a discontinuity. The stream must have video.
   */
  public void configure(StreamConfig next) {
    if (next.video() == null) {
      throw new IllegalArgumentException("a program needs video");
    }
    if (next.equals(stream)) {
      return;
    }
    flush();
    discontinuityPending |= stream != null;
    stream = next;
    reinitialise = true;
    forgetTimeline();
  }

  /** The next unit begins another timeline or leaves a hole: its segment carries the tag. */
  public void markDiscontinuity() {
    flush();
    discontinuityPending |= init != null;
    forgetTimeline();
  }

  /**
   * The wall-clock time of decode time {@code timeUs}; dates every segment from the next one on.
   */
  public void anchorWallClock(long timeUs, long wallMs) {
    builder.anchorWallClock(timeUs, wallMs);
  }

  /** Takes the next unit, in decode order within its track. */
  public void add(AccessUnit unit) {
    if (stream == null) {
      throw new IllegalStateException("configure first");
    }
    if (unit.track() == TrackType.VIDEO) {
      addVideo(unit);
    } else {
      addAudio(unit);
    }
  }

  /**
   * Says what comes next without giving it: the open part, and the segment if it is time, end here.
   * Saves a program that publishes whole groups of pictures from waiting for one more frame.
   */
  public void boundary(long givenDts, boolean nextIsKeyframe) {
    if (!builder.isOpen()) {
      return;
    }
    VideoConfig video = video();
    if (lastVideoDts != Long.MIN_VALUE && isJump(givenDts - lastVideoDts, video)) {
      flush();
      return;
    }
    long nextDts = Math.max(givenDts, lastVideoDts + 1);
    AccessUnit held = heldVideo;
    if (held != null) {
      cutBeforeOverlong(held, nextDts, video);
      lastFrameTicks = nextDts - held.dts();
      builder.addVideo(sample(held, lastFrameTicks));
      heldVideo = null;
    }
    long elapsedUs = Timescale.toMicros(nextDts - builder.startDts(), video.timescale());
    boolean overlong = elapsedUs + frameUs(video) > config.maxSegmentUs();
    long gopUs = Math.max(gops.maxUs(), gops.sinceKeyframeUs(toUs(nextDts, video)));
    if (overlong || (nextIsKeyframe && endsSegment(elapsedUs, gopUs))) {
      builder.closeSegment(nextDts);
    } else if (builder.partIsFull(nextDts)) {
      builder.closePart(nextDts);
    }
  }

  /** A hole after {@code held} would prolong the segment beyond its limit: it ends before it. */
  private void cutBeforeOverlong(AccessUnit held, long nextDts, VideoConfig video) {
    InitSection section = init;
    long elapsedUs = Timescale.toMicros(nextDts - builder.startDts(), video.timescale());
    if (section != null && elapsedUs > config.maxSegmentUs() && held.dts() > builder.startDts()) {
      builder.closeSegment(held.dts());
      builder.open(section, video, held.dts(), held.keyframe(), false);
    }
  }

  /** Nothing follows for now: completes the open segment with what there is. */
  public void flush() {
    if (!builder.isOpen()) {
      return;
    }
    AccessUnit held = heldVideo;
    long end = builder.startDts();
    if (held != null) {
      end = held.dts() + Math.min(defaultFrameTicks(), ticksLeft(held.dts()));
      builder.addVideo(sample(held, end - held.dts()));
      heldVideo = null;
    } else if (lastVideoDts != Long.MIN_VALUE) {
      end = lastVideoDts + lastFrameTicks;
    }
    builder.closeSegment(end);
  }

  /** The segments completed since the last call, in order. */
  public List<Segment> drainSegments() {
    return builder.drain();
  }

  /** The longest distance between keyframes seen lately, microseconds; 0 before two were seen. */
  public long maxGopUs() {
    return gops.maxUs();
  }

  private void addVideo(AccessUnit given) {
    VideoConfig video = video();
    AccessUnit unit = strictlyLater(given);
    if (lastVideoDts != Long.MIN_VALUE && isJump(unit.dts() - lastVideoDts, video)) {
      markDiscontinuity();
      builder.continueWallClockAt(Timescale.toMicros(unit.dts(), video.timescale()));
    }
    boundary(unit.dts(), unit.keyframe());
    if (!builder.isOpen()) {
      if (!unit.keyframe() && !continuesForcedCut()) {
        return;
      }
      open(unit, video);
    }
    if (unit.keyframe()) {
      gops.onKeyframe(toUs(unit.dts(), video));
    }
    heldVideo = unit;
    lastVideoDts = unit.dts();
  }

  /** After a segment was cut by force the next one begins without a keyframe. */
  private boolean continuesForcedCut() {
    return lastVideoDts != Long.MIN_VALUE && init != null && !reinitialise && !discontinuityPending;
  }

  private void open(AccessUnit first, VideoConfig video) {
    InitSection section = init;
    if (section == null || reinitialise) {
      StreamConfig current = stream;
      if (current == null) {
        throw new IllegalStateException("configure first");
      }
      section = InitSection.of(builder.takeInitNumber(), current);
      init = section;
      reinitialise = false;
    }
    builder.open(section, video, first.dts(), first.keyframe(), discontinuityPending);
    discontinuityPending = false;
  }

  private void addAudio(AccessUnit unit) {
    StreamConfig current = stream;
    AudioConfig audio = current == null ? null : current.audio();
    if (audio == null || !builder.isOpen()) {
      return;
    }
    long endsUs = Timescale.toMicros(unit.dts() + audio.samplesPerFrame(), audio.timescale());
    boolean beforePicture = audioEnd == Long.MIN_VALUE && endsUs <= builder.startUs();
    // Sound alone ends no segment: beyond this the next picture is a discontinuity anyway.
    boolean pictureStopped = endsUs > toUs(lastVideoDts, video()) + MAX_FRAME_DURATION_US;
    if (unit.dts() < 0 || unit.dts() < audioEnd || beforePicture || pictureStopped) {
      return;
    }
    builder.addAudio(new Sample(unit.dts(), audio.samplesPerFrame(), 0, true, unit.data()));
    audioEnd = unit.dts() + audio.samplesPerFrame();
  }

  private boolean endsSegment(long elapsedUs, long gopUs) {
    if (elapsedUs + REORDER_MARGIN_US >= config.segmentTargetUs()) {
      return true;
    }
    // Waiting for one more group of pictures like the longest lately would break the target.
    return elapsedUs >= config.minSegmentUs()
        && elapsedUs + gopUs + REORDER_MARGIN_US > config.maxSegmentUs();
  }

  /**
   * Decode times grow; where two legs with other reorder delays meet, presentation time is kept.
   */
  private AccessUnit strictlyLater(AccessUnit unit) {
    boolean first = lastVideoDts == Long.MIN_VALUE;
    if (first || unit.dts() > lastVideoDts || isJump(unit.dts() - lastVideoDts, video())) {
      return unit;
    }
    return unit.at(lastVideoDts + 1);
  }

  private boolean isJump(long deltaTicks, VideoConfig video) {
    long longestUs = Math.min(MAX_FRAME_DURATION_US, config.maxSegmentUs());
    return Math.abs(Timescale.toMicros(deltaTicks, video.timescale())) > longestUs;
  }

  private static Sample sample(AccessUnit unit, long durationTicks) {
    return new Sample(
        unit.dts(),
        Math.toIntExact(durationTicks),
        unit.compositionOffset(),
        unit.keyframe(),
        unit.data());
  }

  private long defaultFrameTicks() {
    VideoConfig video = video();
    if (video.frameTicks() > 0) {
      return video.frameTicks();
    }
    return lastFrameTicks > 0 ? lastFrameTicks : video.timescale() / 25;
  }

  /** How long a frame at {@code dts} may last in the open segment. */
  private long ticksLeft(long dts) {
    long longest = Timescale.fromMicros(config.maxSegmentUs(), video().timescale());
    return Math.max(1, builder.startDts() + longest - dts);
  }

  private static long toUs(long ticks, VideoConfig video) {
    return Timescale.toMicros(ticks, video.timescale());
  }

  private static long frameUs(VideoConfig video) {
    return Timescale.toMicros(video.frameTicks(), video.timescale());
  }

  private VideoConfig video() {
    VideoConfig video = stream == null ? null : stream.video();
    if (video == null) {
      throw new IllegalStateException("configure first");
    }
    return video;
  }

  private void forgetTimeline() {
    heldVideo = null;
    lastVideoDts = Long.MIN_VALUE;
    audioEnd = Long.MIN_VALUE;
    gops.forgetLast();
  }
}
