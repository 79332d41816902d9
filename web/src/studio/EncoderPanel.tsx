import { useEffect, useState } from 'preact/hooks';
import type { Ingest } from '../api/types';
import { AuthorityHelp } from './AuthorityHelp';
import { CopyField } from './CopyField';
import { errorText } from './error-text';
import { api } from './session';
import { nameOf, t } from './texts';

const ID = 'encoder-settings';

/** Opens the panel, wherever it is on the page, and goes there. */
function openEncoderPanel() {
  const panel = document.getElementById(ID);
  if (!(panel instanceof HTMLDetailsElement)) return;
  panel.open = true;
  panel.querySelector('summary')?.focus();
  panel.scrollIntoView();
}

/** For an event that no encoder has been connected to yet: what comes next. */
export function FirstEncoder() {
  return (
    <div class="banner">
      <p>{t('encoderFirst')}</p>
      <button type="button" class="button small primary" onClick={openEncoderPanel}>
        {t('encoderTitle')}
      </button>
    </div>
  );
}

/** What to type into the encoders. Fetched only when the panel is opened: it holds secrets. */
export function EncoderPanel({ eventId }: { eventId: string }) {
  const [open, setOpen] = useState(false);
  const [ingest, setIngest] = useState<Ingest | null>(null);
  const [error, setError] = useState<string | null>(null);

  useEffect(() => {
    if (!open || ingest !== null) return;
    const leaving = new AbortController();
    setError(null);
    api.ingest(eventId, leaving.signal).then(setIngest, (failure: unknown) => {
      if (!leaving.signal.aborted) setError(errorText(failure));
    });
    return () => leaving.abort();
  }, [open, eventId]);

  return (
    <details id={ID} class="card panel" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <h2>{t('encoderTitle')}</h2>
      </summary>
      <p>{t('encoderText')}</p>
      {error !== null && (
        <p class="error-text" role="alert">
          {error}
        </p>
      )}
      {open && ingest === null && error === null && <p class="muted">{t('loading')}</p>}
      {ingest?.languages.map((entry) => (
        <div key={entry.language} class="panel-part">
          <h3>{nameOf(entry.language)}</h3>
          <CopyField label={t('serverPrimary')} value={entry.primary.url} />
          <CopyField label={t('serverBackup')} value={entry.backup.url} />
          <CopyField label={t('streamKey')} value={entry.streamKey} secret hint={t('keyWarning')} />
        </div>
      ))}
      {ingest?.authority && <AuthorityHelp authority={ingest.authority} />}
    </details>
  );
}
