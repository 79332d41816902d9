import type { StudioEvent } from '../api/types';
import { escapeAttribute } from '../lib/format';
import { CopyField } from './CopyField';
import { t } from './texts';

export function embedCode(url: string, title: string): string {
  return (
    `<iframe src="${escapeAttribute(url)}" title="${escapeAttribute(title)}" width="960" height="640" ` +
    `style="border:0;max-width:100%" allow="autoplay; fullscreen; picture-in-picture" allowfullscreen></iframe>`
  );
}

export function SharePanel({ event }: { event: StudioEvent }) {
  const url = new URL(event.watchUrl, location.origin).href;
  return (
    <details class="card panel">
      <summary>
        <h2>{t('shareTitle')}</h2>
      </summary>
      <CopyField label={t('shareLink')} value={url} />
      <CopyField label={t('shareEmbed')} value={embedCode(url, event.title)} multiline />
    </details>
  );
}
