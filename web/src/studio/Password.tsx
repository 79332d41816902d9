import { useState } from 'preact/hooks';
import { ApiError } from '../api/problem';
import { errorText } from './error-text';
import { routes } from './route';
import { api, forgetPasswordHint, session } from './session';
import { t } from './texts';

const MIN_LENGTH = 10;

/** Reminds of the one-time password until it was changed or the reminder dismissed for this session. */
export function PasswordHint() {
  if (!session.value?.mustChangePassword) return null;
  return (
    <aside class="banner" aria-label={t('passwordTitle')}>
      <p>{t('passwordHint')}</p>
      <a class="button small primary" href={routes.password}>
        {t('passwordChange')}
      </a>
      <button type="button" class="button small" onClick={forgetPasswordHint}>
        {t('passwordLater')}
      </button>
    </aside>
  );
}

export function Password() {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(false);
  const [error, setError] = useState<string | null>(null);

  async function submit(event: Event) {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await api.changePassword(current, next);
      forgetPasswordHint();
      setDone(true);
    } catch (failure) {
      const wrong = failure instanceof ApiError && failure.status === 403;
      setError(wrong ? t('passwordWrong') : errorText(failure));
    }
    setBusy(false);
  }

  return (
    <form class="card narrow form" onSubmit={(event) => void submit(event)}>
      <h1>{t('passwordTitle')}</h1>
      <p role="status">{done ? t('passwordDone') : ''}</p>
      {!done && (
        <>
          <input
            class="visually-hidden"
            tabIndex={-1}
            aria-hidden="true"
            autocomplete="username"
            readOnly
            value={session.value?.username ?? ''}
          />
          <label class="field">
            <span>{t('passwordCurrent')}</span>
            <input
              type="password"
              autocomplete="current-password"
              required
              value={current}
              onInput={(event) => setCurrent(event.currentTarget.value)}
            />
          </label>
          <label class="field">
            <span>{t('passwordNew')}</span>
            <input
              type="password"
              autocomplete="new-password"
              required
              minLength={MIN_LENGTH}
              value={next}
              onInput={(event) => setNext(event.currentTarget.value)}
            />
          </label>
          <p class="hint">{t('passwordRule', { min: MIN_LENGTH })}</p>
          <p class="error-text" role="alert">
            {error}
          </p>
          <button class="button primary" disabled={busy}>
            {t('passwordChange')}
          </button>
        </>
      )}
      <a href={routes.events}>{t('back')}</a>
    </form>
  );
}
