/**
 * What hls.js leaves to do to stay near live, in two pure rules.
 *
 * It moves its target back by a second at each stall, and never forward again while the source is the same: one
 * bad minute would cost the latency of hours. So after a while without a stall we give the target back.
 */
export const LATENCY_LIMITS = {
  /** So long without a stall, and the target is where the playlist says again. */
  cleanMs: 60_000,
  /** Doubled up to this where stalls come back soon after. */
  mostCleanMs: 15 * 60_000,
  /**
   * A viewer who follows the live edge and is further behind the target than this is taken there: making up 5 s
   * takes 100 s.
   */
  jumpBehindS: 5,
  /** Jumps this much before hls.js gives up catching up, so that nobody is left between the two. */
  marginS: 0.25,
} as const;

export class StallMemory {
  private cleanMs: number = LATENCY_LIMITS.cleanMs;
  private lastStallMs: number | null = null;
  private forgottenMs: number | null = null;

  onStall(nowMs: number): void {
    if (this.forgottenMs !== null) {
      const soon = nowMs - this.forgottenMs < this.cleanMs;
      this.cleanMs = soon ? Math.min(2 * this.cleanMs, LATENCY_LIMITS.mostCleanMs) : LATENCY_LIMITS.cleanMs;
      this.forgottenMs = null;
    }
    this.lastStallMs = nowMs;
  }

  /** True once, when the stalls so far have been paid for by time without any. */
  mayForget(nowMs: number): boolean {
    if (this.lastStallMs === null || nowMs - this.lastStallMs < this.cleanMs) return false;
    this.lastStallMs = null;
    this.forgottenMs = nowMs;
    return true;
  }
}

/**
 * How far behind its target a viewer who follows live may be without being taken there. hls.js plays faster only
 * while the distance to the target is below target latency plus target duration (1.7, latency-controller,
 * `onTimeupdate`); who is further behind would stay so for ever.
 */
export function mostBehindS(targetLatencyS: number, targetDurationS: number): number {
  return Math.min(LATENCY_LIMITS.jumpBehindS, targetLatencyS + targetDurationS - LATENCY_LIMITS.marginS);
}
