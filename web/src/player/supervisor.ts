/** The part that both players share: one tick per second over a video element, and what follows from it. */
import type { Picture, PlayerEvents } from './player';
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
    video.addEventListener('ended', () => this.events.onPlayedOut(), { signal });
  }

  /** A new source: until its first picture nothing counts as interrupted. */
  restart(): void {
    this.shown = false;
    this.show('starting');
  }

  /** Starts playing; a browser that wants a click first is reported, not retried. */
  play(): void {
    this.video.play().catch((error: unknown) => {
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
    this.events.onBehindLive(
      window.liveS === null || !this.shown ? 0 : Math.max(0, window.liveS - video.currentTime),
    );
    this.act(observation);
  }

  private show(picture: Picture): void {
    if (picture === 'playing') this.shown = true;
    if (picture === this.picture) return;
    this.picture = picture;
    this.events.onPicture(picture);
  }
}
