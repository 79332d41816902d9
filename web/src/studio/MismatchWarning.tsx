import { Icon } from '../ui/Icon';
import type { Mismatch } from './mismatch';
import { t } from './texts';

/** What differs between the two encoders, with both values, and where OBS has the setting. */
export function MismatchWarning({ found }: { found: readonly Mismatch[] }) {
  if (found.length === 0) return null;
  return (
    <div class="mismatch">
      <p>
        <Icon name="warning" /> <strong>{t('mismatchTitle')}.</strong> {t('mismatchText')}
      </p>
      <table class="stacked" role="table">
        <caption class="visually-hidden">{t('mismatchTitle')}</caption>
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
          {found.map(({ what, primary, backup }) => (
            <tr key={what} role="row">
              <th scope="row" role="rowheader">
                {t(`diff${what}`)}
              </th>
              <td role="cell" data-label={t('primary')}>
                {valueText(what, primary)}
              </td>
              <td role="cell" data-label={t('backup')}>
                {valueText(what, backup)}
              </td>
              <td role="cell" data-label={t('mismatchMend')}>
                {t(`mend${what}`)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function valueText(what: Mismatch['what'], value: string | null): string {
  if (value !== null) return value;
  return what === 'noPicture' || what === 'noSound' ? t('mismatchAbsent') : t('mismatchUnlike');
}
