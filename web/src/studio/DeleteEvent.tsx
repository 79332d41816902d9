import { useState } from 'preact/hooks';
import { Dialog } from '../ui/Dialog';
import { errorText } from './error-text';
import { go, routes } from './route';
import { api } from './session';
import { t } from './texts';

export function DeleteEvent({ eventId }: { eventId: string }) {
  const [asking, setAsking] = useState(false);
  const [error, setError] = useState<string | null>(null);

  async function remove() {
    try {
      await api.deleteEvent(eventId);
      go(routes.events);
    } catch (failure) {
      setError(errorText(failure));
    }
  }

  return (
    <>
      <button type="button" class="button small danger" onClick={() => setAsking(true)}>
        {t('deleteEvent')}
      </button>
      {asking && (
        <Dialog
          title={t('deleteTitle')}
          onCancel={() => setAsking(false)}
          actions={
            <>
              <button type="button" class="button danger" onClick={() => void remove()}>
                {t('deleteEvent')}
              </button>
              <button type="button" class="button primary" data-default onClick={() => setAsking(false)}>
                {t('deleteKeep')}
              </button>
            </>
          }
        >
          <p>{t('deleteText')}</p>
          <p class="error-text" role="alert">
            {error}
          </p>
        </Dialog>
      )}
    </>
  );
}
