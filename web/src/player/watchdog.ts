/**
 * Watches whether the picture moves. hls.js mends most stalls itself; this is the second pair of eyes that
 * tells viewers what they see and helps where hls.js waits for ever. Pure: called about once a second.
 */
export interface Snapshot {
  readonly nowMs: number;
  /** Paused by the viewer, seeking, or at the end: standing still is right then. */
  readonly mayStandStill: boolean;
  readonly currentTimeS: number;
  /** Media time of the oldest segment that can still be had; null when unknown. */
  readonly windowStartS: number | null;
  /** Media time of the playlist's end; null when unknown. */
  readonly edgeS: number | null;
  /** Seconds buffered from `currentTimeS` on without a hole. */
  readonly bufferedAheadS: number;
}

export interface Observation {
  /** The picture has stood still long enough that a viewer should be told. */
  readonly interrupted: boolean;
  readonly moving: boolean;
  readonly advice: 'none' | 'seek-to-live' | 'restart-loading' | 'recover-media';
}

export const WATCHDOG_LIMITS = {
  /** Standing still for longer is shown as an interruption. */
  interruptedAfterMs: 3_000,
  /** Behind the window: what the viewer waits for has left the server and will not come. */
  seekAfterMs: 4_000,
  /** There is new media in the playlist, yet nothing gets loaded. */
  restartAfterMs: 12_000,
  /** Media is buffered, yet it does not play. */
  recoverAfterMs: 10_000,
  /** So much new media must be there before a loader counts as stuck. */
  stuckBehindS: 8,
  /** Less buffered than this is "nothing", more than twice this is "something". */
  emptyBufferS: 0.5,
  movedS: 0.05,
} as const;

export class Watchdog {
  private lastTimeS: number | null = null;
  private lastNowMs: number | null = null;
  private stillSinceMs: number | null = null;
  private lastAdviceMs: number | null = null;

  observe(s: Snapshot): Observation {
    const moved =
      this.lastTimeS !== null && Math.abs(s.currentTimeS - this.lastTimeS) >= WATCHDOG_LIMITS.movedS;
    const lastNowMs = this.lastNowMs ?? s.nowMs;
    this.lastTimeS = s.currentTimeS;
    this.lastNowMs = s.nowMs;
    if (s.mayStandStill || moved) {
      this.stillSinceMs = null;
      this.lastAdviceMs = null;
      return { interrupted: false, moving: moved && !s.mayStandStill, advice: 'none' };
    }
    // It stands still since some moment after the last look; count from that look.
    this.stillSinceMs ??= lastNowMs;
    const stillMs = s.nowMs - this.stillSinceMs;
    return {
      interrupted: stillMs >= WATCHDOG_LIMITS.interruptedAfterMs,
      moving: false,
      advice: this.advise(s, stillMs),
    };
  }

  private advise(s: Snapshot, stillMs: number): Observation['advice'] {
    // Each piece of advice gets its time to work before the next one.
    const sinceAdviceMs = this.lastAdviceMs === null ? stillMs : s.nowMs - this.lastAdviceMs;
    const advice = this.adviceFor(s, sinceAdviceMs);
    if (advice !== 'none') this.lastAdviceMs = s.nowMs;
    return advice;
  }

  private adviceFor(s: Snapshot, waitedMs: number): Observation['advice'] {
    const { seekAfterMs, restartAfterMs, recoverAfterMs, stuckBehindS, emptyBufferS } = WATCHDOG_LIMITS;
    const empty = s.bufferedAheadS < emptyBufferS;
    if (
      waitedMs >= seekAfterMs &&
      empty &&
      s.windowStartS !== null &&
      s.currentTimeS < s.windowStartS - 0.5
    ) {
      return 'seek-to-live';
    }
    if (waitedMs >= recoverAfterMs && s.bufferedAheadS > 2 * emptyBufferS) return 'recover-media';
    if (waitedMs >= restartAfterMs && empty && s.edgeS !== null && s.edgeS - s.currentTimeS > stuckBehindS) {
      return 'restart-loading';
    }
    return 'none';
  }
}

/** Seconds that can be played from `timeS` on, from the element's buffered ranges. */
export function bufferedAheadS(ranges: TimeRanges, timeS: number): number {
  for (let i = 0; i < ranges.length; i++) {
    if (timeS >= ranges.start(i) - 0.1 && timeS < ranges.end(i)) return ranges.end(i) - timeS;
  }
  return 0;
}
