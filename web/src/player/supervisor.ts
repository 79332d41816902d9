/** The part that both players share: one tick per second over a video element, and what follows from it. */
import type { Picture, PlayerEvents, Timeline } from './player';
import { TICK_MS } from './player';
import { bufferedAheadS, Watchdog, type Observation } from './watchdog';

export interface Window {
  /** Media times of the first and last thing in the playlist, and of where live play should be; null when unknown. */
  readonly startS: number | null;
  readonly edgeS: number | null;
  readonly liveS: number | null;
}

export class Supervisor {
  private readonly watchdog = new Watchdog();
  private readonly timer: ReturnType<typeof setInterval>;
  private readonly listening = new AbortController();
  private picture: Picture = 'starting';
  private shown = false;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly events: PlayerEvents,
    private readonly window: () => Window,
    private readonly act: (observation: Observation) => void,
  ) {
    this.timer = setInterval(() => this.tick(), TICK_MS);
    const { signal } = this.listening;
    video.addEventListener('playing', () => this.show('playing'), { signal });
    for (const event of ['timeupdate', 'seeking']) {
      video.addEventListener(event, () => this.tellTimeline(), { signal });
    }
    video.addEventListener('ended', () => this.events.onPlayedOut(), { signal });
  }

  /** A new source: until its first picture nothing counts as interrupted. */
  restart(): void {
    this.shown = false;
    this.show('starting');
  }

  /** Starts playing; a browser that wants a click first is reported, not retried. */
  play(): void {
    // Old browsers answer nothing, and so do pages that are being taken down.
    const playing = this.video.play() as Promise<void> | undefined;
    playing?.catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'NotAllowedError') this.events.onPlayRefused();
    });
  }

  destroy(): void {
    clearInterval(this.timer);
    this.listening.abort();
  }

  private tick(): void {
    const { video } = this;
    const window = this.window();
    const observation = this.watchdog.observe({
      nowMs: performance.now(),
      mayStandStill: video.paused || video.ended,
      currentTimeS: video.currentTime,
      windowStartS: window.startS,
      edgeS: window.edgeS,
      bufferedAheadS: bufferedAheadS(video.buffered, video.currentTime),
    });
    if (observation.moving) this.show('playing');
    else if (observation.interrupted) this.show(this.shown ? 'interrupted' : 'starting');
    this.tellTimeline();
    this.act(observation);
  }

  private tellTimeline(): void {
    this.events.onTimeline(this.shown ? timelineOf(this.window(), this.video.currentTime) : null);
  }

  private show(picture: Picture): void {
    if (picture === 'playing') this.shown = true;
    if (picture === this.picture) return;
    this.picture = picture;
    this.events.onPicture(picture);
  }
}

/** Null while the window is not known, or holds nothing yet. */
export function timelineOf(window: Window, positionS: number): Timeline | null {
  const endS = window.liveS ?? window.edgeS;
  if (window.startS === null || endS === null || endS < window.startS) return null;
  return { startS: window.startS, endS, positionS, live: window.liveS !== null };
}
