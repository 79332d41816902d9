/**
 * The viewer's player. `createPlayer` loads hls.js only now, takes the browser's own HLS player where there is
 * no Media Source (older iPhones), and hides the difference: both never give up.
 */

import type { Profile } from './config';

/** What viewers see: nothing yet, a moving picture, or one that stands still without their doing. */
export type Picture = 'starting' | 'playing' | 'interrupted';

export interface PlayerEvents {
  onPicture(picture: Picture): void;
  /** The playlist has ended and everything was played. */
  onPlayedOut(): void;
  /** The browser refuses to start without a click. */
  onPlayRefused(): void;
  /** Where the picture is; several times a second while it moves. Null until there is one. */
  onTimeline(timeline: Timeline | null): void;
  /** Program date of the picture, about once a second; null while it is not known. */
  onDate(dateMs: number | null): void;
}

/** What can be played now, in seconds of media time. */
export interface Timeline {
  readonly startS: number;
  /** Where live play should be, or the end of a recording. */
  readonly endS: number;
  readonly positionS: number;
  readonly live: boolean;
}

export interface Player {
  /** Plays another playlist at the same program date where possible. */
  load(url: string): void;
  /** To a time of the timeline; what has left it meanwhile becomes its beginning. */
  seekTo(positionS: number): void;
  seekToLive(): void;
  destroy(): void;
}

/** Measured every second; see {@link import('./watchdog').Watchdog}. */
export const TICK_MS = 1_000;

export async function createPlayer(
  video: HTMLVideoElement,
  url: string,
  events: PlayerEvents,
  profile: Profile,
): Promise<Player> {
  // Media Source goes first: some browsers claim to play HLS natively and then do it badly.
  const { HlsPlayer } = await import('./hls-player');
  if (HlsPlayer.isSupported()) return new HlsPlayer(video, url, events, profile);
  const { NativePlayer } = await import('./native-player');
  return new NativePlayer(video, url, events, profile);
}
