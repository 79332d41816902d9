/** Follows the event by asking for it every 2 to 3 s; the jitter keeps a crowd from asking at the same moment. */
import { ApiError } from '../api/problem';
import { publicEvent } from '../api/viewer';
import { backoffMs } from '../lib/backoff';
import { poll } from '../lib/poll';
import type { ViewerAction } from './state';

export function pollDelayMs(failures: number, random: number): number {
  if (failures === 0) return Math.round(2_000 + random * 1_000);
  return backoffMs({ baseMs: 2_000, maxMs: 15_000 }, failures - 1, random);
}

export function follow(eventId: string, dispatch: (action: ViewerAction) => void): () => void {
  return poll({
    task: (signal) => publicEvent(eventId, signal),
    timeoutMs: 8_000,
    onResult: (event) => dispatch({ type: 'event', event }),
    onError: (error, failures) => {
      if (error instanceof ApiError && error.status === 404) dispatch({ type: 'unknown' });
      else dispatch({ type: 'failed', failures });
    },
    delayMs: (failures) => pollDelayMs(failures, Math.random()),
  });
}

/** `/watch/{eventId}`, with or without a slash at its end. */
export function eventIdOf(pathname: string): string | null {
  const match = /^\/watch\/([^/]+)\/?$/.exec(pathname);
  if (!match?.[1]) return null;
  try {
    return decodeURIComponent(match[1]);
  } catch {
    return null;
  }
}
