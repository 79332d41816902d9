import { useState } from 'preact/hooks';
import { login } from '../api/studio';
import { ApiError } from '../api/problem';
import { errorText } from './error-text';
import { open, sessionEnded } from './session';
import { t } from './texts';

export function Login() {
  const [username, setUsername] = useState('admin');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  async function submit(event: Event) {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      open(await login(username, password));
    } catch (failure) {
      const wrong = failure instanceof ApiError && failure.status === 401;
      setError(wrong ? t('loginWrong') : errorText(failure));
      setBusy(false);
    }
  }

  return (
    <form class="card narrow form" onSubmit={(event) => void submit(event)}>
      <h1>{t('loginTitle')}</h1>
      {sessionEnded.value && error === null && <p role="status">{t('sessionOver')}</p>}
      <label class="field">
        <span>{t('username')}</span>
        <input
          name="username"
          autocomplete="username"
          required
          value={username}
          onInput={(event) => setUsername(event.currentTarget.value)}
        />
      </label>
      <label class="field">
        <span>{t('password')}</span>
        <input
          name="password"
          type="password"
          autocomplete="current-password"
          required
          value={password}
          onInput={(event) => setPassword(event.currentTarget.value)}
        />
      </label>
      <p class="error-text" role="alert">
        {error}
      </p>
      <button class="button primary" disabled={busy}>
        {t('login')}
      </button>
      <p class="hint">{t('loginHint')}</p>
    </form>
  );
}
