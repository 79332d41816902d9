/** hls.js with our recovery: wires {@link RecoveryPolicy} and {@link Watchdog} to a real player. */
import Hls, { ErrorDetails, ErrorTypes, Events, type ErrorData, type LevelDetails } from 'hls.js';
import { playerConfig, type Profile } from './config';
import { captionConfig } from './captions';
import { positionOfDate } from './date';
import { mostBehindS, StallMemory } from './latency';
import type { Player, PlayerEvents } from './player';
import { RecoveryPolicy, type FaultKind, type Remedy } from './recovery';
import { startBufferS } from './start';
import { Supervisor, type Window } from './supervisor';
import { bufferedAheadS, type Observation } from './watchdog';

/** Closer to the playlist's end than this, a kept position would stall at once. */
const RESUME_MARGIN_S = 2;

export class HlsPlayer implements Player {
  static isSupported(): boolean {
    return Hls.isSupported();
  }

  private hls: Hls | null = null;
  private details: LevelDetails | null = null;
  private repair: ReturnType<typeof setTimeout> | undefined;
  /** Last program date seen, to go on from there after a reload. */
  private playedDateMs: number | null = null;
  /** Shall play, and waits for enough in the buffer. */
  private startPending = false;
  private everPlayed = false;
  /** The viewer has not gone back, so being late is our doing. */
  private followsLive = true;
  private readonly policy = new RecoveryPolicy();
  private readonly stalls = new StallMemory();
  private readonly supervisor: Supervisor;

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
    this.open(true);
  }

  load(url: string): void {
    if (url === this.url) return;
    this.url = url;
    this.reopen();
  }

  seekTo(positionS: number): void {
    const { startS } = this.window();
    // Where the window moves, its oldest segment could be gone before it is loaded.
    const { details } = this;
    const margin = details?.live && details.startSN > 0 ? details.targetduration : 0;
    this.followsLive = false;
    this.video.currentTime = Math.max(positionS, (startS ?? 0) + margin);
  }

  seekToLive(): void {
    this.followsLive = true;
    const live = this.hls?.liveSyncPosition;
    if (live !== null && live !== undefined) this.video.currentTime = live;
    this.supervisor.play();
  }

  destroy(): void {
    this.supervisor.destroy();
    this.close();
  }

  private reopen(): void {
    const play = this.isWanted();
    this.playedDateMs = this.hls?.playingDate?.getTime() ?? this.playedDateMs;
    this.close();
    this.supervisor.restart();
    this.open(play);
  }

  private close(): void {
    clearTimeout(this.repair);
    this.hls?.destroy();
    this.hls = null;
    this.details = null;
  }

  private open(play: boolean): void {
    const hls = new Hls({ ...playerConfig(this.profile), ...captionConfig });
    this.hls = hls;
    let placed = this.playedDateMs === null;
    this.startPending = play;
    hls.on(Events.BUFFER_APPENDED, () => this.startWhenBuffered());
    hls.on(Events.LEVEL_UPDATED, (_event, { details }) => {
      this.details = details;
      if (placed) return;
      placed = true;
      const position = positionOfDate(details.fragments, this.playedDateMs ?? 0, RESUME_MARGIN_S);
      if (position !== null) hls.startLoad(position);
    });
    hls.on(Events.ERROR, (_event, error) => {
      if (error.details === ErrorDetails.BUFFER_STALLED_ERROR) this.stalls.onStall(performance.now());
      if (error.fatal) this.onFatal(error);
    });
    hls.loadSource(this.url);
    hls.attachMedia(this.video);
  }

  /**
   * Whether the viewer wants to see something move. Before the first picture nobody can have paused it: a
   * page that was opened before the event, and whose player was rebuilt meanwhile, must start by itself.
   */
  private isWanted(): boolean {
    return !this.everPlayed || (!this.video.paused && !this.video.ended);
  }

  private startWhenBuffered(): void {
    const { details, video } = this;
    if (!this.startPending || !details) return;
    if (bufferedAheadS(video.buffered, video.currentTime) < startBufferS(details)) return;
    this.startPending = false;
    this.supervisor.play();
  }

  private onFatal(error: ErrorData): void {
    this.repairWith(this.policy.onFatal({ kind: kindOf(error), details: error.details }));
  }

  private repairWith(remedy: Remedy): void {
    clearTimeout(this.repair);
    this.repair = setTimeout(() => {
      if (remedy.action === 'reload') this.reopen();
      else if (remedy.action === 'recover-media') this.recoverMedia();
      else this.hls?.startLoad();
    }, remedy.delayMs);
  }

  private recoverMedia(): void {
    this.startPending = this.isWanted();
    this.hls?.recoverMediaError();
  }

  private onTick(observation: Observation): void {
    const { hls } = this;
    if (!hls) return;
    this.startWhenBuffered();
    this.events.onDate(hls.playingDate?.getTime() ?? null);
    if (observation.moving) {
      this.everPlayed = true;
      this.policy.onPlaying(performance.now());
      this.playedDateMs = hls.playingDate?.getTime() ?? this.playedDateMs;
      this.restoreLatency(hls);
    } else if (observation.interrupted) {
      this.policy.onWaiting();
    }
    if (observation.advice === 'seek-to-live' || this.isLate(observation)) this.seekToLive();
    else if (observation.advice === 'recover-media') {
      this.repairWith(this.policy.onFatal({ kind: 'media', details: 'watchdog' }));
    } else if (observation.advice === 'restart-loading') {
      hls.stopLoad();
      hls.startLoad();
    }
  }

  /** hls.js counts its stalls no more when it is given a target; the one that the playlist names. */
  private restoreLatency(hls: Hls): void {
    const targetS = this.details?.partHoldBack ?? 0;
    if (this.profile.lowLatency && targetS > 0 && this.stalls.mayForget(performance.now())) {
      hls.targetLatency = targetS;
    }
  }

  private isLate(observation: Observation): boolean {
    if (!this.profile.lowLatency || !observation.moving) return false;
    if (this.profile.dvr && !this.followsLive) return false;
    const { liveS } = this.window();
    const targetS = this.hls?.targetLatency ?? null;
    if (liveS === null || targetS === null || !this.details) return false;
    return liveS - this.video.currentTime > mostBehindS(targetS, this.details.targetduration);
  }

  private window(): Window {
    const { details, hls } = this;
    if (!details || !hls) return { startS: null, edgeS: null, liveS: null };
    return {
      startS: details.fragments[0]?.start ?? null,
      edgeS: details.edge,
      liveS: details.live ? hls.liveSyncPosition : null,
    };
  }
}

function kindOf(error: ErrorData): FaultKind {
  if (error.type === ErrorTypes.NETWORK_ERROR) return 'network';
  return error.type === ErrorTypes.MEDIA_ERROR ? 'media' : 'other';
}
