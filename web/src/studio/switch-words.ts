/** A switch of the log in words, from the stable values that the server sends: why, what it cost, how it was made. */
import type { Alignment, Switch } from '../api/types';
import { milliseconds } from '../lib/format';
import { known, legName, t } from './texts';

/** Why: the fault where quality was the trigger; values that this page does not know as the server says them. */
export function reasonText(entry: Switch): string {
  if (entry.trigger === 'QUALITY' && entry.fault) {
    return known(`fault${entry.fault}`) ?? t('faultOther', { code: entry.fault });
  }
  return known(`trigger${entry.trigger}`) ?? entry.trigger;
}

/** What is on air before or after a switch. */
export function sideText(entry: Switch, side: 'from' | 'to'): string {
  const leg = entry[side];
  if (leg) return legName(leg);
  return side === 'from' && entry.trigger === 'START' ? t('notLiveYet') : t('lastPicture');
}

/** How long it took to notice; null where there was nothing to notice. */
export function detectionText(entry: Switch, locale: string): string | null {
  const { trigger, detectionMs = null } = entry;
  if (detectionMs === null || ['START', 'OPERATOR', 'REVERT', 'SLATE', 'RETURN'].includes(trigger))
    return null;
  return detectionMs <= 0 ? t('atOnce') : milliseconds(detectionMs, locale);
}

/**
 * What viewers lost.
 *
 * @param next the switch after this one, or null when there is none yet
 */
export function costText(entry: Switch, next: Switch | null, locale: string): string {
  if (entry.to === null) {
    return next === null
      ? t('costLastPictureStill')
      : t('costLastPicture', { time: milliseconds(Math.max(0, next.atMs - entry.atMs), locale) });
  }
  if (entry.trigger === 'START') return t('costNothing');
  const { framesLost = 0, framesRepeated = 0, gapMs = 0, audioGapMs = 0 } = entry;
  const costs: string[] = [];
  if (framesLost) costs.push(framesLost === 1 ? t('costLostOne') : t('costLost', { n: framesLost }));
  if (framesRepeated) {
    costs.push(framesRepeated === 1 ? t('costRepeatedOne') : t('costRepeated', { n: framesRepeated }));
  }
  // The time without any encoder stands with the entry at its beginning.
  if (gapMs && entry.trigger !== 'RETURN') costs.push(t('costStill', { time: milliseconds(gapMs, locale) }));
  if (audioGapMs) costs.push(t('costSilence', { time: milliseconds(audioGapMs, locale) }));
  return costs.length === 0 ? t('costNothing') : costs.join(', ');
}

export function spliceText(splice: string): string {
  return known(`splice${splice}`) ?? splice;
}

/** What the joint went by, with the offset that was used; null where nothing was joined. */
export function joinedByText(entry: Switch, locale: string): string | null {
  const { alignment = null, offsetMs = null } = entry;
  if (alignment === null || alignment === 'NONE') return null;
  const name = alignmentName(alignment);
  return offsetMs === null ? name : `${name}, ${milliseconds(Math.round(offsetMs), locale)}`;
}

/** A word or two for an alignment. */
export function alignmentName(alignment: string): string {
  return known(`by${alignment}`) ?? alignment;
}

/** Whether it is known to the picture where the two legs stand to each other. */
export function isLocked(alignment: Alignment): boolean {
  return alignment !== 'NONE' && alignment !== 'ARRIVAL_TIME';
}
