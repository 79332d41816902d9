/** Waiting times between attempts: doubling from `baseMs` up to `maxMs`, with jitter. */
export interface Backoff {
  readonly baseMs: number;
  readonly maxMs: number;
}

/**
 * @param attempt 0 for the first wait
 * @param random in [0, 1); spreads the wait over 75 % to 125 %, so that viewers do not all come back at once
 */
export function backoffMs(backoff: Backoff, attempt: number, random: number): number {
  const full = Math.min(backoff.maxMs, backoff.baseMs * 2 ** Math.min(attempt, 20));
  return Math.round(full * (0.75 + random * 0.5));
}
