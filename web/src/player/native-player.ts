/** The browser's own HLS player, for devices without Media Source. Errors reload it with growing waits, for ever. */
import { backoffMs } from '../lib/backoff';
import type { Profile } from './config';
import type { Player, PlayerEvents } from './player';
import { RECOVERY_LIMITS } from './recovery';
import { Supervisor, type Window } from './supervisor';
import type { Observation } from './watchdog';

/** Three segments of the usual two seconds: where a native player stands when it plays live. */
const ASSUMED_LIVE_DELAY_S = 6;

/** WebKit's: the wall clock at media time 0, invalid when the playlist has no dates. */
interface DatedVideo {
  getStartDate?(): Date;
}

export class NativePlayer implements Player {
  private failures = 0;
  private repair: ReturnType<typeof setTimeout> | undefined;
  private readonly supervisor: Supervisor;
  private readonly onError = () => this.reload();
  private readonly onMetadata = () => this.place();
  /** Where to go on, as wall clock; null for the live edge, or for the beginning of a recording. */
  private wantedDateMs: number | null = null;

  constructor(
    private readonly video: HTMLVideoElement,
    private url: string,
    private readonly events: PlayerEvents,
    private readonly profile: Profile,
  ) {
    this.supervisor = new Supervisor(
      video,
      events,
      () => this.window(),
      (observation) => this.onTick(observation),
    );
    video.addEventListener('error', this.onError);
    video.addEventListener('loadedmetadata', this.onMetadata);
    this.open();
  }

  load(url: string): void {
    if (url === this.url) return;
    this.url = url;
    this.wantedDateMs = this.dateMs(this.video.currentTime);
    this.open();
  }

  seekTo(positionS: number): void {
    this.video.currentTime = Math.max(positionS, this.window().startS ?? 0);
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
    this.video.removeEventListener('loadedmetadata', this.onMetadata);
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
    this.events.onDate(this.dateMs(this.video.currentTime));
    if (observation.moving) this.failures = 0;
    if (observation.advice === 'seek-to-live') this.seekToLive();
    else if (observation.advice !== 'none') this.reload();
  }

  private place(): void {
    const { startS, liveS } = this.window();
    const zeroMs = this.dateMs(0);
    const wantedS =
      this.wantedDateMs === null || zeroMs === null ? null : (this.wantedDateMs - zeroMs) / 1000;
    if (wantedS !== null && startS !== null && wantedS >= startS && wantedS < (liveS ?? Infinity)) {
      this.video.currentTime = wantedS;
    } else if (this.profile.fromStart && startS !== null) this.video.currentTime = startS;
    this.wantedDateMs = null;
  }

  private dateMs(mediaTimeS: number): number | null {
    const zeroMs = (this.video as DatedVideo).getStartDate?.().getTime() ?? NaN;
    return Number.isNaN(zeroMs) ? null : zeroMs + mediaTimeS * 1000;
  }

  private window(): Window {
    const { seekable } = this.video;
    const last = seekable.length - 1;
    if (last < 0) return { startS: null, edgeS: null, liveS: null };
    const edgeS = seekable.end(last);
    const live = this.video.duration === Infinity;
    return { startS: seekable.start(0), edgeS, liveS: live ? edgeS - ASSUMED_LIVE_DELAY_S : null };
  }
}
