import { useState } from 'preact/hooks';
import { ApiError } from '../api/problem';
import type { Reason, Status } from '../api/types';
import { Dialog } from '../ui/Dialog';
import { errorText, reasonText } from './error-text';
import { backupOnlyLanguages } from './readiness';
import { api } from './session';
import { nameOf, t } from './texts';

type Step =
  | { name: 'closed' }
  | { name: 'confirm' }
  | { name: 'backup-only'; languages: string[] }
  | { name: 'not-ready'; reasons: readonly Reason[] };

/** Go live, with the question for a backup-only start where only the primary is missing. */
export function GoLive({ eventId, status }: { eventId: string; status: Status | null }) {
  const [step, setStep] = useState<Step>({ name: 'closed' });
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const close = () => setStep({ name: 'closed' });

  async function goLive(backupOnly: boolean) {
    setBusy(true);
    setError(null);
    try {
      await api.goLive(eventId, backupOnly);
      close();
    } catch (failure) {
      if (failure instanceof ApiError && failure.code === 'not-ready') {
        const languages = backupOnly ? null : backupOnlyLanguages(status);
        setStep(
          languages ? { name: 'backup-only', languages } : { name: 'not-ready', reasons: failure.reasons },
        );
      } else setError(errorText(failure));
    }
    setBusy(false);
  }

  const alert = (
    <p class="error-text" role="alert">
      {error}
    </p>
  );
  return (
    <>
      <button type="button" class="button primary" onClick={() => setStep({ name: 'confirm' })}>
        {t('goLive')}
      </button>
      {step.name === 'confirm' && (
        <Dialog
          title={t('goLiveTitle')}
          onCancel={close}
          actions={
            <>
              <button type="button" class="button" data-default onClick={close}>
                {t('cancel')}
              </button>
              <button type="button" class="button primary" disabled={busy} onClick={() => void goLive(false)}>
                {t('goLive')}
              </button>
            </>
          }
        >
          <p>{t('goLiveText')}</p>
          {alert}
        </Dialog>
      )}
      {step.name === 'backup-only' && (
        <Dialog
          key="backup-only"
          title={t('backupTitle')}
          onCancel={close}
          actions={
            <>
              <button type="button" class="button" data-default onClick={close}>
                {t('cancel')}
              </button>
              <button type="button" class="button primary" disabled={busy} onClick={() => void goLive(true)}>
                {t('backupGo')}
              </button>
            </>
          }
        >
          <p>{t('backupText', { languages: step.languages.map(nameOf).join(', ') })}</p>
          {alert}
        </Dialog>
      )}
      {step.name === 'not-ready' && <NotReady reasons={step.reasons} onClose={close} />}
    </>
  );
}

function NotReady({ reasons, onClose }: { reasons: readonly Reason[]; onClose(): void }) {
  return (
    <Dialog
      key="not-ready"
      title={t('notReadyTitle')}
      onCancel={onClose}
      actions={
        <button type="button" class="button primary" data-default onClick={onClose}>
          {t('close')}
        </button>
      }
    >
      <p>{t('notReadyText')}</p>
      <ul>
        {reasons.map((reason) => (
          <li key={`${reason.code} ${reason.language ?? ''} ${reason.text}`}>
            {reason.language && <strong>{nameOf(reason.language)}: </strong>}
            <span lang={reasonText(reason).lang}>{reasonText(reason).text}</span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
