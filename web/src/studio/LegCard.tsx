import type { Issue, Leg, LegState, LegView, Severity } from '../api/types';
import { lang } from '../i18n/i18n';
import { Icon, type IconName } from '../ui/Icon';
import { issueText } from './issue-words';
import { LegAccess } from './LegAccess';
import { legFacts } from './leg-facts';
import { LegNotes } from './LegNotes';
import { LegPreview } from './LegPreview';
import type { Said } from './said';
import { SaidLine } from './SaidLine';
import { legName, nameOf, t } from './texts';

const STATE_LOOK: Record<LegState, { icon: IconName; tone: string }> = {
  OFFLINE: { icon: 'none', tone: '' },
  CONNECTING: { icon: 'busy', tone: 'warn' },
  RECEIVING: { icon: 'ok', tone: 'good' },
  STALLED: { icon: 'problem', tone: 'bad' },
};

const SEVERITY_LOOK: Record<Severity, { icon: IconName; tone: string }> = {
  INFO: { icon: 'info', tone: '' },
  WARNING: { icon: 'warning', tone: 'warn' },
  ERROR: { icon: 'problem', tone: 'bad' },
};

interface Props {
  eventId: string;
  leg: Leg;
  language: string;
  view: LegView;
  onAir: boolean;
  /** Puts it on air; null while there is no program to put it into. */
  onSwitch: (() => void) | null;
  /** A switch is under way. */
  busy: boolean;
  /** What became of the last switch to it. */
  said: Said | null;
  /** The program runs, and this one could not take over. */
  missed: boolean;
}

export function LegCard({ eventId, leg, language, view, onAir, onSwitch, busy, said, missed }: Props) {
  const look = STATE_LOOK[view.state];
  const name = legName(leg);
  return (
    <article class={onAir ? 'card leg on-air' : 'card leg'} aria-label={`${name}, ${nameOf(language)}`}>
      <header class="leg-head">
        <h3>{name}</h3>
        {onAir && <span class="badge live">{t('onAir')}</span>}
        <span class={`badge ${look.tone}`}>
          <Icon name={look.icon} />
          {t(`leg${view.state}`)}
        </span>
        {said?.what === 'pending' && (
          <span class="badge warn">
            <Icon name="busy" />
            {t('switchNext')}
          </span>
        )}
        {view.blocked && (
          <span class="badge warn">
            <Icon name="warning" />
            {t('blocked')}
          </span>
        )}
      </header>
      <LegPreview
        url={view.state === 'RECEIVING' ? view.preview : null}
        label={t('previewOf', { leg: name, language: nameOf(language) })}
      />
      {onSwitch !== null && (
        <div class="switch-place">
          {/* There in every state, so that the keyboard's focus stays where it was when the legs change places. */}
          <button
            type="button"
            class="button switch"
            aria-disabled={onAir || busy}
            onClick={() => {
              if (!onAir && !busy) onSwitch();
            }}
          >
            {t(`switchTo${leg}`)} <span class="visually-hidden">{nameOf(language)}</span>
          </button>
          <SaidLine said={said} />
        </div>
      )}
      <dl class="facts">
        {legFacts(view, lang.value).map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <LegNotes view={view} missed={missed} />
      <IssueList issues={view.issues ?? []} quiet={view.state !== 'RECEIVING'} />
      <LegAccess eventId={eventId} language={language} leg={leg} view={view} onAir={onAir} />
    </article>
  );
}

function IssueList({ issues, quiet }: { issues: readonly Issue[]; quiet: boolean }) {
  if (issues.length === 0) {
    return quiet ? null : (
      <p class="issues-none">
        <Icon name="ok" /> {t('noIssues')}
      </p>
    );
  }
  return (
    <ul class="issues" aria-label={t('issues')}>
      {issues.map((issue) => (
        <li key={issue.code} class={`issue ${SEVERITY_LOOK[issue.severity].tone}`}>
          <Icon name={SEVERITY_LOOK[issue.severity].icon} />
          <span>
            <strong>{t(`sev${issue.severity}`)}:</strong> <IssueText issue={issue} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function IssueText({ issue }: { issue: Issue }) {
  const said = issueText(issue, lang.value);
  return <span lang={said.lang}>{said.text}</span>;
}
