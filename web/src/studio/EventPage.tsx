import { duration } from '../lib/format';
import type { Phase, Status } from '../api/types';
import type { Change } from './announce';
import { DeleteEvent } from './DeleteEvent';
import { DeliveryPanel } from './DeliveryPanel';
import { EncoderPanel, FirstEncoder } from './EncoderPanel';
import { errorText } from './error-text';
import { PhaseBadge } from './EventList';
import { GoLive } from './GoLive';
import { LanguagePanel } from './LanguagePanel';
import { isUnused } from './leg-facts';
import { routes } from './route';
import { SharePanel } from './SharePanel';
import { Stop } from './Stop';
import { legName, nameOf, t } from './texts';
import { useNow, useStatus } from './use-status';

export function EventPage({ id }: { id: string }) {
  const live = useStatus(id);
  const { status, event } = live;
  const phase = status?.phase ?? event?.phase ?? null;

  return (
    <>
      <p>
        <a class="back-link" href={routes.events}>
          ← {t('allEvents')}
        </a>
      </p>
      {live.gone || (event === null && live.error !== null) ? (
        <p class="card error-text" role="alert">
          {errorText(live.error)}
        </p>
      ) : event === null || phase === null ? (
        <p class="muted">{t('loading')}</p>
      ) : (
        <>
          <div class="title-row event-head">
            <div class="event-title">
              <h1>{event.title}</h1>
              <PhaseBadge phase={phase} />
              {event.backupOnly && <span class="badge warn">{t('backupOnly')}</span>}
            </div>
            <div class="button-row">
              <StreamingTime
                phase={phase}
                liveAtMs={status?.liveAtMs ?? event.liveAtMs ?? null}
                endedAtMs={event.endedAtMs ?? null}
                clockOffsetMs={live.clockOffsetMs}
              />
              <a class="button" href={event.watchUrl} target="_blank" rel="noopener">
                {t('watchPage')} <span class="visually-hidden">{t('newTab')}</span>
              </a>
              {phase === 'SCHEDULED' && <GoLive eventId={id} status={status} />}
              {phase === 'LIVE' && <Stop eventId={id} />}
            </div>
          </div>
          {live.error !== null && (
            <p class="banner warn" role="status">
              {t('retrying')}
            </p>
          )}
          {phase === 'SCHEDULED' && status !== null && hasNoEncoder(status) && <FirstEncoder />}
          <div class="language-panels">
            {status?.languages.map((entry) => (
              <LanguagePanel
                key={entry.language}
                eventId={id}
                entry={entry}
                clockOffsetMs={live.clockOffsetMs}
              />
            ))}
          </div>
          <DeliveryPanel event={event} phase={phase} onChanged={live.replaceEvent} />
          <EncoderPanel eventId={id} />
          <SharePanel event={event} />
          {phase !== 'LIVE' && (
            <p>
              <DeleteEvent eventId={id} />
            </p>
          )}
        </>
      )}
      <p class="visually-hidden" role="alert">
        {live.changes.map(sentence).join('. ')}
      </p>
    </>
  );
}

function hasNoEncoder({ languages }: Status): boolean {
  return languages.every(({ legs }) => isUnused(legs.primary) && isUnused(legs.backup));
}

function sentence(change: Change): string {
  switch (change.what) {
    case 'leg':
      return t('sayLeg', {
        leg: legName(change.leg),
        language: nameOf(change.language),
        state: t(`leg${change.state}`),
      });
    case 'on-air':
      return t('sayOnAir', { language: nameOf(change.language), leg: legName(change.leg) });
    case 'program':
      return t('sayProgram', { language: nameOf(change.language), state: t(`program${change.state}`) });
    case 'recording':
      return t('sayRecording', {
        language: nameOf(change.language),
        state: t(`recording${change.state}`),
      });
    case 'hold':
      return t(change.held ? 'sayHeld' : 'sayReleased', { language: nameOf(change.language) });
    case 'mismatch':
      return t('sayMismatch', { language: nameOf(change.language) });
    case 'phase':
      return t('sayPhase', { phase: t(`phase${change.phase}`) });
  }
}

interface TimeProps {
  phase: Phase;
  liveAtMs: number | null;
  endedAtMs: number | null;
  clockOffsetMs: number;
}

function StreamingTime({ phase, liveAtMs, endedAtMs, clockOffsetMs }: TimeProps) {
  const now = useNow();
  if (liveAtMs === null) return null;
  const until = phase === 'LIVE' ? now + clockOffsetMs : endedAtMs;
  if (until === null) return null;
  return (
    <span class="streaming-time">
      <span class="hint">{t('streamingTime')}</span> <b>{duration(until - liveAtMs)}</b>
    </span>
  );
}
