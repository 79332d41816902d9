import { useState } from 'preact/hooks';
import type { Dvr, Phase, StudioEvent } from '../api/types';
import { Dialog } from '../ui/Dialog';
import { DeliveryFields } from './DeliveryFields';
import { deliveryOf, MAX_DVR_MINUTES, settingsOf } from './delivery';
import { errorText } from './error-text';
import { api } from './session';
import { t } from './texts';

interface Props {
  event: StudioEvent;
  phase: Phase;
  onChanged(event: StudioEvent): void;
}

/** How viewers get the event; it can be changed until the event goes live. */
export function DeliveryPanel({ event, phase, onChanged }: Props) {
  const [editing, setEditing] = useState(false);
  return (
    <section class="card delivery" aria-label={t('delivery')}>
      <dl class="facts">
        <div>
          <dt>{t('latency')}</dt>
          <dd>
            {t(`latency${event.latencyMode}`)}
            <span class="hint"> {t(`latency${event.latencyMode}Short`)}</span>
          </dd>
        </div>
        <div>
          <dt>{t('dvr')}</dt>
          <dd>{dvrText(event.dvr)}</dd>
        </div>
      </dl>
      {phase === 'SCHEDULED' ? (
        <button type="button" class="button small" onClick={() => setEditing(true)}>
          {t('deliveryChange')}
        </button>
      ) : (
        phase === 'LIVE' && <p class="hint">{t('deliveryFixed')}</p>
      )}
      {editing && phase === 'SCHEDULED' && (
        <EditDialog
          event={event}
          onCancel={() => setEditing(false)}
          onChanged={(changed) => {
            setEditing(false);
            onChanged(changed);
          }}
        />
      )}
    </section>
  );
}

function dvrText(dvr: Dvr): string {
  return dvr.mode === 'WINDOW' ? t('dvrWINDOWOf', { n: dvr.minutes ?? 0 }) : t(`dvr${dvr.mode}`);
}

interface EditProps {
  event: StudioEvent;
  onCancel(): void;
  onChanged(event: StudioEvent): void;
}

function EditDialog({ event, onCancel, onChanged }: EditProps) {
  const [delivery, setDelivery] = useState(() => deliveryOf(event));
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function save() {
    const settings = settingsOf(delivery);
    if (settings === null) return setError(t('dvrMinutesBad', { max: MAX_DVR_MINUTES }));
    setBusy(true);
    try {
      onChanged(await api.changeEvent(event.id, settings));
    } catch (failure) {
      setError(errorText(failure));
      setBusy(false);
    }
  }

  return (
    <Dialog
      title={t('deliveryTitle')}
      onCancel={onCancel}
      actions={
        <>
          <button type="button" class="button" data-default onClick={onCancel}>
            {t('cancel')}
          </button>
          <button type="button" class="button primary" disabled={busy} onClick={() => void save()}>
            {t('save')}
          </button>
        </>
      }
    >
      <DeliveryFields value={delivery} onChange={setDelivery} />
      <p class="error-text" role="alert">
        {error}
      </p>
    </Dialog>
  );
}
