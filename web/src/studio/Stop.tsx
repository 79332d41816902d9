import { useState } from 'preact/hooks';
import { Dialog } from '../ui/Dialog';
import { errorText } from './error-text';
import { api } from './session';
import { t } from './texts';

/** Stop, which is final: the focus is on "keep live", and stopping needs a tick first. */
export function Stop({ eventId }: { eventId: string }) {
  const [asking, setAsking] = useState(false);
  const [understood, setUnderstood] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  function close() {
    setAsking(false);
    setUnderstood(false);
    setError(null);
  }

  async function stop() {
    setBusy(true);
    try {
      await api.stop(eventId);
      close();
    } catch (failure) {
      setError(errorText(failure));
    }
    setBusy(false);
  }

  return (
    <>
      <button type="button" class="button danger" onClick={() => setAsking(true)}>
        {t('stop')}
      </button>
      {asking && (
        <Dialog
          title={t('stopTitle')}
          onCancel={close}
          actions={
            <>
              <button
                type="button"
                class="button danger"
                disabled={!understood || busy}
                onClick={() => void stop()}
              >
                {t('stopGo')}
              </button>
              <button type="button" class="button primary" data-default onClick={close}>
                {t('stopKeep')}
              </button>
            </>
          }
        >
          <p>{t('stopText')}</p>
          <label class="check">
            <input
              type="checkbox"
              checked={understood}
              onChange={(event) => setUnderstood(event.currentTarget.checked)}
            />
            {t('stopConfirm')}
          </label>
          <p class="error-text" role="alert">
            {error}
          </p>
        </Dialog>
      )}
    </>
  );
}
