package live.understudy.ingest.demux;

import java.util.List;
import live.understudy.media.AccessUnit;
import live.understudy.media.SessionEvent;
import live.understudy.media.StreamConfig;
import live.understudy.media.TrackType;
import org.jspecify.annotations.Nullable;

/**
 * Writes access units of tracks that are known: in ticks instead of milliseconds, and from the
 * first keyframe on.
 */
final class UnitWriter {
  private @Nullable StreamConfig config;
  private @Nullable FrameGrid grid;
  private @Nullable Monotonic videoOrder;
  private @Nullable AudioRun run;
  private @Nullable Monotonic audioOrder;
  private boolean awaitsKeyframe;
  private boolean everKeyframe;
  private boolean dropsLeading;
  private long audioFromMs = Long.MAX_VALUE;
  private long sentPts = Long.MIN_VALUE;
  private long shownPts;

  @Nullable StreamConfig config() {
    return config;
  }

  /** From here on the tracks are these. What did not change keeps its place on the timeline. */
  void configure(StreamConfig next, FrameRateProbe.Result timing, List<SessionEvent> out) {
    StreamConfig before = config;
    FrameRate rate = timing.rate();
    if (next.equals(before)) {
      return;
    }
    if (next.video() != null && (before == null || !next.video().equals(before.video()))) {
      boolean sameRate =
          before != null
              && before.video() != null
              && before.video().timescale() == rate.timescale()
              && before.video().frameTicks() == rate.frameTicks();
      if (!sameRate) {
        grid = new FrameGrid(rate, timing.anchorMs());
        sentPts = Long.MIN_VALUE;
        videoOrder = new Monotonic(rate.timescale());
      }
      awaitsKeyframe = true;
    }
    if (next.audio() != null && (before == null || !next.audio().equals(before.audio()))) {
      run = new AudioRun(next.audio());
      audioOrder = new Monotonic(next.audio().sampleRate());
    }
    config = next;
    out.add(new SessionEvent.Configured(next));
  }

  /** Sound that arrived before the first keyframe but belongs to it is kept, from this time on. */
  void keepAudioFrom(long ms) {
    audioFromMs = ms;
  }

  void write(HeldUnit unit, List<SessionEvent> out) {
    AccessUnit written = unit.track() == TrackType.VIDEO ? video(unit) : audio(unit);
    if (written != null) {
      out.add(new SessionEvent.Unit(written));
    }
  }

  private @Nullable AccessUnit video(HeldUnit unit) {
    if (grid == null || videoOrder == null || awaitsKeyframe && !unit.keyframe()) {
      return null;
    }
    if (unit.keyframe()) {
      dropsLeading = awaitsKeyframe;
      awaitsKeyframe = false;
    } else if (unit.leading() && dropsLeading) {
      // It refers to pictures before the keyframe at which the stream was joined.
      return null;
    }
    everKeyframe = true;
    long wanted = grid.dts(unit.ms(), unit.offsetNs());
    long dts = videoOrder.mend(wanted);
    // A mended decode time does not move the picture.
    int offset = (int) (shownAt(wanted + grid.offset(unit.offsetMs())) - dts);
    return new AccessUnit(
        TrackType.VIDEO,
        dts,
        offset,
        unit.keyframe(),
        unit.data(),
        unit.hash(),
        unit.arrivedNs(),
        unit.captions(),
        unit.timecode(),
        unit.texts());
  }

  /** Pictures that are sent with one time are shown after one another: players drop all but one. */
  private long shownAt(long pts) {
    shownPts = pts == sentPts ? shownPts + 1 : pts;
    sentPts = pts;
    return shownPts;
  }

  private @Nullable AccessUnit audio(HeldUnit unit) {
    if (run == null || audioOrder == null || config == null) {
      return null;
    }
    if (config.video() != null && !everKeyframe && unit.ms() < audioFromMs) {
      return null;
    }
    long dts = audioOrder.mend(run.dts(unit.ms(), unit.offsetNs(), unit.samples()));
    AccessUnit frame =
        new AccessUnit(TrackType.AUDIO, dts, 0, true, unit.data(), unit.hash(), unit.arrivedNs());
    boolean hasTexts = config.video() == null && !unit.texts().isEmpty();
    return hasTexts ? frame.withTexts(unit.texts()) : frame;
  }
}
