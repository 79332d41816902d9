/** Where a viewer is in what can be played. Pure. */
import type { Timeline } from '../player/player';

/** Nearer to live than this counts as live: players drift by some seconds without anybody's doing. */
const AT_LIVE_S = 5;
export const SMALL_STEP_S = 10;
export const LARGE_STEP_S = 60;

export function behindS(timeline: Timeline): number {
  return Math.max(0, timeline.endS - timeline.positionS);
}

export function isAtLive(timeline: Timeline): boolean {
  return timeline.live && behindS(timeline) < AT_LIVE_S;
}

/** What is needed of a keyboard event. */
export interface Key {
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

const STEPS_S: Readonly<Record<string, number>> = {
  ArrowLeft: -SMALL_STEP_S,
  ArrowDown: -SMALL_STEP_S,
  ArrowRight: SMALL_STEP_S,
  ArrowUp: SMALL_STEP_S,
  PageDown: -LARGE_STEP_S,
  PageUp: LARGE_STEP_S,
};

/** Where a key leads: a media time, live, or nowhere (null). Keys with a modifier are the browser's. */
export function seekOfKey(key: Key, timeline: Timeline): number | 'live' | null {
  if (key.altKey || key.ctrlKey || key.metaKey) return null;
  if (key.key === 'Home') return timeline.startS;
  if (key.key === 'End') return 'live';
  const step = STEPS_S[key.key];
  if (step === undefined) return null;
  const target = timeline.positionS + step;
  return target >= timeline.endS ? 'live' : Math.max(timeline.startS, target);
}
