/** The browser's own HLS player, for devices without Media Source. Errors reload it with growing waits, for ever. */
import { backoffMs } from '../lib/backoff';
import type { Player, PlayerEvents } from './player';
import { RECOVERY_LIMITS } from './recovery';
import { Supervisor, type Window } from './supervisor';
import type { Observation } from './watchdog';

/** Three segments of the usual two seconds: where a native player stands when it plays live. */
const ASSUMED_LIVE_DELAY_S = 6;

export class NativePlayer implements Player {
  private failures = 0;
  private repair: ReturnType<typeof setTimeout> | undefined;
  private readonly supervisor: Supervisor;
  private readonly onError = () => this.reload();

  constructor(
    private readonly video: HTMLVideoElement,
    private url: string,
    events: PlayerEvents,
  ) {
    this.supervisor = new Supervisor(
      video,
      events,
      () => this.window(),
      (observation) => this.onTick(observation),
    );
    video.addEventListener('error', this.onError);
    this.open();
  }

  load(url: string): void {
    if (url === this.url) return;
    this.url = url;
    this.open();
  }

  seekToLive(): void {
    const { liveS } = this.window();
    if (liveS !== null) this.video.currentTime = liveS;
    this.supervisor.play();
  }

  destroy(): void {
    clearTimeout(this.repair);
    this.supervisor.destroy();
    this.video.removeEventListener('error', this.onError);
    this.video.removeAttribute('src');
    this.video.load();
  }

  private open(): void {
    clearTimeout(this.repair);
    this.supervisor.restart();
    this.video.src = this.url;
    this.supervisor.play();
  }

  private reload(): void {
    clearTimeout(this.repair);
    this.repair = setTimeout(
      () => this.open(),
      backoffMs(RECOVERY_LIMITS.backoff, this.failures++, Math.random()),
    );
  }

  private onTick(observation: Observation): void {
    if (observation.moving) this.failures = 0;
    if (observation.advice === 'seek-to-live') this.seekToLive();
    else if (observation.advice !== 'none') this.reload();
  }

  private window(): Window {
    const { seekable } = this.video;
    const last = seekable.length - 1;
    if (last < 0) return { startS: null, edgeS: null, liveS: null };
    const edgeS = seekable.end(last);
    return { startS: seekable.start(0), edgeS, liveS: edgeS - ASSUMED_LIVE_DELAY_S };
  }
}
