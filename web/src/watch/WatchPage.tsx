import type { ComponentChildren } from 'preact';
import { useEffect, useReducer, useState } from 'preact/hooks';
import type { PublicEvent } from '../api/types';
import { lang } from '../i18n/i18n';
import { Icon } from '../ui/Icon';
import { LangSwitch } from '../ui/LangSwitch';
import { Wordmark } from '../ui/Wordmark';
import { eventIdOf, follow } from './follow';
import { pickProgramLanguage, recallProgramLanguage, rememberProgramLanguage } from './language';
import { ProgramLanguage } from './ProgramLanguage';
import { Stage } from './Stage';
import { usePlayable } from './recording';
import { canRewind, initialState, isLastPicture, notice, reduce, type ViewerState } from './state';
import { t } from './texts';

/** After the end, so long without a moving picture means that nothing more will come. */
const DRAIN_MS = 20_000;

export function WatchPage({ embedded }: { embedded: boolean }) {
  const [eventId] = useState(() => eventIdOf(location.pathname));
  const [state, dispatch] = useReducer(reduce, {
    ...initialState,
    screen: eventId === null ? 'unknown' : 'loading',
  });
  const [chosen, setChosen] = useState(recallProgramLanguage);
  const [dateMs, setDateMs] = useState<number | null>(null);
  const over = state.screen === 'ended' || state.screen === 'replay' || eventId === null;

  useEffect(() => {
    if (eventId !== null && !over) return follow(eventId, dispatch);
  }, [eventId, over]);

  useEffect(() => {
    if (!state.draining || state.picture === 'playing') return;
    const timer = setTimeout(() => dispatch({ type: 'drained' }), DRAIN_MS);
    return () => clearTimeout(timer);
  }, [state.draining, state.picture]);

  const title = state.event?.title ?? 'Understudy';
  useEffect(() => {
    document.title = title;
  }, [title]);

  const offered = state.event?.languages ?? [];
  const language = pickProgramLanguage(offered, chosen, navigator.languages);
  const program = offered.find((entry) => entry.language === language);
  const playlist = program?.playlist ?? null;
  const lastPicture = isLastPicture(program?.interruption, dateMs);

  const rewindable = state.event !== null && canRewind(state.event);
  const replayable = usePlayable(state.screen === 'ended' && rewindable ? playlist : null);
  const onStage = state.screen === 'live' || state.screen === 'replay';

  return (
    <>
      {!embedded && (
        <header class="page-header">
          <Wordmark />
          <LangSwitch label={t('pageLanguage')} />
        </header>
      )}
      <main class="watch">
        <div class="watch-head">
          <h1>{title}</h1>
          {state.screen === 'live' && !state.draining && <span class="badge live">{t('live')}</span>}
        </div>
        <Stage
          playlist={onStage ? playlist : null}
          profile={{
            lowLatency: state.event?.latencyMode === 'LOW',
            dvr: rewindable,
            fromStart: state.screen === 'replay',
          }}
          programLanguage={language}
          onPicture={(picture) => dispatch({ type: 'picture', picture })}
          onPlayedOut={() => dispatch({ type: 'played-out' })}
          onDate={setDateMs}
        />
        <Card state={state} onReplay={replayable ? () => dispatch({ type: 'replay' }) : null} />
        <div class="watch-bar">
          <Notice state={state} lastPicture={lastPicture} />
          {onStage && language !== null && offered.length > 1 && (
            <ProgramLanguage
              offered={offered.map((entry) => entry.language)}
              value={language}
              onChoose={(tag) => {
                rememberProgramLanguage(tag);
                setChosen(tag);
              }}
            />
          )}
        </div>
      </main>
    </>
  );
}

/** The quiet card in the picture's place. A live region, so that a change of state is announced. */
function Card({ state, onReplay }: { state: ViewerState; onReplay: (() => void) | null }) {
  const { screen } = state;
  return (
    <div class="card-place" role="status" aria-live="polite">
      {screen === 'loading' && <p class="card muted">{t('loading')}</p>}
      {screen === 'waiting' && <Message title={t('waitingTitle')} text={t('waitingText')} />}
      {screen === 'ended' && (
        <Message title={t('endedTitle')} text={t('endedText')}>
          {onReplay && (
            <button type="button" class="button primary big" onClick={onReplay}>
              <Icon name="play" /> {replayText(state.event)}
            </button>
          )}
        </Message>
      )}
      {screen === 'unknown' && <Message title={t('unknownTitle')} text={t('unknownText')} />}
      {screen === 'replay' && <span class="visually-hidden">{t('replayNow')}</span>}
      {screen === 'live' && <span class="visually-hidden">{t('liveNow')}</span>}
    </div>
  );
}

function replayText(event: PublicEvent | null): string {
  return event?.dvr.mode === 'WINDOW' ? t('replayWindow', { n: event.dvr.minutes ?? 0 }) : t('replay');
}

function Message({ title, text, children }: { title: string; text: string; children?: ComponentChildren }) {
  return (
    <div class="card message">
      <h2>{title}</h2>
      <p>{text}</p>
      {children}
    </div>
  );
}

function Notice({ state, lastPicture }: { state: ViewerState; lastPicture: boolean }) {
  const key = notice(state, lastPicture);
  return (
    <p
      class={key === 'interrupted' ? 'notice warn' : 'notice'}
      role="status"
      aria-live="polite"
      lang={lang.value}
    >
      {key === null ? '' : t(key)}
    </p>
  );
}
