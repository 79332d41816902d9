package live.understudy.server.media;

import java.util.List;
import live.understudy.hls.MediaMemory;
import live.understudy.hls.MediaName;
import live.understudy.hls.Packager;
import live.understudy.hls.PackagerConfig;
import live.understudy.hls.PackagerResume;
import live.understudy.hls.PlaylistShape;
import live.understudy.hls.Segment;
import live.understudy.hls.SegmentWindow;
import live.understudy.hls.WindowConfig;
import live.understudy.media.SessionEvent;
import live.understudy.media.StreamConfig;
import live.understudy.server.http.MediaAnswer;
import live.understudy.server.http.MediaResource;
import org.jspecify.annotations.Nullable;

/**
 * One leg as a playlist of its own, on air or not: what the Studio shows. It is packaged only while
 * somebody asks for it; the last seconds are kept, so that the picture is there at once. Owned by
 * the leg's event loop; viewers read {@link #find}.
 */
final class LegPreview {

  /** A player asks at least once in a target duration. */
  static final long FORGOTTEN_AFTER_NS = 30_000_000_000L;

  private static final int TARGET_DURATION_S = 2;
  private static final long SEGMENT_TARGET_US = 1_000_000;
  private static final WindowConfig WINDOW = new WindowConfig(12_000_000, 6, 16);

  private final PackagerConfig config;
  private final MediaMemory memory;
  private final RecentUnits recent = new RecentUnits();

  /** Where the last packager stood: the same name never means other bytes. */
  private PackagerResume place = PackagerResume.FRESH;

  private @Nullable Packager packager;
  private SegmentWindow window;
  private long sessionWallMs;
  private boolean sessionEnded;
  private boolean givenUp;
  private volatile long wantedNs;
  private volatile boolean shown;
  private volatile @Nullable RenderedPlaylist rendered;

  /** {@code memory}: where what is packaged lies. */
  LegPreview(long partTargetUs, MediaMemory memory) {
    this.memory = memory;
    this.window = window();
    config =
        PackagerConfig.of(
            TARGET_DURATION_S, SEGMENT_TARGET_US, Math.min(partTargetUs, SEGMENT_TARGET_US));
  }

  private SegmentWindow window() {
    return new SegmentWindow(PlaylistShape.classic(TARGET_DURATION_S), WINDOW, memory);
  }

  /** Another session begins: its timeline is its own. */
  void sessionStarted(long wallMs) {
    recent.forget();
    sessionWallMs = wallMs;
    sessionEnded = false;
    if (givenUp) {
      givenUp = false;
      if (shown) {
        begin();
      }
    } else if (packager != null) {
      anchor(packager);
    }
  }

  private void anchor(Packager to) {
    to.markDiscontinuity();
    to.anchorWallClock(0, sessionWallMs);
  }

  /** Nothing more is shown of this session; after a failure its packager can't be trusted. */
  void giveUpSession() {
    if (packager != null) {
      place = packager.resumePoint();
      packager.close();
    }
    packager = null;
    recent.forget();
    givenUp = true;
  }

  void onEvent(SessionEvent event, long nowNs) {
    if (givenUp) {
      return;
    }
    switch (event) {
      case SessionEvent.Configured configured -> recent.configure(configured.config());
      case SessionEvent.Unit unit -> recent.add(unit.unit());
      case SessionEvent.Ended _ -> sessionEnded = true;
      case SessionEvent.Described _, SessionEvent.OtherTracks _ -> {}
    }
    expire(nowNs);
    if (packager == null) {
      return;
    }
    switch (event) {
      case SessionEvent.Configured configured -> packager.configure(configured.config());
      case SessionEvent.Unit unit -> packager.add(unit.unit());
      case SessionEvent.Ended _ -> packager.flush();
      case SessionEvent.Described _, SessionEvent.OtherTracks _ -> {}
    }
    list(packager);
  }

  /** Somebody wants to see it, and {@link #isShown} said no. */
  void show(long nowNs) {
    wantedNs = nowNs;
    if (!shown) {
      if (!givenUp) {
        begin();
      }
      shown = true;
    }
  }

  /** A list of its own, of what is known of this session. */
  private void begin() {
    Packager begun = new Packager(config, place, memory);
    // From here on it is closed, whatever becomes of it.
    packager = begun;
    anchor(begun);
    window.close();
    window = window();
    StreamConfig current = recent.config();
    if (current != null) {
      begun.configure(current);
      recent.forEach(begun::add);
    }
    if (sessionEnded) {
      begun.flush();
    }
    list(begun);
  }

  /** Time has passed: what nobody has asked for since long ago ends. */
  void expire(long nowNs) {
    if (!shown || nowNs - wantedNs <= FORGOTTEN_AFTER_NS) {
      return;
    }
    if (packager != null) {
      place = packager.resumePoint();
    }
    shown = false;
    leave();
    window = window();
  }

  /** Nobody looks at it any more, and it is told of nothing more. */
  void close() {
    leave();
    recent.forget();
  }

  private void leave() {
    if (packager != null) {
      packager.close();
    }
    packager = null;
    rendered = null;
    window.close();
  }

  private void list(Packager from) {
    List<Segment> segments = from.drainSegments();
    if (segments.isEmpty()) {
      return;
    }
    segments.forEach(window::add);
    rendered = new RenderedPlaylist(window.snapshot());
  }

  /** Whether {@link #find} knows all that there is; for any thread. */
  boolean isShown() {
    return shown;
  }

  /** What is served under a name now, for any thread; null when there is nothing. */
  @Nullable MediaResource find(String name, long nowNs) {
    wantedNs = nowNs;
    RenderedPlaylist now = rendered;
    if (now == null) {
      return null;
    }
    return switch (name) {
      case RenderedPlaylist.MULTIVARIANT -> now.multivariant();
      case RenderedPlaylist.MEDIA -> now.media();
      default -> {
        MediaName parsed = MediaName.parse(name);
        yield parsed == null ? null : now.find(parsed, MediaAnswer.Missing::new);
      }
    };
  }
}
