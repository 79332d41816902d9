import { useEffect, useRef } from 'preact/hooks';
import { LangSwitch } from '../ui/LangSwitch';
import { Wordmark } from '../ui/Wordmark';
import { CreateEvent } from './CreateEvent';
import { EventList } from './EventList';
import { EventPage } from './EventPage';
import { Login } from './Login';
import { Password, PasswordHint } from './Password';
import { route, routes } from './route';
import { session, signOut } from './session';
import { t } from './texts';

export function App() {
  const signedIn = session.value !== null;
  const main = useRef<HTMLElement>(null);
  const page = signedIn ? route.value : null;
  const first = useRef(true);

  useEffect(() => {
    // After a change of page the focus goes to its beginning, as after a real navigation.
    if (first.current) first.current = false;
    else main.current?.focus();
  }, [page]);

  return (
    <>
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          // The hash is the route; so the link moves the focus itself.
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {t('skip')}
      </a>
      <header class="page-header">
        <a class="home" href={routes.events}>
          <Wordmark /> <span class="muted">{t('studio')}</span>
        </a>
        <nav class="button-row" aria-label={t('studio')}>
          {signedIn && (
            <>
              <a class="button small" href={routes.password}>
                {t('password')}
              </a>
              <button type="button" class="button small" onClick={() => void signOut()}>
                {t('logout')}
              </button>
            </>
          )}
          <LangSwitch label={t('pageLanguage')} />
        </nav>
      </header>
      <main id="main" class="studio" ref={main} tabIndex={-1}>
        {page === null && <Login />}
        {page !== null && page.page !== 'password' && <PasswordHint />}
        {page?.page === 'events' && <EventList />}
        {page?.page === 'new' && <CreateEvent />}
        {page?.page === 'password' && <Password />}
        {page?.page === 'event' && <EventPage key={page.id} id={page.id} />}
      </main>
    </>
  );
}
