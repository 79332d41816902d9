/**
 * What an operator commands of one program, and what became of it. A switch that waits for a keyframe is
 * pending until the status says that the leg is on air; the server forgets such a wish after half a minute.
 */
import { useEffect, useState } from 'preact/hooks';
import { ApiError } from '../api/problem';
import type { Leg, ProgramView } from '../api/types';
import { errorText } from './error-text';
import { api } from './session';
import { legName, t } from './texts';

export const PENDING_LIMIT_MS = 32_000;
/** So long an answer stays to be read. */
const SAID_MS = 20_000;
/** The status tells a changed hold within a second or two; after this it is believed whatever it says. */
const HOLD_LIMIT_MS = 5_000;

export type Said =
  | {
      readonly what: 'sending' | 'done' | 'pending' | 'already' | 'not-delivering' | 'not-live' | 'expired';
      readonly leg: Leg;
    }
  | { readonly what: 'failed'; readonly error: unknown };

export interface Commands {
  readonly said: Said | null;
  readonly busy: boolean;
  readonly held: boolean;
  switchTo(leg: Leg): void;
  hold(held: boolean): void;
}

export function useCommands(eventId: string, language: string, program: ProgramView): Commands {
  const [said, setSaid] = useState<Said | null>(null);
  const [wantedHold, setWantedHold] = useState<boolean | null>(null);
  const reportedHold = program.held === true;

  useEffect(() => {
    if (said === null || said.what === 'sending') return;
    if (said.what === 'pending') {
      if (program.onAir === said.leg) return setSaid({ what: 'done', leg: said.leg });
      const timer = setTimeout(() => setSaid({ what: 'expired', leg: said.leg }), PENDING_LIMIT_MS);
      return () => clearTimeout(timer);
    }
    const timer = setTimeout(() => setSaid(null), SAID_MS);
    return () => clearTimeout(timer);
  }, [said, program.onAir]);

  useEffect(() => {
    if (wantedHold === null) return;
    if (wantedHold === reportedHold) return setWantedHold(null);
    const timer = setTimeout(() => setWantedHold(null), HOLD_LIMIT_MS);
    return () => clearTimeout(timer);
  }, [wantedHold, reportedHold]);

  // Another operator's wish, or this one's of before the page was loaded again, is seen as well.
  const wished = program.switchingTo ?? null;
  const shown: Said | null = said ?? (wished === null ? null : { what: 'pending', leg: wished });

  return {
    said: shown,
    busy: shown?.what === 'sending' || shown?.what === 'pending',
    held: wantedHold ?? reportedHold,
    switchTo(leg) {
      setSaid({ what: 'sending', leg });
      api.switchTo(eventId, language, leg).then(
        ({ outcome }) => setSaid({ what: WORDS[outcome], leg }),
        (error: unknown) => setSaid(refusal(error, leg)),
      );
    },
    hold(held) {
      setWantedHold(held);
      api.hold(eventId, language, held).catch((error: unknown) => {
        setWantedHold(null);
        setSaid({ what: 'failed', error });
      });
    },
  };
}

const WORDS = { DONE: 'done', PENDING: 'pending', ALREADY: 'already' } as const;

function refusal(error: unknown, leg: Leg): Said {
  const code = error instanceof ApiError ? error.code : null;
  if (code === 'not-delivering') return { what: 'not-delivering', leg };
  if (code === 'wrong-phase') return { what: 'not-live', leg };
  return { what: 'failed', error };
}

export function saidText(said: Said): string {
  switch (said.what) {
    case 'failed':
      return errorText(said.error);
    case 'sending':
      return t('switchingTo');
    case 'done':
      return t('switchDone', { leg: legName(said.leg) });
    case 'pending':
      return t('switchPending', { leg: legName(said.leg) });
    case 'already':
      return t('switchAlready', { leg: legName(said.leg) });
    case 'not-delivering':
      return t('switchNotDelivering', { leg: legName(said.leg) });
    case 'not-live':
      return t('switchNotLive');
    case 'expired':
      return t('switchExpired', { leg: legName(said.leg) });
  }
}
