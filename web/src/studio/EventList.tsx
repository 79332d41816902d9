import { useEffect, useState } from 'preact/hooks';
import type { Phase, StudioEvent } from '../api/types';
import { region } from '../i18n/i18n';
import { dateTime } from '../lib/format';
import { poll } from '../lib/poll';
import { errorText } from './error-text';
import { routes } from './route';
import { api } from './session';
import { nameOf, t } from './texts';

export function EventList() {
  const [events, setEvents] = useState<StudioEvent[] | null>(null);
  const [error, setError] = useState<unknown>(null);

  useEffect(
    () =>
      poll({
        task: (signal) => api.events(signal),
        timeoutMs: 8_000,
        delayMs: () => 5_000,
        onResult: (answer) => {
          setEvents(answer.events);
          setError(null);
        },
        onError: setError,
      }),
    [],
  );

  return (
    <>
      <div class="title-row">
        <h1>{t('events')}</h1>
        <a class="button primary" href={routes.new}>
          {t('newEvent')}
        </a>
      </div>
      {error !== null && (
        <p class="error-text" role="alert">
          {errorText(error)}
        </p>
      )}
      {events === null && error === null && <p class="muted">{t('loading')}</p>}
      {events?.length === 0 && <p class="card muted empty">{t('noEvents')}</p>}
      <ul class="event-list">
        {events?.map((event) => (
          <li key={event.id} class="card event-item">
            <div>
              <h2>
                <a href={routes.event(event.id)}>{event.title}</a>
              </h2>
              <p class="hint">
                {event.languages.map(nameOf).join(', ')} ·{' '}
                {t('created', { date: dateTime(event.createdAtMs, region()) })}
              </p>
            </div>
            <PhaseBadge phase={event.phase} />
          </li>
        ))}
      </ul>
    </>
  );
}

export function PhaseBadge({ phase }: { phase: Phase }) {
  return <span class={phase === 'LIVE' ? 'badge live' : 'badge'}>{t(`phase${phase}`)}</span>;
}
