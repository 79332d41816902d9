/**
 * What an operator commands of one program, and what became of it. A switch that waits for a keyframe is
 * pending until the status says that the leg is on air; the server forgets such a wish after half a minute.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError } from '../api/problem';
import type { LanguageStatus, Leg } from '../api/types';
import { agrees, delivers, saidNow, type Said } from './said';
import { api } from './session';

export const PENDING_LIMIT_MS = 32_000;
/** So long an answer stays to be read. */
const SAID_MS = 20_000;
/** The status tells a changed hold within a second or two; after this it is believed whatever it says. */
const HOLD_LIMIT_MS = 5_000;

export interface Commands {
  readonly said: Said | null;
  readonly busy: boolean;
  readonly held: boolean;
  switchTo(leg: Leg): void;
  hold(held: boolean): void;
}

export function useCommands(eventId: string, entry: LanguageStatus): Commands {
  const { language, program, legs } = entry;
  const [said, setSaid] = useState<Said | null>(null);
  const [wantedHold, setWantedHold] = useState<boolean | null>(null);
  const reportedHold = program.held === true;
  const told = useRef(false);

  function say(next: Said | null) {
    told.current = false;
    setSaid(next);
  }

  useEffect(() => {
    if (said === null || said.what === 'sending') return;
    const next = saidNow(said, entry, told.current);
    if (next !== said) return say(next);
    told.current ||= agrees(said, entry) === true;
    const [later, afterMs]: [Said | null, number] =
      said.what === 'pending' ? [{ what: 'expired', leg: said.leg }, PENDING_LIMIT_MS] : [null, SAID_MS];
    const timer = setTimeout(() => say(later), afterMs);
    return () => clearTimeout(timer);
  }, [said, program.onAir, program.state, program.switchingTo, legs.primary.state, legs.backup.state]);

  useEffect(() => {
    if (wantedHold === null) return;
    if (wantedHold === reportedHold) return setWantedHold(null);
    const timer = setTimeout(() => setWantedHold(null), HOLD_LIMIT_MS);
    return () => clearTimeout(timer);
  }, [wantedHold, reportedHold]);

  // Another operator's wish, or this one's of before the page was loaded again, is seen as well. An encoder
  // that has gone since has no keyframe to wait for.
  const wished = program.switchingTo ?? null;
  const waits = wished !== null && delivers(entry, wished);
  const shown: Said | null = said ?? (waits ? { what: 'pending', leg: wished } : null);

  return {
    said: shown,
    busy: shown?.what === 'sending' || shown?.what === 'pending',
    held: wantedHold ?? reportedHold,
    switchTo(leg) {
      say({ what: 'sending', leg });
      api.switchTo(eventId, language, leg).then(
        ({ outcome }) => say({ what: WORDS[outcome], leg }),
        (error: unknown) => say(refusal(error, leg)),
      );
    },
    hold(held) {
      setWantedHold(held);
      api.hold(eventId, language, held).catch((error: unknown) => {
        setWantedHold(null);
        say({ what: 'failed', leg: null, error });
      });
    },
  };
}

const WORDS = { DONE: 'done', PENDING: 'pending', ALREADY: 'already' } as const;

function refusal(error: unknown, leg: Leg): Said {
  const code = error instanceof ApiError ? error.code : null;
  if (code === 'not-delivering') return { what: 'not-delivering', leg };
  if (code === 'wrong-phase') return { what: 'not-live', leg };
  return { what: 'failed', leg, error };
}
