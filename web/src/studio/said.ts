/** What became of an operator's command, and when that is no longer true. */
import type { LanguageStatus, Leg } from '../api/types';
import { errorText } from './error-text';
import { legName, t } from './texts';

export type Said =
  | {
      readonly what: 'sending' | 'done' | 'pending' | 'already' | 'not-delivering' | 'not-live' | 'expired';
      readonly leg: Leg;
    }
  /** Of a hold, where there is no leg. */
  | { readonly what: 'failed'; readonly leg: Leg | null; readonly error: unknown };

export function delivers({ legs }: LanguageStatus, leg: Leg): boolean {
  return (leg === 'PRIMARY' ? legs.primary : legs.backup).state === 'RECEIVING';
}

/** Whether the status tells what was said; null where it has nothing to do with it. */
export function agrees(said: Said, entry: LanguageStatus): boolean | null {
  switch (said.what) {
    case 'pending':
      return entry.program.switchingTo === said.leg;
    case 'done':
    case 'already':
      return entry.program.onAir === said.leg;
    default:
      return null;
  }
}

/**
 * What to say in view of a status; null for nothing more.
 *
 * @param told whether a status has agreed since it was said: an answer of before the command says nothing
 */
export function saidNow(said: Said, entry: LanguageStatus, told: boolean): Said | null {
  if (said.what !== 'pending') return told && agrees(said, entry) === false ? null : said;
  const { leg } = said;
  const { onAir, state } = entry.program;
  if (onAir === leg) return { what: 'done', leg };
  if (state !== 'ON_AIR') return null;
  if (!delivers(entry, leg)) return { what: 'not-delivering', leg };
  return told && !agrees(said, entry) ? { what: 'expired', leg } : said;
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
