/**
 * The viewer's player. `createPlayer` loads hls.js only now, takes the browser's own HLS player where there is
 * no Media Source (older iPhones), and hides the difference: both never give up.
 */

/** What viewers see: nothing yet, a moving picture, or one that stands still without their doing. */
export type Picture = 'starting' | 'playing' | 'interrupted';

export interface PlayerEvents {
  onPicture(picture: Picture): void;
  /** The playlist has ended and everything was played. */
  onPlayedOut(): void;
  /** The browser refuses to start without a click. */
  onPlayRefused(): void;
  /** Distance from the live edge that the player aims for; 0 when it is there. */
  onBehindLive(seconds: number): void;
}

export interface Player {
  /** Plays another playlist at the same program date where possible. */
  load(url: string): void;
  seekToLive(): void;
  destroy(): void;
}

/** Measured every second; see {@link import('./watchdog').Watchdog}. */
export const TICK_MS = 1_000;

export async function createPlayer(
  video: HTMLVideoElement,
  url: string,
  events: PlayerEvents,
): Promise<Player> {
  // Media Source goes first: some browsers claim to play HLS natively and then do it badly.
  const { HlsPlayer } = await import('./hls-player');
  if (HlsPlayer.isSupported()) return new HlsPlayer(video, url, events);
  const { NativePlayer } = await import('./native-player');
  return new NativePlayer(video, url, events);
}
