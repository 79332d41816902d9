package live.understudy.hls;

import java.util.ArrayList;
import java.util.List;
import live.understudy.media.AccessUnit;
import live.understudy.media.CodecConfig;
import live.understudy.media.Timescale;
import live.understudy.media.TrackType;
import org.jspecify.annotations.Nullable;

/** The open segment of a {@link Packager}: collects samples, closes parts, numbers segments. */
final class SegmentBuilder {

  private final PackagerConfig config;
  private final MediaMemory memory;
  private final List<Segment> done = new ArrayList<>();
  private final List<Part> parts = new ArrayList<>();
  private final List<Sample> video = new ArrayList<>();
  private final List<Sample> audio = new ArrayList<>();

  private long nextMsn;
  private int nextInitNumber;
  private long discontinuitySequence;
  private long fragmentSequence = 1;

  private @Nullable InitSection init;
  private boolean discontinuity;
  private boolean independent;
  private boolean captions;
  private TrackType lead = TrackType.VIDEO;
  private int timescale = 1;
  private long startDts;
  private long partStartDts;
  private long partTicks = 1;

  private long anchorUs;
  private long anchorWallMs;
  private long lastEndWallMs;
  private long lastEndDts = Long.MIN_VALUE;

  SegmentBuilder(PackagerConfig config, PackagerResume resume, MediaMemory memory) {
    this.config = config;
    this.memory = memory;
    this.nextMsn = resume.nextMsn();
    this.nextInitNumber = resume.nextInitNumber();
    this.discontinuitySequence = resume.discontinuitySequence();
  }

  boolean isOpen() {
    return init != null;
  }

  long startDts() {
    return startDts;
  }

  /** Where the last segment ended. */
  long endDts() {
    return lastEndDts;
  }

  long startUs() {
    return Timescale.toMicros(startDts, timescale);
  }

  int takeInitNumber() {
    return nextInitNumber++;
  }

  PackagerResume resumePoint() {
    long open = init != null && discontinuity ? 1 : 0;
    return new PackagerResume(nextMsn, nextInitNumber, discontinuitySequence - open, true);
  }

  void anchorWallClock(long timeUs, long wallMs) {
    anchorUs = timeUs;
    anchorWallMs = wallMs;
  }

  /** The timeline jumped: dates go on from the end of the last segment. */
  void continueWallClockAt(long timeUs) {
    anchorWallClock(timeUs, lastEndWallMs);
  }

  void open(
      InitSection section,
      CodecConfig leading,
      long dts,
      boolean beginsWithKeyframe,
      boolean tagged) {
    init = section;
    discontinuity = tagged;
    if (tagged) {
      discontinuitySequence++;
    }
    independent = beginsWithKeyframe;
    captions = false;
    lead = leading.track();
    timescale = leading.timescale();
    startDts = dts;
    partStartDts = dts;
    partTicks = partTicks(leading);
  }

  /** As many whole frames as fit into the part target, so that all parts of a segment are equal. */
  private long partTicks(CodecConfig leading) {
    long target = Math.max(1, Timescale.fromMicros(config.partTargetUs(), leading.timescale()));
    int frame = leading.frameTicks();
    return frame == 0 ? target : Math.max(1, target / frame) * frame;
  }

  /** Takes over a sample whose data is retained. */
  void addLead(Sample sample) {
    if (lead == TrackType.VIDEO) {
      video.add(sample);
    } else {
      addAudio(sample);
    }
  }

  /** The open segment carries captions. */
  void noteCaptions() {
    captions = true;
  }

  /**
   * As above; a run counts its times from its first sample: a hole prolongs the sample before it.
   */
  void addAudio(Sample sample) {
    if (!audio.isEmpty()) {
      Sample before = audio.getLast();
      long ticks = Math.min(sample.dts() - before.dts(), Integer.MAX_VALUE);
      if (ticks > before.durationTicks()) {
        audio.set(
            audio.size() - 1,
            new Sample(
                before.dts(), Math.toIntExact(ticks), 0, true, before.data(), before.texts()));
      }
    }
    audio.add(sample);
  }

  /**
   * Sound that came after the last part was complete belongs to no other timeline: under the next
   * init section it would be noise, at the next times a hole.
   */
  void dropSound() {
    drop(audio);
  }

  private static void drop(List<Sample> samples) {
    samples.forEach(sample -> sample.data().release());
    samples.clear();
  }

  /**
   * Whether a frame at {@code nextDts} belongs to a later part of the grid, or is so far off the
   * grid that the open part would be too long with it.
   */
  boolean partIsFull(long nextDts, int frameTicks) {
    boolean onGrid = (nextDts - startDts) / partTicks > (partStartDts - startDts) / partTicks;
    return (onGrid && !isShort(nextDts))
        || (nextDts > partStartDts && partOverflows(nextDts + frameTicks));
  }

  long partStartDts() {
    return partStartDts;
  }

  /** The latest decode time at which the open part can end. */
  long latestPartEndDts() {
    return partStartDts + Timescale.fromMicros(config.partTargetUs(), timescale);
  }

  /** Whether the open part would be longer than its target if it ended there. */
  boolean partOverflows(long endDts) {
    return Timescale.toMicros(endDts - partStartDts, timescale) > config.partTargetUs();
  }

  /**
   * Whether the open part begins without a keyframe and is under 85 % of its target till there;
   * {@code last} has not been added.
   */
  boolean partIsShort(long endDts, AccessUnit last) {
    List<Sample> leading = lead == TrackType.VIDEO ? video : audio;
    boolean exempt = leading.isEmpty() ? last.keyframe() : leading.getFirst().sync();
    return !exempt && isShort(endDts);
  }

  /** Behind a part that was cut off the grid, the next line of it may be too near. */
  private boolean isShort(long endDts) {
    return endDts < earliestPartEndDts();
  }

  /** From here on the open part has 85 % of its target. */
  long earliestPartEndDts() {
    long micros = config.partTargetUs() * 85 / 100;
    return partStartDts + Math.ceilDiv(micros * timescale, Timescale.MICROS_PER_SECOND);
  }

  void closePart(long endDts) {
    List<Sample> leading = lead == TrackType.VIDEO ? video : audio;
    if (leading.isEmpty()) {
      return;
    }
    boolean startsWithKeyframe = leading.getFirst().sync();
    MediaBytes bytes = Fragment.write(memory, fragmentSequence++, timescale, video, audio);
    long durationUs =
        Timescale.toMicros(endDts, timescale) - Timescale.toMicros(partStartDts, timescale);
    parts.add(new Part(parts.size(), durationUs, startsWithKeyframe, bytes));
    drop(video);
    drop(audio);
    partStartDts = endDts;
  }

  void closeSegment(long endDts) {
    InitSection section = init;
    if (section == null) {
      throw new IllegalStateException("no segment is open");
    }
    closePart(endDts);
    init = null;
    if (parts.isEmpty()) {
      return;
    }
    long sizeBytes = 0;
    for (Part part : parts) {
      sizeBytes += part.bytes().length();
    }
    SegmentInfo info =
        new SegmentInfo(
            nextMsn++,
            section.number(),
            discontinuity,
            discontinuitySequence,
            wallMsAt(startDts),
            startUs(),
            Timescale.toMicros(endDts, timescale) - startUs(),
            independent,
            captions,
            sizeBytes);
    done.add(new Segment(info, section, parts));
    lastEndWallMs = wallMsAt(endDts);
    lastEndDts = endDts;
    parts.clear();
  }

  /** The open segment if it has a part. */
  @Nullable OpenSegment openSegment(boolean endsHere) {
    InitSection section = init;
    if (section == null || parts.isEmpty()) {
      return null;
    }
    return new OpenSegment(
        nextMsn,
        section,
        discontinuity,
        discontinuitySequence,
        wallMsAt(startDts),
        startUs(),
        independent,
        parts,
        endsHere);
  }

  /** Lets go of everything that was not drained. */
  void close() {
    done.forEach(Segment::release);
    done.clear();
    parts.forEach(part -> part.bytes().release());
    parts.clear();
    drop(video);
    drop(audio);
    init = null;
  }

  List<Segment> drain() {
    if (done.isEmpty()) {
      return List.of();
    }
    List<Segment> drained = List.copyOf(done);
    done.clear();
    return drained;
  }

  private long wallMsAt(long dts) {
    long sinceAnchorUs = Timescale.toMicros(dts, timescale) - anchorUs;
    return anchorWallMs + Math.floorDiv(sinceAnchorUs + 500, 1000);
  }
}
