import type { LegView } from '../api/types';
import { Icon } from '../ui/Icon';
import { endText } from './issue-words';
import { t } from './texts';

/** What it means that an encoder is not there, and what to do about it. */
export function LegNotes({ view, missed }: { view: LegView; missed: boolean }) {
  const { blocked, state, lastEndReason } = view;
  const end = state === 'OFFLINE' && lastEndReason ? endText(lastEndReason) : null;
  return (
    <>
      {end !== null && (
        <p class="leg-end">
          <span class="muted">{t('lastEnd')}:</span> <span lang={end.lang}>{end.text}</span>
        </p>
      )}
      {missed && (
        <p class="issue warn">
          <Icon name="warning" />
          <span>{t(blocked ? 'missingBlocked' : 'missing')}</span>
        </p>
      )}
      {blocked && !missed && (
        <p class="issue warn">
          <Icon name="warning" />
          <span>{t('blockedHint')}</span>
        </p>
      )}
    </>
  );
}
