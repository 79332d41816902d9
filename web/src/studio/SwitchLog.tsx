import type { Switch } from '../api/types';
import { lang, region } from '../i18n/i18n';
import { clockTime } from '../lib/format';
import { costText, detectionText, joinedByText, reasonText, sideText, spliceText } from './switch-words';
import { nameOf, t } from './texts';

/** So many are shown at first; the rest are one press away. */
const SHOWN = 8;

/** Every change of what is on air, newest first, with its reason and what it cost. */
export function SwitchLog({ language, switches }: { language: string; switches: readonly Switch[] }) {
  if (switches.length === 0) return null;
  const newestFirst = [...switches].sort((a, b) => order(b) - order(a));
  const name = t('switchesOf', { language: nameOf(language) });
  return (
    <details class="switch-log" open>
      <summary>
        {t('switches')} ({switches.length})
      </summary>
      {/* Scrolls, so it must be reachable by keyboard; a group, so that it has a name there. */}
      <div
        class={switches.length > SHOWN ? 'switch-scroll long' : 'switch-scroll'}
        role="group"
        aria-label={name}
        tabIndex={0}
      >
        {/* The roles are those that the elements have: browsers forget them where rows are stacked. */}
        <table class="stacked" role="table">
          <caption class="visually-hidden">{name}</caption>
          <thead role="rowgroup">
            <tr role="row">
              <th scope="col" role="columnheader">
                {t('columnTime')}
              </th>
              <th scope="col" role="columnheader">
                {t('columnChange')}
              </th>
              <th scope="col" role="columnheader">
                {t('columnReason')}
              </th>
              <th scope="col" role="columnheader">
                {t('columnDetection')}
              </th>
              <th scope="col" role="columnheader">
                {t('columnCost')}
              </th>
              <th scope="col" role="columnheader">
                {t('columnSplice')}
              </th>
              <th scope="col" role="columnheader">
                {t('columnAlignment')}
              </th>
            </tr>
          </thead>
          <tbody role="rowgroup">
            {newestFirst.map((entry, index) => (
              <Row key={order(entry)} entry={entry} next={newestFirst[index - 1] ?? null} />
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

/** Epochs count; a server that does not tell them has the time. */
function order(entry: Switch): number {
  return entry.epoch ?? entry.atMs;
}

function Row({ entry, next }: { entry: Switch; next: Switch | null }) {
  const locale = lang.value;
  const costly = Boolean(entry.framesLost || entry.gapMs || entry.audioGapMs) || entry.to === null;
  return (
    <tr role="row">
      <td role="cell" class="figure" data-label={t('columnTime')}>
        <time dateTime={new Date(entry.atMs).toISOString()}>{clockTime(entry.atMs, region())}</time>
      </td>
      <th scope="row" role="rowheader" data-label={t('columnChange')}>
        {sideText(entry, 'from')} → {sideText(entry, 'to')}
      </th>
      <td role="cell" data-label={t('columnReason')}>
        {reasonText(entry)}
      </td>
      <OrDash label={t('columnDetection')} text={detectionText(entry, locale)} />
      <td role="cell" class={costly ? 'costly' : ''} data-label={t('columnCost')}>
        {costText(entry, next, locale)}
      </td>
      <td role="cell" data-label={t('columnSplice')}>
        {spliceText(entry.splice)}
      </td>
      <OrDash label={t('columnAlignment')} text={joinedByText(entry, locale)} />
    </tr>
  );
}

/** A figure, or a dash, which says nothing to those who hear the page. */
function OrDash({ label, text }: { label: string; text: string | null }) {
  return (
    <td role="cell" class={text === null ? 'figure dash' : 'figure'} data-label={label}>
      {text ?? (
        <>
          <span aria-hidden="true">{t('nothingToSay')}</span>
          <span class="visually-hidden">{t('notApplicable')}</span>
        </>
      )}
    </td>
  );
}
