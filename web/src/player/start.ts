/** How much must be buffered before play begins. */

/** What is needed of hls.js's `LevelDetails`. */
export interface Playlist {
  readonly live: boolean;
  readonly targetduration: number;
  /** Length of a part; 0 in a playlist without parts. */
  readonly partTarget: number;
}

/** A little more than the rounding of durations. */
const TOLERANCE_S = 0.2;

/**
 * Whoever waits for an event to begin gets its first segment the moment it is listed, and the next one only
 * when that is nearly played: starting at once would stall within seconds. Two segments are enough; who
 * joins later has three at once and waits for nothing.
 */
export function startBufferS(playlist: Playlist): number {
  if (!playlist.live) return 0;
  const unit = playlist.partTarget > 0 ? playlist.partTarget : playlist.targetduration;
  return 2 * unit - TOLERANCE_S;
}
