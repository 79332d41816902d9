package live.understudy.hls;

import java.util.List;
import live.understudy.media.AccessUnit;
import live.understudy.media.AudioConfig;
import live.understudy.media.CodecConfig;
import live.understudy.media.StreamConfig;
import live.understudy.media.Timescale;
import live.understudy.media.TrackType;
import org.jspecify.annotations.Nullable;

/**
 * Cuts one stream of access units into parts and segments.
 *
 * <p>Segments begin at keyframes, parts on a grid counted from their segment's first frame, so that
 * equal units at equal times give equal bytes. Sound goes into the part that is open when it comes.
 * What is complete is taken with {@link #drainSegments}; what is not is let go of with {@link
 * #close}. Not thread-safe: one owner.
 */
public final class Packager {

  /**
   * A hole in the leading track longer than this is a discontinuity; a shorter one prolongs a
   * frame.
   */
  private static final long MAX_FRAME_DURATION_US = 3_000_000;

  /** No picture is decoded so much before it is shown in order to divide a hole. */
  private static final long MAX_EARLY_US = 2_000_000;

  /** Decode times step by this much at most where legs with other reorder delays meet. */
  private static final long REORDER_MARGIN_US = 120_000;

  private final PackagerConfig config;
  private final SegmentBuilder builder;
  private final GopMeter gops = new GopMeter();

  private @Nullable StreamConfig stream;
  private @Nullable InitSection init;
  private boolean reinitialise;
  private boolean discontinuityPending;

  private @Nullable AccessUnit held;
  private long lastLeadDts = Long.MIN_VALUE;
  private long listedFromDts = Long.MIN_VALUE;
  private long lastFrameTicks;
  private long audioEnd = Long.MIN_VALUE;

  /** Whether the timeline goes on behind what was completed before anybody knew when. */
  private boolean paused;

  /** Continues a playlist at {@code resume}; {@link PackagerResume#FRESH} for a new one. */
  public Packager(PackagerConfig config, PackagerResume resume) {
    this(config, resume, MediaMemory.HEAP);
  }

  /** The same, with its parts in {@code memory}. */
  public Packager(PackagerConfig config, PackagerResume resume, MediaMemory memory) {
    this.config = config;
    this.builder = new SegmentBuilder(config, resume, memory);
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
   * a new init section and a discontinuity.
   */
  public void configure(StreamConfig next) {
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
   * The next unit is a keyframe before the end of what was packaged: its pictures take the place of
   * those that players have, without a tag. Sound goes on where it ended. Durations and dates go on
   * there too, so that the playlist tells one time for each moment; what overlaps is in the first
   * part beyond its duration.
   */
  public void rewind() {
    flush();
    listedFromDts = builder.endDts();
    dropHeld();
    lastLeadDts = Long.MIN_VALUE;
    gops.forgetLast();
  }

  /** Keyframes will be so far apart, as far as is known before they come. */
  public void expectGop(long us) {
    gops.expect(us);
  }

  /**
   * The wall-clock time of decode time {@code timeUs}; dates every segment from the next one on.
   */
  public void anchorWallClock(long timeUs, long wallMs) {
    builder.anchorWallClock(timeUs, wallMs);
  }

  /** Takes the next unit, in decode order within its track. */
  public void add(AccessUnit unit) {
    if (unit.track() == lead().track()) {
      addLead(unit);
    } else if (unit.track() == TrackType.AUDIO) {
      addAudio(unit);
    } else {
      throw new IllegalArgumentException("a picture in a stream of sound alone");
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
    CodecConfig lead = lead();
    if (lastLeadDts != Long.MIN_VALUE && isJump(givenDts - lastLeadDts, lead)) {
      flush();
      return;
    }
    long nextDts = Math.max(givenDts, lastLeadDts + 1);
    AccessUnit last = held;
    if (last != null) {
      cutBeforeOverlong(nextDts, lead);
      cutPartBeforeHole(last, nextDts, lead);
      lastFrameTicks = nextDts - last.dts();
      builder.addLead(sample(last, lastFrameTicks));
      held = null;
    }
    long elapsedUs = Timescale.toMicros(nextDts - builder.startDts(), lead.timescale());
    boolean overlong = elapsedUs + frameUs(lead) > config.maxSegmentUs();
    long gopUs = Math.max(gops.maxUs(), gops.sinceKeyframeUs(toUs(nextDts, lead)));
    if (overlong || (nextIsKeyframe && endsSegment(elapsedUs, gopUs))) {
      // A part that was complete early ends where it was said to: a hole belongs to no segment.
      builder.closeSegment(last == null ? lastLeadDts + lastFrameTicks : nextDts);
    } else if (builder.partIsFull(nextDts, lead.frameTicks())) {
      builder.closePart(nextDts);
    }
  }

  /** A hole after the last picture would prolong the segment beyond its limit: it ends before. */
  private void cutBeforeOverlong(long nextDts, CodecConfig lead) {
    long elapsedUs = Timescale.toMicros(nextDts - builder.startDts(), lead.timescale());
    if (elapsedUs > config.maxSegmentUs()) {
      endBeforeLast();
    }
  }

  /**
   * The same for a part: it ends before a picture that a hole prolongs. A short part may only be
   * the last one of its segment unless it begins with a keyframe (RFC 8216bis, 4.4.4.9), so where
   * decoding can begin behind it, the segment ends too.
   */
  private void cutPartBeforeHole(AccessUnit last, long nextDts, CodecConfig lead) {
    boolean hole = lead.frameTicks() > 0 && nextDts - last.dts() > lead.frameTicks() * 3L / 2;
    if (!hole || last.dts() <= builder.partStartDts() || !builder.partOverflows(nextDts)) {
      return;
    }
    InitSection section = init;
    boolean isShort = builder.partIsShort(last.dts(), last);
    if (section != null && last.keyframe() && isShort) {
      builder.closeSegment(last.dts());
      builder.open(section, lead, last.dts(), true, false);
    } else if (!isShort || !dividesHoles(last)) {
      builder.closePart(last.dts());
    }
  }

  /**
   * What is open ends now, though no keyframe came: before its last picture, which begins the next
   * segment, because how long it lasts is not known yet.
   */
  public void endBeforeLast() {
    AccessUnit last = held;
    InitSection section = init;
    if (last == null) {
      flush();
    } else if (section != null && builder.isOpen() && last.dts() > builder.startDts()) {
      builder.closeSegment(last.dts());
      builder.open(section, lead(), last.dts(), last.keyframe(), false);
    }
  }

  /** How much of the open segment lies before {@code dts}, microseconds; 0 when none is open. */
  public long openUs(long dts) {
    return builder.isOpen() ? Timescale.toMicros(dts - builder.startDts(), lead().timescale()) : 0;
  }

  /**
   * As {@link #flush}; what follows is decoded from there on, however much later it is shown. What
   * overlaps and has not reached what it is listed from stays open.
   */
  public void pause() {
    AccessUnit last = held;
    long beginsDts = last == null ? lastLeadDts : last.dts();
    if (builder.isOpen() && beginsDts >= builder.startDts()) {
      flush();
      paused = true;
    }
  }

  /** Nothing follows for now: completes the open segment with what there is. */
  public void flush() {
    if (!builder.isOpen()) {
      return;
    }
    AccessUnit last = held;
    long end = builder.startDts();
    if (last != null) {
      end = last.dts() + Math.min(defaultFrameTicks(), ticksLeft(last.dts()));
      lastFrameTicks = end - last.dts();
      builder.addLead(sample(last, lastFrameTicks));
      held = null;
    } else if (lastLeadDts != Long.MIN_VALUE) {
      end = lastLeadDts + lastFrameTicks;
    }
    // What overlaps may end before where its segment is listed from.
    builder.closeSegment(Math.max(end, builder.startDts() + 1));
  }

  /** The segments completed since the last call, in order; from now on the caller holds them. */
  public List<Segment> drainSegments() {
    return builder.drain();
  }

  /** Nothing follows, and what was not drained is not wanted. */
  public void close() {
    dropHeld();
    builder.close();
  }

  private void dropHeld() {
    AccessUnit last = held;
    if (last != null) {
      last.data().release();
    }
    held = null;
  }

  /** Encoders repeat their distance of keyframes: a hint that follows it is kept. */
  private boolean expectsSegmentEnd() {
    if (!builder.isOpen() || lastLeadDts == Long.MIN_VALUE) {
      return false;
    }
    CodecConfig lead = lead();
    long endDts = lastLeadDts + lastFrameTicks;
    long elapsedUs = Timescale.toMicros(endDts - builder.startDts(), lead.timescale());
    return gops.expectsKeyframeAt(toUs(endDts, lead), frameUs(lead) / 2)
        && endsSegment(elapsedUs, gops.maxUs());
  }

  /** The segment that grows, with its complete parts, which are held here; null without any. */
  public @Nullable OpenSegment openSegment() {
    return builder.openSegment(held == null && expectsSegmentEnd());
  }

  private void addLead(AccessUnit given) {
    CodecConfig lead = lead();
    AccessUnit unit = strictlyLater(given);
    if (lastLeadDts != Long.MIN_VALUE && isJump(unit.dts() - lastLeadDts, lead)) {
      markDiscontinuity();
      builder.continueWallClockAt(Timescale.toMicros(unit.dts(), lead.timescale()));
    }
    unit = dividingHole(closingHole(unit), lead);
    boundary(unit.dts(), unit.keyframe());
    if (!builder.isOpen()) {
      if (!unit.keyframe() && !continuesForcedCut()) {
        return;
      }
      open(unit, lead);
    }
    if (unit.keyframe()) {
      gops.onKeyframe(toUs(unit.dts(), lead));
    }
    if (unit.captions()) {
      builder.noteCaptions();
    }
    unit.data().retain();
    held = unit;
    paused = false;
    lastLeadDts = unit.dts();
    if (config.earlyParts()) {
      completePartEarly(unit, lead.frameTicks());
    }
  }

  /**
   * Behind a part that was complete with its last picture others may be missing. A hole in decode
   * times would make players drop everything up to the next keyframe (Media Source Extensions,
   * coded frame processing), so the next picture is decoded earlier and shown when it was to be.
   */
  private AccessUnit closingHole(AccessUnit unit) {
    long endDts = lastLeadDts + lastFrameTicks;
    boolean behindPart = endsBehindLast() && lastLeadDts != Long.MIN_VALUE;
    boolean hole = behindPart && unit.track() == TrackType.VIDEO && unit.dts() > endDts;
    return hole ? unit.at(endDts) : unit;
  }

  /** Whether what was packaged ends with the end of its last picture, and the timeline goes on. */
  private boolean endsBehindLast() {
    return held == null && (builder.isOpen() || paused);
  }

  /**
   * No part is longer than its target, whatever is missing: of a hole, the open part takes as much
   * as it can, and the next one the rest. The picture behind is decoded where that begins, and
   * shown when it was to be.
   */
  private AccessUnit dividingHole(AccessUnit unit, CodecConfig lead) {
    AccessUnit last = held;
    if (last == null || !builder.isOpen() || !dividesHoles(unit)) {
      return unit;
    }
    cutPartBeforeHole(last, unit.dts(), lead);
    long latestDts = builder.latestPartEndDts();
    boolean divides = unit.dts() > latestDts && latestDts > last.dts();
    // Where pictures never come as often as parts it would be decoded earlier and earlier.
    boolean tooEarly = toUs(unit.pts() - latestDts, lead) > MAX_EARLY_US;
    if (divides && !tooEarly) {
      return unit.at(latestDts);
    }
    // With this picture the part would be too long, without it a little too short.
    boolean full = builder.partIsFull(unit.dts(), lead.frameTicks());
    boolean isShort = full && builder.partIsShort(unit.dts(), last);
    return isShort ? unit.at(builder.earliestPartEndDts()) : unit;
  }

  /** Only pictures can be shown at another time than they are decoded. */
  private boolean dividesHoles(AccessUnit unit) {
    return config.earlyParts() && unit.track() == TrackType.VIDEO;
  }

  /** On a constant grid the last frame of a part says itself that it is the last. */
  private void completePartEarly(AccessUnit unit, int frameTicks) {
    long frameEndDts = unit.dts() + frameTicks;
    if (frameTicks > 0 && builder.partIsFull(frameEndDts, frameTicks)) {
      // Off the grid one frame less may be too short, one more too long: then the last one stays.
      boolean isShort = builder.partIsShort(frameEndDts, unit);
      long endDts = isShort ? builder.earliestPartEndDts() : frameEndDts;
      lastFrameTicks = endDts - unit.dts();
      builder.addLead(sample(unit, lastFrameTicks));
      held = null;
      builder.closePart(endDts);
    }
  }

  /** After a segment was cut by force the next one begins without a keyframe. */
  private boolean continuesForcedCut() {
    return lastLeadDts != Long.MIN_VALUE && init != null && !reinitialise && !discontinuityPending;
  }

  private void open(AccessUnit first, CodecConfig lead) {
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
    long fromDts = first.dts();
    if (listedFromDts > fromDts) {
      // On the new pictures' grid, so that parts are of whole frames again.
      long frame = Math.max(1, lead.frameTicks());
      fromDts += (listedFromDts - fromDts + frame / 2) / frame * frame;
    }
    builder.open(section, lead, fromDts, first.keyframe(), discontinuityPending);
    listedFromDts = Long.MIN_VALUE;
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
    boolean pictureStopped = endsUs > toUs(lastLeadDts, lead()) + MAX_FRAME_DURATION_US;
    if (unit.dts() < 0 || unit.dts() < audioEnd || beforePicture || pictureStopped) {
      return;
    }
    unit.data().retain();
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
   * Decode times grow, where two legs with other reorder delays meet, and where a picture comes
   * before the end that a part was complete with; presentation time is kept.
   */
  private AccessUnit strictlyLater(AccessUnit unit) {
    boolean first = lastLeadDts == Long.MIN_VALUE;
    if (first || isJump(unit.dts() - lastLeadDts, lead())) {
      return unit;
    }
    boolean behindPart = endsBehindLast() && unit.track() == TrackType.VIDEO;
    long earliestDts = lastLeadDts + (behindPart ? lastFrameTicks : 1);
    return unit.dts() < earliestDts ? unit.at(earliestDts) : unit;
  }

  private boolean isJump(long deltaTicks, CodecConfig lead) {
    long longestUs = Math.min(MAX_FRAME_DURATION_US, config.maxSegmentUs());
    return Math.abs(Timescale.toMicros(deltaTicks, lead.timescale())) > longestUs;
  }

  private static Sample sample(AccessUnit unit, long durationTicks) {
    return new Sample(
        unit.dts(),
        Math.toIntExact(durationTicks),
        unit.compositionOffset(),
        unit.keyframe(),
        unit.data(),
        unit.texts());
  }

  private long defaultFrameTicks() {
    CodecConfig lead = lead();
    if (lead.frameTicks() > 0) {
      return lead.frameTicks();
    }
    return lastFrameTicks > 0 ? lastFrameTicks : lead.timescale() / 25;
  }

  /** How long a frame at {@code dts} may last in the open segment. */
  private long ticksLeft(long dts) {
    long longest = Timescale.fromMicros(config.maxSegmentUs(), lead().timescale());
    return Math.max(1, builder.startDts() + longest - dts);
  }

  private static long toUs(long ticks, CodecConfig lead) {
    return Timescale.toMicros(ticks, lead.timescale());
  }

  private static long frameUs(CodecConfig lead) {
    return Timescale.toMicros(lead.frameTicks(), lead.timescale());
  }

  private CodecConfig lead() {
    StreamConfig current = stream;
    if (current == null) {
      throw new IllegalStateException("configure first");
    }
    return current.lead();
  }

  private void forgetTimeline() {
    listedFromDts = Long.MIN_VALUE;
    builder.dropSound();
    dropHeld();
    lastLeadDts = Long.MIN_VALUE;
    audioEnd = Long.MIN_VALUE;
    gops.forgetLast();
  }
}
