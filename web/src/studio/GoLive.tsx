import { useState } from 'preact/hooks';
import { ApiError } from '../api/problem';
import type { Reason, Status } from '../api/types';
import { Dialog } from '../ui/Dialog';
import { Icon } from '../ui/Icon';
import { errorText, reasonText } from './error-text';
import { backupOnlyLanguages, goLiveWarnings, type GoLiveWarnings } from './readiness';
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
          <Warnings warnings={goLiveWarnings(status)} />
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
          <p>{t('backupText', { languages: names(step.languages) })}</p>
          {alert}
        </Dialog>
      )}
      {step.name === 'not-ready' && <NotReady reasons={step.reasons} onClose={close} />}
    </>
  );
}

/** Told, not asked: the operator may have reasons, and the event has a time to begin. */
function Warnings({ warnings }: { warnings: GoLiveWarnings }) {
  const { noBackup, unlocked, unlike } = warnings;
  const lines = [
    noBackup.length > 0 ? t('goLiveNoBackup', { languages: names(noBackup) }) : null,
    unlike.length > 0 ? t('mismatchGoLive', { languages: names(unlike) }) : null,
    unlocked.length > 0 ? t('goLiveUnlocked', { languages: names(unlocked) }) : null,
  ];
  return (
    <div class="go-live-warnings" role="status">
      {lines.map(
        (line) =>
          line !== null && (
            <p class="issue warn" key={line}>
              <Icon name="warning" />
              <span>{line}</span>
            </p>
          ),
      )}
    </div>
  );
}

function names(languages: readonly string[]): string {
  return languages.map(nameOf).join(', ');
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
