package live.understudy.hls;

import java.util.ArrayList;
import java.util.List;
import live.understudy.media.Timescale;
import live.understudy.media.VideoConfig;
import org.jspecify.annotations.Nullable;

/** The open segment of a {@link Packager}: collects samples, closes parts, numbers segments. */
final class SegmentBuilder {

  private final PackagerConfig config;
  private final List<Segment> done = new ArrayList<>();
  private final List<Part> parts = new ArrayList<>();
  private List<Sample> video = new ArrayList<>();
  private List<Sample> audio = new ArrayList<>();

  private long nextMsn;
  private int nextInitNumber;
  private long discontinuitySequence;
  private long fragmentSequence = 1;

  private @Nullable InitSection init;
  private boolean discontinuity;
  private boolean independent;
  private int timescale = 1;
  private long startDts;
  private long partStartDts;
  private long partTicks = 1;

  private long anchorUs;
  private long anchorWallMs;
  private long lastEndWallMs;

  SegmentBuilder(PackagerConfig config, PackagerResume resume) {
    this.config = config;
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
      VideoConfig videoConfig,
      long dts,
      boolean beginsWithKeyframe,
      boolean tagged) {
    init = section;
    discontinuity = tagged;
    if (tagged) {
      discontinuitySequence++;
    }
    independent = beginsWithKeyframe;
    timescale = videoConfig.timescale();
    startDts = dts;
    partStartDts = dts;
    partTicks = partTicks(videoConfig);
  }

  /** Whole frames nearest to the part target, so that all parts of a constant rate are equal. */
  private long partTicks(VideoConfig videoConfig) {
    long target = Math.max(1, Timescale.fromMicros(config.partTargetUs(), videoConfig.timescale()));
    int frame = videoConfig.frameTicks();
    return frame == 0 ? target : Math.max(1, (target + frame / 2) / frame) * frame;
  }

  void addVideo(Sample sample) {
    video.add(sample);
  }

  /** A run counts its times from its first sample: a hole prolongs the sample before it. */
  void addAudio(Sample sample) {
    if (!audio.isEmpty()) {
      Sample before = audio.getLast();
      long ticks = Math.min(sample.dts() - before.dts(), Integer.MAX_VALUE);
      if (ticks > before.durationTicks()) {
        audio.set(
            audio.size() - 1,
            new Sample(before.dts(), Math.toIntExact(ticks), 0, true, before.data()));
      }
    }
    audio.add(sample);
  }

  /** Whether a frame at {@code nextDts} belongs to a later part of the grid. */
  boolean partIsFull(long nextDts) {
    return (nextDts - startDts) / partTicks > (partStartDts - startDts) / partTicks;
  }

  void closePart(long endDts) {
    if (video.isEmpty()) {
      return;
    }
    boolean startsWithKeyframe = video.getFirst().sync();
    byte[] bytes = Fragment.write(fragmentSequence++, video, audio);
    long durationUs =
        Timescale.toMicros(endDts, timescale) - Timescale.toMicros(partStartDts, timescale);
    parts.add(new Part(parts.size(), durationUs, startsWithKeyframe, bytes));
    video = new ArrayList<>(video.size());
    audio = new ArrayList<>(audio.size());
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
    done.add(
        new Segment(
            nextMsn++,
            section,
            discontinuity,
            discontinuitySequence,
            wallMsAt(startDts),
            startUs(),
            Timescale.toMicros(endDts, timescale) - startUs(),
            independent,
            parts));
    lastEndWallMs = wallMsAt(endDts);
    parts.clear();
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
