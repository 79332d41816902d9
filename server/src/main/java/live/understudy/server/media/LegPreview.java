package live.understudy.server.media;

import java.util.List;
import live.understudy.hls.MediaName;
import live.understudy.hls.Packager;
import live.understudy.hls.PackagerConfig;
import live.understudy.hls.PackagerResume;
import live.understudy.hls.PlaylistShape;
import live.understudy.hls.Segment;
import live.understudy.hls.SegmentWindow;
import live.understudy.hls.WindowConfig;
import live.understudy.media.SessionEvent;
import live.understudy.server.http.MediaResource;
import org.jspecify.annotations.Nullable;

/**
 * One leg as a playlist of its own, all the time, on air or not: what the Studio shows. Owned by
 * the leg's event loop; viewers read {@link #rendered}.
 */
final class LegPreview {

  private static final int TARGET_DURATION_S = 2;
  private static final long SEGMENT_TARGET_US = 1_000_000;
  private static final WindowConfig WINDOW = new WindowConfig(12_000_000, 6, 16);

  private final PackagerConfig config;
  private Packager packager;
  private SegmentWindow window =
      new SegmentWindow(PlaylistShape.classic(TARGET_DURATION_S), WINDOW);
  private boolean givenUp;
  private volatile @Nullable RenderedPlaylist rendered;

  LegPreview(long partTargetUs) {
    config =
        PackagerConfig.of(
            TARGET_DURATION_S, SEGMENT_TARGET_US, Math.min(partTargetUs, SEGMENT_TARGET_US));
    packager = new Packager(config, PackagerResume.FRESH);
  }

  /** Another session begins: its timeline is its own. */
  void sessionStarted(long wallMs) {
    if (givenUp) {
      packager = new Packager(config, packager.resumePoint());
      window = new SegmentWindow(PlaylistShape.classic(TARGET_DURATION_S), WINDOW);
      givenUp = false;
    }
    packager.markDiscontinuity();
    packager.anchorWallClock(0, wallMs);
  }

  /** Nothing more is shown of this session; after a failure its packager can't be trusted. */
  void giveUpSession() {
    givenUp = true;
  }

  void onEvent(SessionEvent event) {
    if (givenUp) {
      return;
    }
    switch (event) {
      case SessionEvent.Configured configured -> packager.configure(configured.config());
      case SessionEvent.Unit unit -> packager.add(unit.unit());
      case SessionEvent.Ended _ -> packager.flush();
      case SessionEvent.Described _, SessionEvent.OtherTracks _ -> {}
    }
    list();
  }

  private void list() {
    List<Segment> segments = packager.drainSegments();
    if (segments.isEmpty()) {
      return;
    }
    segments.forEach(window::add);
    rendered = new RenderedPlaylist(window.snapshot());
  }

  /** What is served under a name now, for any thread; null when there is nothing. */
  @Nullable MediaResource find(String name) {
    RenderedPlaylist now = rendered;
    if (now == null) {
      return null;
    }
    return switch (name) {
      case RenderedPlaylist.MULTIVARIANT -> now.multivariant();
      case RenderedPlaylist.MEDIA -> now.media();
      default -> {
        MediaName parsed = MediaName.parse(name);
        yield parsed == null ? null : now.find(parsed);
      }
    };
  }
}
