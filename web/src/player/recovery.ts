/**
 * What to do after an error that hls.js calls fatal. Pure: errors and times go in, a remedy comes out.
 * There is no "give up": an event page stays open, and what it waits for comes back.
 */
import { backoffMs, type Backoff } from '../lib/backoff';

export type FaultKind = 'network' | 'media' | 'other';

export interface Fault {
  readonly kind: FaultKind;
  /** hls.js's `details`, such as `levelLoadError`. */
  readonly details: string;
}

export type Remedy =
  /** Go on loading where it stopped. */
  | { readonly action: 'start-load'; readonly delayMs: number }
  /** Rebuild the decoder's buffers. */
  | { readonly action: 'recover-media'; readonly delayMs: number }
  /** Throw the player away and begin anew at the same program time. */
  | { readonly action: 'reload'; readonly delayMs: number };

export const RECOVERY_LIMITS = {
  /** After so many `start-load` in a row the player's own state is no longer trusted. */
  startLoadsBeforeReload: 5,
  /** So many media recoveries without healthy play in between, then reload. */
  mediaRecoveriesBeforeReload: 2,
  /** Play of this length ends a series of faults. */
  healthyAfterMs: 10_000,
  backoff: { baseMs: 500, maxMs: 5_000 } satisfies Backoff,
} as const;

/** `startLoad()` is of no use after these: there is no level yet, or the kept playlist contradicts the new one. */
const NEEDS_RELOAD = new Set([
  'manifestLoadError',
  'manifestLoadTimeOut',
  'manifestParsingError',
  'manifestIncompatibleCodecsError',
  'levelParsingError',
  'levelEmptyError',
]);

export class RecoveryPolicy {
  private faults = 0;
  private startLoads = 0;
  private mediaRecoveries = 0;
  private healthySinceMs: number | null = null;

  constructor(private readonly random: () => number = Math.random) {}

  onFatal(fault: Fault): Remedy {
    this.healthySinceMs = null;
    const delayMs = backoffMs(RECOVERY_LIMITS.backoff, this.faults++, this.random());
    if (fault.kind === 'media' && this.mediaRecoveries < RECOVERY_LIMITS.mediaRecoveriesBeforeReload) {
      this.mediaRecoveries++;
      return { action: 'recover-media', delayMs: 0 };
    }
    if (
      fault.kind === 'network' &&
      !NEEDS_RELOAD.has(fault.details) &&
      this.startLoads < RECOVERY_LIMITS.startLoadsBeforeReload
    ) {
      this.startLoads++;
      return { action: 'start-load', delayMs };
    }
    this.startLoads = 0;
    this.mediaRecoveries = 0;
    return { action: 'reload', delayMs };
  }

  /** Call while the picture moves. */
  onPlaying(nowMs: number): void {
    this.healthySinceMs ??= nowMs;
    if (nowMs - this.healthySinceMs >= RECOVERY_LIMITS.healthyAfterMs) {
      this.faults = 0;
      this.startLoads = 0;
      this.mediaRecoveries = 0;
    }
  }

  onWaiting(): void {
    this.healthySinceMs = null;
  }
}
