import { useState } from 'preact/hooks';
import type { Leg, LegView } from '../api/types';
import { Dialog } from '../ui/Dialog';
import { errorText } from './error-text';
import { api } from './session';
import { legName, nameOf, t } from './texts';

interface Props {
  eventId: string;
  language: string;
  leg: Leg;
  view: LegView;
  onAir: boolean;
}

type Asking = 'disconnect' | 'block' | null;

/** Hanging up on an encoder, and keeping encoders out: for the wrong one, or one that somebody else has the key of. */
export function LegAccess({ eventId, language, leg, view, onAir }: Props) {
  const [asking, setAsking] = useState<Asking>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const where = { leg: legName(leg), language: nameOf(language) };
  const blocked = view.blocked === true;
  const connected = view.state !== 'OFFLINE';

  async function run(call: () => Promise<unknown>) {
    setBusy(true);
    setError(null);
    try {
      await call();
      setAsking(null);
    } catch (failure) {
      setError(errorText(failure));
    }
    setBusy(false);
  }

  function close() {
    setAsking(null);
    setError(null);
  }

  return (
    <div class="button-row leg-access" role="group" aria-label={t('access', where)}>
      {/* There in every state: it gets the focus back from its dialog, when the encoder is gone. */}
      <button
        type="button"
        class="button small"
        aria-disabled={!connected}
        onClick={() => connected && setAsking('disconnect')}
      >
        {t('disconnect')}
      </button>
      <button
        type="button"
        class="button small"
        disabled={busy}
        onClick={() =>
          blocked ? void run(() => api.block(eventId, language, leg, false)) : setAsking('block')
        }
      >
        {t(blocked ? 'unblock' : 'block')}
      </button>
      {asking === null && error !== null && (
        <p class="error-text" role="alert">
          {error}
        </p>
      )}
      {asking !== null && (
        <Dialog
          key={asking}
          title={t(`${asking}Title`)}
          onCancel={close}
          actions={
            <>
              <button type="button" class="button" data-default onClick={close}>
                {t('cancel')}
              </button>
              <button
                type="button"
                class="button danger"
                disabled={busy}
                onClick={() =>
                  void run(() =>
                    asking === 'block'
                      ? api.block(eventId, language, leg, true)
                      : api.disconnect(eventId, language, leg),
                  )
                }
              >
                {t(asking)}
              </button>
            </>
          }
        >
          <p>{t(`${asking}Text`, where)}</p>
          {onAir && <p>{t('accessOnAir')}</p>}
          <p class="error-text" role="alert">
            {error}
          </p>
        </Dialog>
      )}
    </div>
  );
}
