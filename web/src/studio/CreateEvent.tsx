import { useState } from 'preact/hooks';
import { DeliveryFields } from './DeliveryFields';
import { MAX_DVR_MINUTES, newDelivery, settingsOf } from './delivery';
import { errorText } from './error-text';
import { parseLanguages } from './readiness';
import { go, routes } from './route';
import { api } from './session';
import { nameOf, t } from './texts';

export function CreateEvent() {
  const [title, setTitle] = useState('');
  const [languages, setLanguages] = useState('en, de');
  const [delivery, setDelivery] = useState(newDelivery);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const parsed = parseLanguages(languages);

  async function submit(event: Event) {
    event.preventDefault();
    if (parsed.bad !== null) return setError(t('languagesBad', { tag: parsed.bad }));
    if (parsed.tags.length === 0) return setError(t('languagesNone'));
    const settings = settingsOf(delivery);
    if (settings === null) return setError(t('dvrMinutesBad', { max: MAX_DVR_MINUTES }));
    setBusy(true);
    setError(null);
    try {
      const created = await api.createEvent(title.trim(), parsed.tags, settings);
      go(routes.event(created.id));
    } catch (failure) {
      setError(errorText(failure));
      setBusy(false);
    }
  }

  return (
    <form class="card narrow form" onSubmit={(event) => void submit(event)}>
      <h1>{t('newEvent')}</h1>
      <label class="field">
        <span>{t('titleLabel')}</span>
        <input
          name="title"
          required
          maxLength={200}
          autocomplete="off"
          value={title}
          onInput={(event) => setTitle(event.currentTarget.value)}
        />
      </label>
      <label class="field">
        <span>{t('languagesLabel')}</span>
        <input
          name="languages"
          required
          autocomplete="off"
          aria-describedby="languages-hint"
          value={languages}
          onInput={(event) => setLanguages(event.currentTarget.value)}
        />
      </label>
      <p class="hint" id="languages-hint">
        {t('languagesHint')}
      </p>
      {parsed.tags.length > 0 && <p>{parsed.tags.map(nameOf).join(', ')}</p>}
      <DeliveryFields value={delivery} onChange={setDelivery} />
      <p class="hint">{t('deliveryLater')}</p>
      <p class="error-text" role="alert">
        {error}
      </p>
      <div class="button-row">
        <button class="button primary" disabled={busy}>
          {t('create')}
        </button>
        <a class="button" href={routes.events}>
          {t('cancel')}
        </a>
      </div>
    </form>
  );
}
