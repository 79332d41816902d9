import { useEffect, useRef, useState } from 'preact/hooks';
import type { Status, StudioEvent } from '../api/types';
import { ApiError } from '../api/problem';
import { poll } from '../lib/poll';
import { changes, type Change } from './announce';
import { api } from './session';

export interface Live {
  status: Status | null;
  event: StudioEvent | null;
  /** The server's clock minus ours, so that times tick without asking. */
  clockOffsetMs: number;
  error: unknown;
  /** The event does not exist (any more). */
  gone: boolean;
  changes: readonly Change[];
}

export interface Following extends Live {
  /** Shows the event as a command has just answered it. */
  replaceEvent(event: StudioEvent): void;
}

const nothing: Live = { status: null, event: null, clockOffsetMs: 0, error: null, gone: false, changes: [] };

/** The event and its status, asked for each second while the page is open. Keeps the last answer on errors. */
export function useStatus(id: string): Following {
  const [live, setLive] = useState<Live>(nothing);
  const phase = useRef<string | null>(null);
  const known = useRef<StudioEvent | null>(null);

  useEffect(() => {
    setLive(nothing);
    phase.current = null;
    known.current = null;
    return poll({
      async task(signal) {
        const status = await api.status(id, signal);
        // The event itself changes with its phase, and by what is commanded here.
        if (known.current === null || status.phase !== phase.current) {
          known.current = await api.event(id, signal);
        }
        phase.current = status.phase;
        return { status, event: known.current };
      },
      timeoutMs: 5_000,
      delayMs: (failures) => Math.min(5_000, 1_000 * (failures + 1)),
      onResult: ({ status, event: current }) =>
        setLive((before) => {
          const news = changes(before.status, status);
          return {
            status,
            event: current,
            clockOffsetMs: status.nowMs - Date.now(),
            error: null,
            gone: false,
            changes: news.length > 0 ? news : before.changes,
          };
        }),
      onError: (error) =>
        setLive((before) => ({
          ...before,
          error,
          gone: error instanceof ApiError && error.status === 404,
        })),
    });
  }, [id]);

  return {
    ...live,
    replaceEvent(event) {
      known.current = event;
      setLive((before) => ({ ...before, event }));
    },
  };
}

/** The time now, anew each second. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
