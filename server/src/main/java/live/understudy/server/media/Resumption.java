package live.understudy.server.media;

import java.util.List;
import java.util.Map;
import live.understudy.api.event.Dvr;
import live.understudy.api.event.EventView;
import live.understudy.api.event.LatencyMode;
import live.understudy.failover.ProgramConfig;
import live.understudy.failover.ProgramResume;
import live.understudy.hls.PackagerResume;
import live.understudy.hls.PlaylistShape;
import live.understudy.hls.SegmentWindow;
import live.understudy.hls.WindowSnapshot;
import live.understudy.hls.store.Recovered;
import org.jspecify.annotations.Nullable;

/** What becomes of an event's settings, and of what was kept of its programs, when it is opened. */
final class Resumption {

  /** No segment is shorter, so that a time says how many there can have been. */
  private static final long SHORTEST_SEGMENT_MS = 250;

  /** An event that is live for less has published nothing yet. */
  private static final long JUST_NOW_MS = 5_000;

  private static final long US_PER_MINUTE = 60_000_000L;

  /** A day of segments of one second: as much as a playlist can reasonably list. */
  private static final int MAX_LISTED = 86_400;

  private Resumption() {}

  /** How the programs of {@code event} are published. */
  static ProgramConfig config(ProgramConfig base, EventView event) {
    ProgramConfig config = event.latencyMode() == LatencyMode.LOW ? base.withLowLatency() : base;
    Dvr dvr = event.dvr();
    Integer minutes = dvr.minutes();
    return switch (dvr.mode()) {
      case OFF -> config;
      case WINDOW -> config.rewindable((minutes == null ? 1 : minutes) * US_PER_MINUTE, MAX_LISTED);
      case EVENT -> config.rewindable(Long.MAX_VALUE, MAX_LISTED);
    };
  }

  /**
   * Where a program goes on. Where more may have been published than is known, as many numbers are
   * left out as there can have been: the same number never means other bytes.
   */
  static ProgramResume resume(Recovered kept, long nowWallMs) {
    if (kept.certain()) {
      return new ProgramResume(
          new PackagerResume(
              kept.nextMsn(), kept.nextInitNumber(), kept.discontinuitySequence(), true),
          kept.shape(),
          kept.zeroWallMs(),
          kept.publishedEndUs() * 1000,
          List.of(),
          kept.segments(),
          kept.inits(),
          List.of());
    }
    long unknownMs = Math.max(0, nowWallMs - kept.lastWallMs());
    int left = Math.toIntExact(Math.min(unknownMs / SHORTEST_SEGMENT_MS + 1, 1 << 24));
    return new ProgramResume(
        new PackagerResume(
            kept.nextMsn() + left,
            kept.nextInitNumber() + left,
            kept.discontinuitySequence() + left,
            true),
        kept.shape(),
        kept.zeroWallMs(),
        kept.publishedEndUs() * 1000,
        List.of(),
        List.of(),
        Map.of(),
        List.of());
  }

  /**
   * What can be said of a program without its archive: how long it has been live, and so how many
   * numbers it can have used. Null when it goes live only now.
   */
  static @Nullable Recovered guess(EventView event, ProgramConfig config, long nowWallMs) {
    Long liveAtMs = event.liveAtMs();
    if (liveAtMs == null || nowWallMs - liveAtMs < JUST_NOW_MS) {
      return null;
    }
    int targetDurationS = Math.toIntExact((config.segmentTargetUs() + 999_999) / 1_000_000);
    long partTargetUs = config.lowLatency() ? config.partTargetUs() : 0;
    return new Recovered(
        new PlaylistShape(targetDurationS, partTargetUs, config.rewindable()),
        liveAtMs,
        false,
        false,
        List.of(),
        Map.of(),
        0,
        0,
        0,
        (nowWallMs - liveAtMs) * 1000,
        liveAtMs);
  }

  /** The last state of a program that has ended. */
  static WindowSnapshot ended(Recovered kept, ProgramConfig config) {
    SegmentWindow window = new SegmentWindow(kept.shape(), config.window());
    window.restore(List.of(), kept.segments(), kept.inits(), List.of());
    window.end();
    return window.snapshot();
  }
}
