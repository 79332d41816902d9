import type { LegMismatch } from '../api/types';
import { lang } from '../i18n/i18n';
import { Icon } from '../ui/Icon';
import { differenceOf } from './mismatch';
import { nameOf, t } from './texts';

/** What differs between the two encoders, with both values, and where OBS has the setting. */
export function MismatchWarning({ language, found }: { language: string; found: readonly LegMismatch[] }) {
  if (found.length === 0) return null;
  return (
    <div class="mismatch">
      <p>
        <Icon name="warning" /> <strong>{t('mismatchTitle')}.</strong> {t('mismatchText')}
      </p>
      <table class="stacked" role="table">
        <caption class="visually-hidden">
          {t('mismatchTitle')}, {nameOf(language)}
        </caption>
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">
              {t('mismatchSetting')}
            </th>
            <th scope="col" role="columnheader">
              {t('primary')}
            </th>
            <th scope="col" role="columnheader">
              {t('backup')}
            </th>
            <th scope="col" role="columnheader">
              {t('mismatchMend')}
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {found
            .map((mismatch) => differenceOf(mismatch, lang.value))
            .map(({ code, name, primary, backup, mend, mendLang }) => (
              <tr key={code} role="row">
                <th scope="row" role="rowheader">
                  {name}
                </th>
                <td role="cell" class="figure" data-label={t('primary')}>
                  {primary}
                </td>
                <td role="cell" class="figure" data-label={t('backup')}>
                  {backup}
                </td>
                <td role="cell" data-label={t('mismatchMend')} lang={mendLang ?? undefined}>
                  {mend}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}
